"""Sitemap and robots.txt."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.models import HomePage, InfoPage
from pictures.addresses import absolute, page_address
from pictures.models import Placement
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import site_of
from pictures.visibility import ancestor_paths, hiding_paths
from topics.models import TopicIndexPage, TopicPage

LIMIT = 50_000  # the sitemap protocol's own
ENTRY = "<url><loc>{}</loc>{}</url>"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /en/accounts/",
        "Disallow: /me/",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page once, at the address in its own language."""
    from xml.sax.saxutils import escape

    site = site_of(request)
    entries = [*_pages(), *_pictures(site.root_page_id if site else 0)][:LIMIT]
    body = "".join(
        ENTRY.format(escape(url), f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else "")
        for url, changed in entries
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'
    )
    return same_for_everyone(HttpResponse(xml, content_type="application/xml; charset=utf-8"))


def _pages() -> list[tuple]:
    models = (HomePage, TopicIndexPage, TopicPage, InfoPage)
    kinds = ContentType.objects.get_for_models(*models).values()
    # By type: sorted by path, a database would walk through every picture to find so few.
    rows = Page.objects.filter(content_type__in=kinds, live=True).order_by()
    rows = rows.values_list(
        *("path", "url_path", "last_published_at"),
        *("topicpage__content_language", "infopage__content_language"),
    )
    pages = sorted(rows, key=lambda row: row[0])
    hidden = hiding_paths(row[0] for row in pages)
    return [
        (_address(url_path, topic or info or settings.LANGUAGE_CODE), changed)
        for path, url_path, changed, topic, info in pages
        if hidden.isdisjoint(ancestor_paths(path))
    ]


def _pictures(home_id: int) -> list[tuple]:
    rows = (
        Placement.objects.in_topic(home_id)
        .listed()
        .order_by("-listed_at", "-picture_id")
        .values_list("picture__url_path", "picture__content_language", "picture__last_published_at")
    )
    return [(_address(path, language), changed) for path, language, changed in rows[:LIMIT]]


def _address(url_path: str, language: str) -> str:
    with translation.override(language):
        return absolute(page_address(url_path))
