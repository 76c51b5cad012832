"""The sitemap: one file, or an index of parts where one would be too large.

A part holds the pictures of a range of ids, so that it stays the same while others are added, and
costs the same however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import F, Max, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.models import HomePage, InfoPage
from pictures import browsing
from pictures.addresses import absolute, page_address
from pictures.models import GalleryRendition, Placement, Sensitivity
from pictures.public_pages import same_for_everyone
from pictures.rendering import max_spec
from pictures.site_lookup import home_id_of
from pictures.visibility import ancestor_paths, hiding_paths
from pictures.whole_copies import elsewhere
from topics.models import TopicIndexPage, TopicPage

PART = 5_000  # pictures; the protocol allows 50,000, but a part should be written within a second
MOST_PARTS = 50_000  # of an index
PARTS_SECONDS = 600
INDEXES = ("pictures", "tags", "people")  # names of addresses that are no Wagtail pages
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"


@dataclass(frozen=True, slots=True)
class Entry:
    """`others` are the addresses of the same page in each language, where it has several."""

    url: str
    changed: datetime | None = None
    image: str = ""
    others: tuple[tuple[str, str], ...] = ()


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page once, at the address in its own language; or where the parts are."""
    home_id = home_id_of(request)
    if browsing.total(home_id) <= PART:
        return _urls([*_pages(), *_pictures(home_id)])
    parts: list[tuple[str, datetime | None]] = [(reverse("sitemap_pages"), None)]
    parts += [
        (reverse("sitemap_pictures", args=[number]), changed)
        for number, changed in _parts_of(home_id)
    ]
    body = "".join(
        f"<sitemap><loc>{escape(absolute(path))}</loc>{_lastmod(changed)}</sitemap>"
        for path, changed in parts
    )
    return _xml(f'<sitemapindex xmlns="{_SCHEMA}">{body}</sitemapindex>')


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """What is no picture."""
    return _urls(_pages())


@require_safe
def pictures(request: HttpRequest, number: int) -> HttpResponse:
    """The pictures of one part; 404 where it is empty."""
    entries = list(_pictures(home_id_of(request), number)) if number < MOST_PARTS else []
    if not entries:
        raise Http404
    return _urls(entries)


def _parts_of(home_id: int) -> list[tuple[int, datetime | None]]:
    """Number and last change of each part; at most ten minutes old."""
    listed = Placement.objects.in_topic(home_id).listed()
    starts = listed.annotate(start=F("picture_id") - F("picture_id") % PART).values("start")
    changes = starts.annotate(changed=Max("picture__last_published_at")).order_by("start")

    def count() -> list[tuple[int, datetime | None]]:
        return [
            (start // PART, changed) for start, changed in changes.values_list("start", "changed")
        ]

    return cache.get_or_set(f"sitemap-parts-{home_id}", count, PARTS_SECONDS) or []


def _pages() -> Iterator[Entry]:
    models = (HomePage, TopicIndexPage, TopicPage, InfoPage)
    kinds = ContentType.objects.get_for_models(*models).values()
    # By type: sorted by path, a database would walk through every picture to find so few.
    rows = Page.objects.filter(content_type__in=kinds, live=True).order_by()
    found = sorted(
        rows.values_list(
            *("path", "url_path", "last_published_at"),
            *("topicpage__content_language", "infopage__content_language"),
        )
    )
    hidden = hiding_paths(row[0] for row in found)
    for path, url_path, changed, topic, info in found:
        if not hidden.isdisjoint(ancestor_paths(path)):
            continue
        if topic or info:
            yield Entry(_address(url_path, topic or info), changed)
        else:
            yield from _both({code: _address(url_path, code) for code in _languages()}, changed)
    for name in INDEXES:
        if addresses := {code: url for code in _languages() if (url := _reversed(name, code))}:
            yield from _both(addresses, None)


def _both(addresses: dict[str, str], changed: datetime | None) -> Iterator[Entry]:
    """A page in both languages: an entry each, which names the other."""
    for url in addresses.values():
        yield Entry(url, changed, others=tuple(addresses.items()))


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _pictures(home_id: int, number: int | None = None) -> Iterator[Entry]:
    """One query; sensitive pictures are named without their image."""
    listed = Placement.objects.in_topic(home_id).listed()
    if number is not None:
        listed = listed.filter(picture_id__gte=number * PART, picture_id__lt=(number + 1) * PART)
    copies = GalleryRendition.objects.filter(
        image_id=OuterRef("picture__image_id"),
        image__sensitivity=Sensitivity.NONE,
        filter_spec=max_spec("jpeg"),
    )
    rows = listed.order_by("picture_id").values_list(
        *("picture__url_path", "picture__content_language", "picture__last_published_at"),
        Subquery(copies.order_by("-pk").values("file")[:1]),
    )
    for path, language, changed, file in rows[:PART]:
        yield Entry(_address(path, language), changed, elsewhere(file) if file else "")


def _address(url_path: str, language: str) -> str:
    with translation.override(language):
        return absolute(page_address(url_path))


def _reversed(name: str, language: str) -> str:
    """Empty where the app that has it is not installed."""
    with translation.override(language), suppress(NoReverseMatch):
        return absolute(reverse(name))
    return ""


def _urls(entries: Iterable[Entry]) -> HttpResponse:
    body = "".join(map(_url, entries))
    return _xml(
        f'<urlset xmlns="{_SCHEMA}" xmlns:image="{_IMAGE}" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{body}</urlset>'
    )


def _url(entry: Entry) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>'
        for code, url in entry.others
    )
    image = f"<image:image><image:loc>{escape(entry.image)}</image:loc></image:image>"
    return (
        f"<url><loc>{escape(entry.url)}</loc>{_lastmod(entry.changed)}{others}"
        f"{image if entry.image else ''}</url>"
    )


def _lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment:%Y-%m-%d}</lastmod>" if moment else ""


def _xml(body: str) -> HttpResponse:
    content = f"{_HEAD}{body}"
    return same_for_everyone(HttpResponse(content, content_type="application/xml; charset=utf-8"))
