"""Atom feeds of pictures: what a reader elsewhere shows, with alternative text and AI mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator

from pictures.addresses import absolute, page_address
from pictures.copies import Copy
from pictures.marking import source_type_of
from pictures.models import LICENCE_URLS, Licence, Placement
from pictures.public_pages import same_for_everyone
from pictures.whole_copies import whole_copies

ENTRIES = 30
# What XML cannot say at all, however it is written.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLUMNS = (
    *("picture_id", "listed_at"),
    *(
        f"picture__{name}"
        for name in (
            *("title", "url_path", "alt_text", "caption", "author_name", "author__public_name"),
            *("content_language", "licence", "translation_key", "last_published_at"),
            *("image_id", "image__ai_generated", "image__origin"),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Feed:
    """`page` is the address of the page that it follows, `changed` when that was changed itself."""

    title: str
    page: str
    language: str
    subtitle: str = ""
    changed: datetime | None = None


def answer(request: HttpRequest, feed: Feed, pictures: QuerySet[Placement]) -> HttpResponseBase:
    """The newest of `pictures` (placements of one list, listed ones). Two queries."""
    rows = list(pictures.order_by("-listed_at", "-picture_id").values(*_COLUMNS)[:ENTRIES])
    copies = whole_copies(row["picture__image_id"] for row in rows)
    moments = [_updated(row) for row in rows]
    changed = max(moments, default=feed.changed or _beginning())
    writer = _Writer(
        title=_clean(feed.title),
        link=feed.page,
        description="",
        subtitle=_clean(feed.subtitle) or None,
        language=feed.language,
        author_name=settings.WAGTAIL_SITE_NAME,
        author_link=settings.BASE_URL,
        feed_url=absolute(request.path),
        feed_guid=absolute(request.path),
        changed=changed,
    )
    for row in rows:
        writer.add_item(**_item(row, copies.get(row["picture__image_id"])))
    response = HttpResponse(writer.writeString("utf-8"), content_type=Atom1Feed.content_type)
    response["Last-Modified"] = http_date(changed.timestamp())
    response = same_for_everyone(response)
    if "If-None-Match" in request.headers:  # better than a date; asked further out
        return response
    return (
        get_conditional_response(request, last_modified=int(changed.timestamp()), response=response)
        or response
    )


def _item(row: dict[str, Any], copy: Copy | None) -> dict[str, Any]:
    language = row["picture__content_language"]
    licence = Licence(row["picture__licence"])
    author = row["picture__author_name"] or row["picture__author__public_name"]
    with translation.override(language):
        url = absolute(page_address(row["picture__url_path"]))
        content = render_to_string(
            "pictures/_feed_entry.html",
            {
                "url": url,
                "copy": copy,
                "alt": row["picture__alt_text"],
                "caption": row["picture__caption"],
                "ai_generated": row["picture__image__ai_generated"],
                "author": author,
            },
        )
        rights = str(licence.label)
    return {
        "title": _clean(row["picture__title"]),
        "link": url,
        "description": None,
        "unique_id": f"urn:uuid:{row['picture__translation_key']}",
        "pubdate": row["listed_at"],
        "updateddate": _updated(row),
        "author_name": _clean(author) or None,
        "item_copyright": rights,
        "language": language,
        "content": _clean(content).strip(),
        "copy": copy,
        "licence_url": LICENCE_URLS.get(licence, ""),
        "ai_generated": row["picture__image__ai_generated"],
        "source_type": source_type_of(
            bool(row["picture__image__ai_generated"]), row["picture__image__origin"] or ""
        ),
    }


def _updated(row: dict[str, Any]) -> datetime:
    return max(row["listed_at"], row["picture__last_published_at"] or row["listed_at"])


def _beginning() -> datetime:
    """A feed says when it changed; one that never held anything says always the same."""
    return datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone())


def _clean(text: str | None) -> str:
    return _UNSPEAKABLE.sub("", text or "")


class _Writer(Atom1Feed):
    """Django's, with a language for each entry, its picture, its licence and its mark."""

    def latest_post_date(self) -> datetime:
        return self.feed["changed"]

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})
        if item["copy"]:
            link = {"rel": "enclosure", "type": "image/jpeg", "href": item["copy"].url}
            handler.addQuickElement("link", "", link)
        if item["licence_url"]:
            handler.addQuickElement("link", "", {"rel": "license", "href": item["licence_url"]})
        if item["source_type"]:
            scheme, _slash, term = item["source_type"].rpartition("/")
            mark = {"scheme": f"{scheme}/", "term": term}
            if item["ai_generated"]:
                mark["label"] = "AI"
            handler.addQuickElement("category", "", mark)
