"""What the landing page can be composed of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from topics.blocks import picture_chooser

WALL = 40  # pictures of the wall that stands where editors composed nothing
MOST_TOPICS, MOST_PICTURES = 9, 24
WORDS = ["bold", "italic", "ol", "ul"]  # links to pages would cost the landing page queries


class HeadedBlock(blocks.StructBlock):
    """Its heading in both languages of the interface; none where it is empty."""

    heading_ko = blocks.CharBlock(label=_("Heading in Korean"), max_length=80, required=False)
    heading_en = blocks.CharBlock(label=_("Heading in English"), max_length=80, required=False)


class WallBlock(HeadedBlock):
    order = blocks.ChoiceBlock(
        label=_("Which"),
        choices=[
            ("newest", _("The newest")),
            ("week", _("Most liked in seven days")),
            ("month", _("Most liked in thirty days")),
            ("all", _("Most liked of all time")),
        ],
        default="newest",
    )
    number = blocks.IntegerBlock(
        label=_("How many at most"), min_value=4, max_value=WALL, default=WALL
    )

    class Meta:
        icon = "image"
        label = _("Wall of pictures")


class TopicsBlock(HeadedBlock):
    topics = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="topics.TopicPage", label=_("Topic")),
        label=_("Topics"),
        max_num=MOST_TOPICS,
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Chosen topics")


class PicturesBlock(HeadedBlock):
    pictures = blocks.ListBlock(picture_chooser(), label=_("Pictures"), max_num=MOST_PICTURES)

    class Meta:
        icon = "pick"
        label = _("Chosen pictures")


class TextBlock(HeadedBlock):
    text_ko = blocks.RichTextBlock(label=_("Text in Korean"), features=WORDS, required=False)
    text_en = blocks.RichTextBlock(label=_("Text in English"), features=WORDS, required=False)

    class Meta:
        icon = "pilcrow"
        label = _("Text")


LANDING_BLOCKS = [
    ("wall", WallBlock()),
    ("topics", TopicsBlock()),
    ("pictures", PicturesBlock()),
    ("text", TextBlock()),
]
