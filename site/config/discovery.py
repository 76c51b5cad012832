"""What the head of a public page tells machines: its feeds, its place, its embedding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from taggit.models import Tag

from pictures.addresses import absolute, canonical_address, page_address
from pictures.models import PicturePage
from topics.models import TopicPage

TOPICS_LEVEL = 2  # components of a `url_path` down to the index of topics


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


def told_of(page: Any) -> TopicPage | PicturePage | None:
    """`page` where machines may know of it; the page that asks for its password has it, too.

    No query for a page that routing found.
    """
    if not isinstance(page, TopicPage | PicturePage) or not page.url_path:
        return None
    standing = page.standing_now()
    return None if standing.withdrawn or standing.maybe_restricted else page


def feeds(context: dict[str, Any]) -> list[Link]:
    """The feed of what the page shows, if it has one, and that of the whole site."""
    own = _own_feed(context)
    site = Link(
        _("New pictures — %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}, reverse("feed_latest")
    )
    return [own, site] if own else [site]


def _own_feed(context: dict[str, Any]) -> Link | None:
    page, tag, profile = (context.get(name) for name in ("page", "tag", "profile"))
    if isinstance(page, TopicPage):
        return _topic_feed(page.title, page.url_path)
    if isinstance(page, PicturePage) and context.get("topic"):
        return _topic_feed(context["topic"]["title"], page.url_path.rstrip("/").rpartition("/")[0])
    if isinstance(tag, Tag):
        return Link(f"#{tag.name}", reverse("feed_tag", args=[tag.slug]))
    if apps.is_installed("community") and isinstance(profile, apps.get_model("community.Profile")):
        return Link(profile.nickname, reverse("feed_person", args=[profile.nickname]))
    return None


def _topic_feed(title: str, url_path: str) -> Link:
    below = url_path.strip("/").split("/")[TOPICS_LEVEL:]
    return Link(title, reverse("feed_topic", args=["/".join(below)]))


def crumbs(context: dict[str, Any]) -> list[Link]:
    """The way down to a topic or a picture, at the addresses in its own language."""
    page = context.get("page")
    if page is None:
        return []
    standing = page.standing_now()
    with translation.override(page.content_language):
        way = [Link(settings.WAGTAIL_SITE_NAME, _address(page.url_path, 1))]
        way.append(Link(_("Topics"), _address(page.url_path, TOPICS_LEVEL)))
        above = standing.line
        way.extend(Link(each.title, absolute(page_address(each.url_path))) for each in above)
    return [*way, Link(page.title, canonical_address(page, page.content_language))]


def _address(url_path: str, level: int) -> str:
    """Of the page above `url_path` that lies `level` components deep."""
    parts = url_path.strip("/").split("/")[:level]
    return absolute(page_address(f"/{'/'.join(parts)}/"))


def embedding(context: dict[str, Any]) -> Link | None:
    """Where other sites learn how to show the picture of this page."""
    page = context.get("page")
    if not isinstance(page, PicturePage):
        return None
    asked = {"url": canonical_address(page, page.content_language), "format": "json"}
    return Link(page.title, absolute(f"{reverse('oembed')}?{urlencode(asked)}"))
