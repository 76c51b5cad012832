"""Comments below a picture: reading on, writing, editing, deleting, and the address of each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.honeypot import is_caught
from community.answering import done, private, refused, wants_data
from community.comment_places import FORM, address_of
from community.comment_rows import draw
from community.comment_threads import Question, threads_of
from community.comment_writing import forget_draft, keep_for_log_in, write_again
from community.comments import (
    NotWritten,
    delete_comment,
    edit_comment,
    token_of_words,
    write_comment,
)
from community.confirming import confirmed
from community.models import Comment, CommentState
from community.public_pictures import public_picture
from community.rights import may_moderate
from community.taking_part import refusal
from limits.checking import spend
from pictures.addresses import page_address
from pictures.models import PicturePage
from pictures.public_pages import same_for_everyone
from pictures.public_versions import watch


@require_safe
def list_comments(request: HttpRequest, picture_id: int) -> HttpResponse:
    """More comments, as a fragment for the page's script; the same for everyone."""
    watch(request, "picture", picture_id)
    picture = public_picture(picture_id)
    threads = threads_of(picture=picture, question=Question.read(request.GET))
    context = {
        "threads": threads,
        "picture_id": picture.pk,
        "page_url": page_address(picture.url_path),
    }
    return same_for_everyone(render(request, "community/_comment_list.html", context))


@confirmed(gettext_lazy("Post this comment?"))
def post_comment(request: HttpRequest, picture_id: int) -> HttpResponse:
    """POST `text`, for a reply `answers`; a form's `token` makes it one however often it is sent.

    A visitor's words wait for their log-in. A script gets the comment's HTML, or a sentence why
    not.
    """
    picture = public_picture(picture_id)
    back = f"{page_address(picture.url_path)}#{FORM}"
    if is_caught(request):
        return done(request, {}, back=back, words=_("Your comment is posted."))
    if not request.user.is_authenticated:
        return keep_for_log_in(request, picture)
    spend("comment", request)
    answers = _answered(request)
    why = refusal(request.user, "comment")
    try:
        if why:
            raise NotWritten(why)
        comment = write_comment(
            author=request.user,
            picture=picture,
            typed=request.POST.get("text", ""),
            answers=answers,
            token=_token(request, picture_id),
        )
    except NotWritten as error:
        if wants_data(request):
            return refused(request, error.why, back=back, status=422)
        return write_again(request, picture, answers=answers, error=error.why)
    forget_draft(request, picture_id)
    return _told(request, comment, _("Your comment is posted."))


def _answered(request: HttpRequest) -> Comment | None:
    number = request.POST.get("answers", "")
    if not number:
        return None
    found = Comment.objects.filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _token(request: HttpRequest, picture_id: int) -> str:
    """The form's own, or one that the same words within the same hour share."""
    token = request.POST.get("token", "")
    if 8 <= len(token) <= 36:
        return token
    return token_of_words(picture_id, request.POST.get("answers", ""), request.POST.get("text", ""))


def _told(request: HttpRequest, comment: Comment, words: str) -> HttpResponse:
    """What became of it: as HTML for a script, else at its place on the page."""
    held = comment.state == CommentState.HELD
    if held:
        words = _("Your comment is kept. It is shown once a curator has read it.")
    if wants_data(request):
        drawn = draw(Comment.objects.filter(pk=comment.pk), comment.picture)
        return private(JsonResponse({**(drawn[0] if drawn else {}), "words": words}))
    back = page_address(comment.picture.url_path) + "#comments" if held else address_of(comment)
    return done(request, {}, back=back, words=words)


def _own(request: HttpRequest, pk: int) -> Comment:
    """Their own comment, else Http404."""
    if not request.user.is_authenticated:
        raise Http404
    comments = Comment.objects.select_related("picture", "author", "parent")
    return get_object_or_404(comments, pk=pk, author_id=request.user.pk)


@confirmed(gettext_lazy("Change this comment?"))
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `text`: the author's new words."""
    comment = _own(request, pk)
    spend("comment", request)
    why = refusal(request.user, "comment")
    try:
        if why:
            raise NotWritten(why)
        edit_comment(comment=comment, typed=request.POST.get("text", ""))
    except NotWritten as error:
        if wants_data(request):
            return refused(request, error.why, back="", status=422)
        return write_again(request, comment.picture, comment=comment, error=error.why)
    return _told(request, comment, _("Your comment is changed."))


@confirmed(gettext_lazy("Delete this comment?"))
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the author takes it back; those who are banned may, too."""
    comment = _own(request, pk)
    spend("comment", request)
    was_visible = comment.state == CommentState.VISIBLE
    deleted = delete_comment(comment=comment)
    left = Comment.objects.filter(pk=pk).exists()
    data: dict[str, Any] = {"deleted": deleted, "was_visible": was_visible, "left": left}
    back = page_address(comment.picture.url_path) + "#comments"
    return done(request, data, back=back, words=_("Your comment is deleted."))


@never_cache
@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """To the comment on its page; to its own page for the few who may read a held one."""
    comment = get_object_or_404(Comment.objects.select_related("picture"), pk=pk)
    public_picture(comment.picture_id)
    if comment.state == CommentState.VISIBLE:
        return redirect(address_of(comment))
    if may_read(request, comment):
        return redirect("my_comment", pk)
    raise Http404


def may_read(request: HttpRequest, comment: Comment) -> bool:
    """Whether the words of `comment` may be told to who asks."""
    if comment.state == CommentState.VISIBLE:
        return True
    if comment.state == CommentState.DELETED or not request.user.is_authenticated:
        return False
    picture: PicturePage = comment.picture
    return comment.author_id == request.user.pk or may_moderate(request.user, picture)
