"""From an address to a page."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from wagtail.models import Page

from pictures.models import PicturePage
from topics.models import TopicPage

if TYPE_CHECKING:
    from home.models import HomePage

# How deep below the home page each kind of page lies.
TOPIC_LEVEL, PICTURE_LEVEL = 2, 3


def find_page(home: HomePage, components: list[str]) -> Page | None:
    """The live page at `components` below `home` as its own class, or None.

    Whether its ancestors are public is asked by the page's view.
    """
    slugs = [unicodedata.normalize("NFC", component) for component in components]
    where = {
        "slug": slugs[-1],
        "depth": home.depth + len(slugs),
        "url_path": f"{home.url_path}{'/'.join(slugs)}/",
        "live": True,
    }
    if len(slugs) == TOPIC_LEVEL:
        return TopicPage.objects.select_related("cover").filter(**where).first()
    if len(slugs) == PICTURE_LEVEL:
        return PicturePage.objects.select_related("image", "author").filter(**where).first()
    page = Page.objects.filter(**where).first()
    return page.specific if page else None
