"""The landing wall and the pages of information."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from home.models import HomePage, InfoPage
from pictures import browsing
from pictures.addresses import canonical_address
from pictures.models import PicturePage, Placement, Total
from pictures.public_pages import same_for_everyone
from pictures.visibility import is_withdrawn
from topics.models import TopicPage

WALL = 40
TOTALS_SECONDS = 60


def landing(request: HttpRequest, page: HomePage) -> HttpResponse:
    """The newest pictures beside the house's words."""
    context = {
        "page": page,
        "cards": browsing.newest(page.pk, limit=WALL),
        "totals": totals(page),
    }
    return same_for_everyone(render(request, "home/home_page.html", context))


def info_page(request: HttpRequest, page: InfoPage) -> HttpResponse:
    if is_withdrawn(page):
        raise Http404
    context = {"page": page, "canonical_url": canonical_address(page, page.content_language)}
    return same_for_everyone(render(request, "home/info_page.html", context))


def totals(page: HomePage) -> dict[str, int]:
    """What hangs here, at most a minute old."""
    return cache.get_or_set(f"totals-{page.pk}", lambda: _count(page), TOTALS_SECONDS)


def _count(page: HomePage) -> dict[str, int]:
    listed = Placement.objects.in_topic(page.pk).listed()
    week_ago = timezone.now() - timedelta(days=7)
    authors = PicturePage.objects.filter(pk__in=listed.values("picture_id"), author__isnull=False)
    topics = TopicPage.objects.live().values("pk")
    return {
        "pictures": browsing.total(page.pk),
        "topics": Total.objects.filter(pk__in=topics, pictures__gt=0).count(),
        "authors": authors.values("author_id").distinct().count(),
        "new_this_week": listed.filter(listed_at__gte=week_ago).count(),
    }
