"""The form by which members report something, one for pictures, comments and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.honeypot import is_caught
from community.answering import private
from community.report_targets import OwnError, comment_target, person_target, picture_target
from community.reporting import ReportForm, Target, earlier_report, report
from community.taking_part import refusal
from limits.checking import spend

if TYPE_CHECKING:
    from accounts.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    return _report(request, picture_target(picture_id))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own comment is not reported: it can be changed or deleted."""
    try:
        return _report(request, comment_target(pk, user_id=request.user.pk))
    except OwnError:
        return redirect("my_comment", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_person(request: HttpRequest, nickname: str) -> HttpResponse:
    try:
        return _report(request, person_target(nickname, user_id=request.user.pk))
    except OwnError as error:
        raise Http404 from error


def _report(request: HttpRequest, target: Target) -> HttpResponse:
    """The form; after it, and whenever its address is opened again, what becomes of the report."""
    member = cast("User", request.user)  # signed in, as each view asks
    earlier = earlier_report(member, target)
    form = ReportForm(request.POST or None)
    error = refusal(member, "report") or ""
    status = 200
    if request.method == "POST" and earlier is None:
        if is_caught(request):
            return redirect(request.path)
        spend("report", request)
        if not error and form.is_valid():
            report(reporter=member, target=target, **form.cleaned_data)
            return redirect(request.path)
        error = error or _("Please choose why.")
        status = 422
    context = {"form": form, "target": target, "earlier": earlier, "error": error}
    return private(render(request, "community/report.html", context, status=status))
