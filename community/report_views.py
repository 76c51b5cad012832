"""The form by which members report something, one for pictures, comments and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.honeypot import is_caught
from community.answering import private
from community.comment_places import address_of
from community.models import Comment, CommentState, Profile
from community.nicknames import nickname_key
from community.people import person_address
from community.public_pictures import public_picture
from community.reporting import ReportForm, Target, earlier_report, report
from community.taking_part import refusal
from limits.checking import spend
from pictures.addresses import page_address

if TYPE_CHECKING:
    from accounts.models import User

WORDS = 120  # characters of a comment that its report repeats


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    picture = public_picture(picture_id)
    target = Target("picture", picture.pk, picture.title, page_address(picture.url_path))
    return _report(request, target)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own comment is not reported: it can be changed or deleted."""
    comments = Comment.objects.select_related("picture")
    comment = get_object_or_404(comments, pk=pk, state=CommentState.VISIBLE)
    public_picture(comment.picture_id)
    if comment.author_id == request.user.pk:
        return redirect("my_comment", pk)
    words = Truncator(comment.text).chars(WORDS)
    return _report(request, Target("comment", comment.pk, words, address_of(comment)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_person(request: HttpRequest, nickname: str) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.shown(), nickname_key=nickname_key(nickname))
    if profile.user_id == request.user.pk:
        raise Http404
    back = person_address(profile.nickname)
    return _report(request, Target("person", profile.user_id, profile.nickname, back))


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
