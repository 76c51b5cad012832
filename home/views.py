"""The landing wall and the pages of information."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.views import serve

from home.composing import compose
from home.models import HomePage, InfoPage
from pictures.addresses import canonical_address
from pictures.models import PicturePage, Placement, Total
from pictures.public_pages import same_for_everyone
from pictures.remembering import remembered
from pictures.site_lookup import site_of
from topics.models import TopicPage

TOTALS_SECONDS = 60


def page_at(request: HttpRequest, path: str) -> HttpResponse:
    """The page at an address below the home page: Wagtail's own view, its home page found sooner.

    Wagtail would load the home page twice, as a plain page and as itself; here it comes with the
    site.
    """
    site = site_of(request, beside="root_page__homepage")
    home = getattr(site.root_page, "homepage", None) if site else None
    if site is not None and home is not None:
        site.root_page = home
    return serve(request, path)


def landing(request: HttpRequest, page: HomePage, *, is_preview: bool = False) -> HttpResponse:
    """The house's words, and what editors composed below them: else the newest pictures."""
    if not is_preview and page.standing_now().withdrawn:
        raise Http404
    sections = compose(page)
    walls = (each["cards"] for each in sections if each["type"] in {"wall", "pictures"})
    context = {
        "page": page,
        "is_preview": is_preview,
        "sections": sections,
        "cards": next((cards for cards in walls if cards), []),
        "totals": totals(page),
    }
    response = render(request, "home/home_page.html", context)
    return response if is_preview else same_for_everyone(response)


def info_page(request: HttpRequest, page: InfoPage) -> HttpResponse:
    if page.standing_now().withdrawn:
        raise Http404
    context = {"page": page, "canonical_url": canonical_address(page, page.content_language)}
    return same_for_everyone(render(request, "home/info_page.html", context))


def totals(page: HomePage) -> dict[str, int]:
    """What hangs here, at most a minute old."""
    return remembered(f"totals-{page.pk}", lambda: _count(page), TOTALS_SECONDS)


def _count(page: HomePage) -> dict[str, int]:
    listed = Placement.objects.in_topic(page.pk).listed()
    week_ago = timezone.now() - timedelta(days=7)
    shown = PicturePage.objects.filter(
        Exists(listed.filter(picture_id=OuterRef("pk"))), author_id=OuterRef("pk")
    )
    topics = TopicPage.objects.filter(live=True).values("pk")
    return (
        HomePage.objects.filter(pk=page.pk)
        .values(
            pictures=Coalesce(Subquery(Total.objects.filter(pk=page.pk).values("pictures")), 0),
            topics=NumberOf(Total.objects.filter(pk__in=topics, pictures__gt=0)),
            authors=NumberOf(get_user_model().objects.filter(Exists(shown))),
            new_this_week=NumberOf(listed.filter(listed_at__gte=week_ago)),
        )
        .get()
    )


class NumberOf(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
