"""The report on duplicates in the admin, and the page that merges them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from pictures import resemblance, tasks
from pictures.duplicate_groups import described, groups_for, may_see, numbers
from pictures.import_answers import editor
from pictures.merging import MergeError, merge, uses_of, what_moves, why_not_merge
from pictures.merging_places import further_topics, missing_tags
from pictures.models import PicturePage, ResemblanceKind

A_PAGE = 12
MOST_DIGITS = 18
MOST_CHOSEN = 50


@require_http_methods(["GET", "HEAD"])
def report(request: HttpRequest) -> HttpResponse:
    """A page of groups; `?kind=`, `?topic=`, `?p=`."""
    _let_in(request)
    user = editor(request)
    topics = list(_topics().values_list("pk", "title"))
    topic = _topics().filter(pk=_number(request.GET.get("topic"))).first()
    groups = groups_for(user, topic)
    found = numbers(groups)
    kind = request.GET.get("kind", "")
    if kind not in ResemblanceKind.values:
        kind = next((one for one in ResemblanceKind.values if found.get(one)), "same")
    pages = Paginator(groups.filter(kind=kind).order_by("-pk"), A_PAGE)
    page = pages.get_page(request.GET.get("p"))
    context = {
        "scan": resemblance.scan(),
        "tabs": [(one.value, one.label, found.get(one.value, 0)) for one in ResemblanceKind],
        "kind": kind,
        "topics": topics,
        "topic": topic,
        "page": page,
        "groups": described(page.object_list),
        "here": request.get_full_path(),
        "breadcrumbs_items": _crumbs(),
    }
    return render(request, "pictures/duplicates/report.html", context)


@require_POST
def look_now(request: HttpRequest) -> HttpResponse:
    """Have the worker look through the whole library."""
    _let_in(request)
    row = resemblance.scan()
    row.asked_at = timezone.now()
    row.save(update_fields=["asked_at"])
    tasks.look_for_duplicates.enqueue(whole=True)
    messages.success(request, _("The library is being looked through. Come back in a while."))
    return redirect("duplicates:report")


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Tell the chosen pictures apart, or go on to merging them into the one that stays."""
    _let_in(request)
    chosen = _pictures(request.POST.getlist("picture"))
    if request.POST.get("act") == "merge":
        kept = _number(request.POST.get("kept"))
        others = [f"other={one.pk}" for one in chosen if one.pk != kept]
        return redirect(f"{reverse('duplicates:merge')}?kept={kept or 0}&{'&'.join(others)}")
    for picture in chosen:
        if not picture.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
    if len(chosen) < 2:
        messages.error(request, _("Choose at least two pictures."))
    else:
        resemblance.tell_apart(chosen, user_id=request.user.pk)
        messages.success(request, _("They are not shown together any more."))
    return redirect(_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: HttpRequest) -> HttpResponse:
    """What a merge will do; a POST does it. `?kept=` and `?other=`, ids of pictures."""
    _let_in(request)
    kept = next(iter(_pictures([request.GET.get("kept", "")])), None)
    others = [one for one in _pictures(request.GET.getlist("other")) if one != kept]
    if kept is None or not others:
        messages.error(request, _("Choose at least two pictures, and which of them stays."))
        return redirect("duplicates:report")
    problem = why_not_merge(editor(request), kept, others)
    if request.method == "POST" and not problem:
        try:
            merge(kept, others, user=editor(request))
        except MergeError as error:
            problem = str(error)
        else:
            messages.success(
                request, _("“%(title)s” has taken in the others.") % {"title": kept.title}
            )
            return redirect("duplicates:report")
    context = {
        "kept": kept,
        "others": others,
        "problem": problem,
        "moves": what_moves(kept, others),
        "topics": sorted({title for other in others for title in further_topics(other, kept)}),
        "tags": sorted({name for other in others for name in missing_tags(other, kept)}),
        "uses": uses_of(others),
        "breadcrumbs_items": [*_crumbs(is_last=False), {"url": "", "label": _("Merge")}],
    }
    status = 409 if problem and request.method == "POST" else 200
    return render(request, "pictures/duplicates/merge.html", context, status=status)


def _let_in(request: HttpRequest) -> None:
    if not may_see(request.user):
        raise PermissionDenied


def _topics() -> Any:
    kinds = PicturePage.allowed_parent_page_models()
    return Page.objects.type(*kinds).order_by("title", "pk")


def _pictures(numbers: list[str]) -> list[PicturePage]:
    """In the order of their ids; fifty at most."""
    ids = [number for number in map(_number, numbers[:MOST_CHOSEN]) if number]
    return list(PicturePage.objects.select_related("image").filter(pk__in=ids).order_by("pk"))


def _number(text: str | None) -> int | None:
    is_number = text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if text and is_number else None


def _back(request: HttpRequest) -> str:
    """The page of the report that the decision came from."""
    report_url = reverse("duplicates:report")
    back = request.POST.get("back", "")
    return back if back.partition("?")[0] == report_url else report_url


def _crumbs(*, is_last: bool = True) -> list[dict[str, str]]:
    url = "" if is_last else reverse("duplicates:report")
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": url, "label": _("Duplicates")},
    ]
