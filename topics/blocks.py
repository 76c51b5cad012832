"""What the words of topics and of the landing page are made of, and what they show.

Pages are composed from the stored values: blocks of their own would ask for every picture apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamValue
from wagtail.rich_text import expand_db_html

from pictures import browsing
from pictures.models import Placement

Part = dict[str, Any]  # a stored block: type, value

WORDS = ["bold", "italic", "link", "ol", "ul"]
MOST_IN_A_ROW = 6
_BETWEEN = "<!--|-->"


def picture_chooser(**more: Any) -> blocks.PageChooserBlock:
    return blocks.PageChooserBlock(page_type="pictures.PicturePage", label=_("Picture"), **more)


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"), max_length=1000)
    source = blocks.CharBlock(label=_("Said by"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class PictureBlock(blocks.StructBlock):
    picture = picture_chooser()
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


TOPIC_WORDS = [
    ("heading", blocks.CharBlock(label=_("Heading"), icon="title", max_length=120)),
    ("paragraph", blocks.RichTextBlock(label=_("Paragraph"), icon="pilcrow", features=WORDS)),
    ("quote", QuoteBlock()),
    ("picture", PictureBlock()),
    (
        "pictures",
        blocks.ListBlock(
            picture_chooser(),
            label=_("Row of pictures"),
            icon="image",
            min_num=2,
            max_num=MOST_IN_A_ROW,
        ),
    ),
]


def parts_of(body: StreamValue) -> list[Part]:
    """What is stored, without asking the database for anything it names."""
    return [{"type": part["type"], "value": part["value"]} for part in body.get_prep_value()]


def plain(items: Iterable[Any]) -> list[int]:
    """The ids in a list block, which stores each with an id of its own."""
    values = (item.get("value") if isinstance(item, dict) else item for item in items or ())
    return [value for value in values if isinstance(value, int)]


def pictures_in(parts: Iterable[Part]) -> list[int]:
    """Ids of the pictures that topics' words show."""
    found: list[int] = []
    for part in parts:
        if part["type"] == "picture":
            found += plain([part["value"].get("picture")])
        elif part["type"] == "pictures":
            found += plain(part["value"])
    return found


def public_rows(picture_ids: Iterable[int], home_id: int) -> dict[int, browsing.Row]:
    """Rows of those of the pictures that the public sees, by id. One query, none without ids."""
    ids = set(picture_ids)
    if not ids:
        return {}
    places = Placement.objects.in_topic(home_id).listed().filter(picture_id__in=ids)
    return {row["picture_id"]: row for row in places.values(*browsing.COLUMNS)}


def expanded(texts: list[str]) -> list[SafeString]:
    """Rich texts as HTML; the pages they all link to are looked up together."""
    html = str(expand_db_html(_BETWEEN.join(texts)))
    return [mark_safe(text) for text in html.split(_BETWEEN)]  # noqa: S308 - Wagtail cleaned it


def shown_parts(parts: list[Part], cards: dict[int, browsing.Card]) -> list[Part]:
    """Topics' words ready to be printed; pictures that the public does not see are left out."""
    texts = iter(expanded([part["value"] for part in parts if part["type"] == "paragraph"]))
    shown: list[Part] = []
    for part in parts:
        kind, value = part["type"], part["value"]
        if kind == "paragraph":
            shown.append({"type": kind, "html": next(texts)})
        elif kind == "picture":
            if card := cards.get(value.get("picture")):
                shown.append({"type": kind, "card": card, "caption": value.get("caption", "")})
        elif kind == "pictures":
            if row := [cards[pk] for pk in plain(value) if pk in cards]:
                shown.append({"type": kind, "cards": row})
        else:
            shown.append({"type": kind, "value": value})
    return shown
