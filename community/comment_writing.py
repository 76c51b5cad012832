"""Writing without the page's script, and what waits while its author signs in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.answering import private, wants_data
from community.comment_places import FORM
from community.intents import begin, carries_out
from community.models import MAX_COMMENT, Comment, CommentState
from community.public_pictures import public_picture
from community.rights import may_moderate
from community.taking_part import refusal
from pictures.addresses import page_address
from pictures.models import PicturePage

DRAFT = "comment_draft"
SHOWN = 60  # characters of the words that the log-in page repeats


def keep_for_log_in(request: HttpRequest, picture: PicturePage) -> HttpResponse:
    """Lead a visitor to the log-in; what they typed waits."""
    text = request.POST.get("text", "")[:MAX_COMMENT]
    start = f"{text[:SHOWN]}…" if len(text) > SHOWN else text
    target = {
        "picture": picture.pk,
        "answers": request.POST.get("answers", "")[:20],
        "text": text,
        "script": wants_data(request),
    }
    words = _("We kept your comment: “%(start)s”. Log in, and you can post it.")
    back = f"{page_address(picture.url_path)}#{FORM}"
    return begin(request, "comment", target, back=back, words=words % {"start": start})


@carries_out("comment")
def comment_after_log_in(request: HttpRequest, target: dict[str, Any]) -> str:
    """Nothing is posted: the words stand in the form again, for one last press."""
    picture = PicturePage.objects.filter(pk=target["picture"]).first()
    if picture is None:
        messages.error(request, _("This picture is no longer shown."))
        return ""
    request.session[DRAFT] = {name: target[name] for name in ("picture", "answers", "text")}
    if target["script"]:
        return f"{page_address(picture.url_path)}#{FORM}"
    query = {"answers": target["answers"]} if target["answers"] else {}
    return f"{reverse('write_comment', args=[picture.pk])}?{urlencode(query)}"


def draft_of(request: HttpRequest, picture_id: int) -> dict[str, str] | None:
    """What waited for this log-in."""
    draft = request.session.get(DRAFT)
    if not draft or draft["picture"] != picture_id:
        return None
    return {"text": draft["text"], "answers": draft["answers"]}


def forget_draft(request: HttpRequest, picture_id: int) -> None:
    """It is posted, or its browser keeps it."""
    if draft_of(request, picture_id):
        del request.session[DRAFT]


@login_required
@require_safe
def write(request: HttpRequest, picture_id: int) -> HttpResponse:
    """The form on a page of its own, with what was kept; `?answers=` names a comment."""
    picture = public_picture(picture_id)
    draft = draft_of(request, picture_id)
    number = request.GET.get("answers", "")
    answers = None
    if number.isdecimal():
        answers = Comment.objects.filter(
            pk=number, picture_id=picture_id, state=CommentState.VISIBLE
        ).first()
    return _page(
        request,
        picture,
        answers=answers,
        text=draft["text"] if draft else "",
        is_kept=draft is not None,
        error=refusal(request.user, "comment") or "",
    )


def write_again(
    request: HttpRequest,
    picture: PicturePage,
    *,
    answers: Comment | None = None,
    comment: Comment | None = None,
    error: str = "",
) -> HttpResponse:
    """The same page after a refusal: nothing that was typed is lost."""
    text = request.POST.get("text", "")
    return _page(
        request, picture, answers=answers, comment=comment, text=text, error=error, status=422
    )


@login_required
@require_safe
def my_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody can do with one comment: their own, or another's."""
    comment = get_object_or_404(Comment.objects.select_related("picture"), pk=pk)
    is_own = comment.author_id == request.user.pk
    is_visible = comment.state == CommentState.VISIBLE
    if comment.state == CommentState.DELETED or not (
        is_visible or is_own or may_moderate(request.user, comment.picture)
    ):
        raise Http404
    return _page(request, comment.picture, comment=comment, is_own=is_own, text=comment.text)


def _page(
    request: HttpRequest,
    picture: PicturePage,
    *,
    answers: Comment | None = None,
    comment: Comment | None = None,
    status: int = 200,
    is_own: bool = True,
    **more: Any,
) -> HttpResponse:
    context = {
        "picture": picture,
        "page_url": page_address(picture.url_path),
        "answers": answers,
        "comment": comment,
        "is_own": is_own,
        "most": MAX_COMMENT,
        **more,
    }
    return private(render(request, "community/comment.html", context, status=status))
