"""What webhooks are told of pictures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from outbox.events import Facts, event_kind
from pictures.addresses import absolute, page_address
from pictures.models import PicturePage, Placement, Sensitivity

API = "/api/v1/pictures/{}"


def _is_public(facts: Facts) -> bool:
    return Placement.objects.listed().filter(picture_id=facts["id"]).exists()


PUBLISHED = event_kind("picture.published", _("A picture was published"), is_true=_is_public)


def tell_published(ids: Collection[int]) -> None:
    """These pictures, which nobody saw before, are public now; called in that transaction."""
    if ids:
        PUBLISHED.tell(partial(_facts, ids))


def _facts(ids: Collection[int]) -> Iterator[dict[str, Any]]:
    """Two queries."""
    rows = list(
        PicturePage.objects.filter(pk__in=ids)
        .order_by("pk")
        .values("pk", "title", "path", "url_path", "content_language", "image__sensitivity")
    )
    above = {row["path"][: -Page.steplen] for row in rows}
    topics = {page.path: page for page in Page.objects.filter(path__in=above)}
    for row in rows:
        topic = topics[row["path"][: -Page.steplen]]
        with translation.override(row["content_language"]):
            url = absolute(page_address(row["url_path"]))
        yield {
            "id": row["pk"],
            "url": url,
            "api_url": absolute(API.format(row["pk"])),
            "title": row["title"],
            "language": row["content_language"],
            "sensitive": row["image__sensitivity"] == Sensitivity.SENSITIVE,
            "topic": {"id": topic.pk, "title": topic.title},
        }
