"""Pages of failure, as designed as the others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from config.page_query import is_kept_here
from pictures import browsing
from pictures.addresses import page_address
from pictures.copies import grid_copies
from pictures.public_pages import same_for_everyone
from pictures.removal import Removed
from pictures.site_lookup import site_of

POPULAR = 8  # pictures on pages that lead nowhere


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"cards": popular(request)}, status=404)


def removed(request: HttpRequest, what: Removed) -> HttpResponse:
    """410: a picture hung here once. The same for everyone, and kept as pages are."""
    topic = what.topic
    context = {
        "topic": topic and {"title": topic.title, "url": page_address(topic.url_path)},
        "cards": popular(request),
        "canonical_url": "",
    }
    return same_for_everyone(render(request, "410.html", context, status=410))


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no context: both may be what has failed."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def popular(request: HttpRequest) -> list[browsing.Card]:
    """Where to go on. Two queries; none for what only programs ask for."""
    site = site_of(request) if is_kept_here(request) else None
    if site is None:
        return []
    rows = browsing.most_liked(site.root_page_id, limit=POPULAR)
    return browsing.cards(rows, grid_copies(browsing.keys(rows)))
