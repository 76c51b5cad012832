"""Statistics in the admin: curators see their topics, moderators everything."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from community.moderation_scope import decider, decides_everywhere
from community.rights import curated_topics, may_moderate
from community.statistics import Numbers, Scope, numbers
from community.statistics_charts import KINDS, charts
from pictures.models import PicturePage
from topics.models import TopicPage

PERIODS = (7, 30, 90, 365)
USUAL = 30


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Of all topics that are one's own."""
    user = decider(request)
    if not may_moderate(user):
        raise PermissionDenied
    everything = decides_everywhere(user)
    topics = TopicPage.objects.all() if everything else curated_topics(user)
    rows = list(topics.order_by("title", "pk").values_list("pk", "title", "path"))
    scope = Scope(tuple(path for _pk, _title, path in rows), everything)
    context = {
        "topics": [
            {"title": title, "url": reverse("statistics:page", args=[pk])}
            for pk, title, _path in rows
        ],
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Statistics")},
        ],
    }
    return _answer(request, scope, "statistics", context)


@require_safe
def of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Of one topic or one picture; 404 for pages that have none, 403 for those of others."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, TopicPage | PicturePage):
        raise Http404
    if not may_moderate(request.user, page):
        raise PermissionDenied
    context = {
        "page": page,
        "is_picture": isinstance(page, PicturePage),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("statistics:index"), "label": _("Statistics")},
            {"url": "", "label": page.title},
        ],
    }
    return _answer(request, Scope((page.path,)), f"statistics-{page.pk}", context)


def _answer(request: HttpRequest, scope: Scope, name: str, context: dict[str, Any]) -> HttpResponse:
    is_picture = context.get("is_picture", False)
    length = _length(request)
    days = _days(length)
    export = request.GET.get("export", "")
    found = numbers(scope, days, with_pictures=not is_picture and export != "days")
    kinds = [kind for kind in KINDS if not (is_picture and kind == "subscribers")]
    if export == "days":
        return _csv_of_days(found, kinds, f"{name}-{days[0]}-{days[-1]}")
    if export == "pictures" and not is_picture:
        return _csv_of_pictures(found, f"{name}-pictures-{days[0]}-{days[-1]}")
    context |= {
        "charts": charts(found, kinds=kinds),
        "kinds": [KINDS[kind] for kind in kinds],
        "rows": [(day.day, [getattr(day, kind) for kind in kinds]) for day in reversed(found.days)],
        "pictures": found.pictures,
        "periods": PERIODS,
        "length": length,
        "days": days,
    }
    return render(request, "community/statistics/statistics.html", context)


def _length(request: HttpRequest) -> int:
    """Of the time that is asked for; what is not offered is a month."""
    text = request.GET.get("days", "")
    return next((days for days in PERIODS if str(days) == text), USUAL)


def _days(length: int) -> list[date]:
    today = timezone.localdate()
    return [today - timedelta(days=back) for back in range(length - 1, -1, -1)]


def _csv_of_days(found: Numbers, kinds: list[str], name: str) -> HttpResponse:
    rows = [[day.day.isoformat(), *(getattr(day, kind) for kind in kinds)] for day in found.days]
    return _csv(name, [_("Day"), *(str(KINDS[kind]) for kind in kinds)], rows)


def _csv_of_pictures(found: Numbers, name: str) -> HttpResponse:
    kinds = ("views", "likes", "comments")
    rows = [
        [each.id, _plain(each.title), *(getattr(each, kind) for kind in kinds)]
        for each in found.pictures
    ]
    return _csv(name, ["id", _("Title"), *(str(KINDS[kind]) for kind in kinds)], rows)


def _csv(name: str, head: list[str], rows: list[list[Any]]) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # for Excel
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows(rows)
    return response


def _plain(text: str) -> str:
    """Spreadsheets run what begins like a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
