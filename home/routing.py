"""From an address to a page."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from wagtail.models import Page

from pictures.models import PicturePage
from pictures.standing import standing_of
from topics.models import TopicIndexPage, TopicPage

if TYPE_CHECKING:
    from home.models import HomePage

# How deep below the home page each kind of page lies.
INDEX_LEVEL, TOPIC_LEVEL, PICTURE_LEVEL = 1, 2, 3


def find_page(home: HomePage, components: list[str]) -> Page | None:
    """The live page at `components` below `home` as its own class, or None.

    Its `standing` tells whether its ancestors are public; the page's view acts upon it.
    """
    page = _page_at(home, components) if components else home if home.live else None
    if page is not None:
        page.standing = standing_of(page)
    return page


def _page_at(home: HomePage, components: list[str]) -> Page | None:
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
    if len(slugs) == INDEX_LEVEL and (index := TopicIndexPage.objects.filter(**where).first()):
        return index
    page = Page.objects.filter(**where).first()
    return page.specific if page else None
