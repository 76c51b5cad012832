"""From an address to a page."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from wagtail.models import Page

from pictures.composed import composed
from pictures.standing import standing_of
from topics.models import TopicIndexPage, TopicPage

if TYPE_CHECKING:
    from home.models import HomePage

# How deep below the home page each kind of page lies; topics lie below topics, too.
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
    where: dict[str, Any] = {
        "slug": slugs[-1],
        "depth": home.depth + len(slugs),
        "url_path": f"{home.url_path}{'/'.join(slugs)}/",
    }
    if len(slugs) >= PICTURE_LEVEL:
        return _picture_or_topic(where)
    if len(slugs) == TOPIC_LEVEL:
        return next(iter(_topics(**where)), None)
    if len(slugs) == INDEX_LEVEL and (index := next(iter(_indexes(**where)), None)):
        return index
    page = Page.objects.filter(**where, live=True).first()
    return page.specific if page else None


def _picture_or_topic(where: dict[str, Any]) -> Page | None:
    """Topics lie as deep as pictures do: one query for both."""
    page = next(iter(_pages(**where)), None)
    return getattr(page, "picturepage", None) or getattr(page, "topicpage", None)


@composed
def _indexes(**where: Any) -> QuerySet[TopicIndexPage]:
    return TopicIndexPage.objects.filter(**where, live=True)[:1]


@composed
def _topics(**where: Any) -> QuerySet[TopicPage]:
    return TopicPage.objects.select_related("cover").filter(**where, live=True)[:1]


@composed
def _pages(**where: Any) -> QuerySet[Page]:
    kinds = ("picturepage__image", "picturepage__author", "topicpage__cover")
    return Page.objects.select_related(*kinds).filter(**where, live=True)[:1]
