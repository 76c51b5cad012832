"""Comments below a picture: reading, writing, changing, deleting, reporting."""

# Annotations are no strings here: `idempotent` wraps a function whose names ninja looks up.
from datetime import datetime
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from community.api.taking_part import taking_part
from community.comment_rows import Said, told
from community.comment_text import fit_text
from community.comment_threads import Question, Threads, threads_of
from community.comments import (
    NotWritten,
    delete_comment,
    edit_comment,
    token_of_words,
    write_comment,
)
from community.models import Comment
from community.people import NOBODY
from community.public_pictures import public_picture
from community.report_targets import OwnError, comment_target, picture_target
from community.reporting import Target, report
from limits.checking import spend
from pictures.api.ids import Id
from pictures.api.sources import whole
from pictures.models import PicturePage
from rest.authentication import ANYONE, MEMBER, member
from rest.idempotency import idempotent
from rest.problems import Problem
from rest.scopes import Scope

router = Router(tags=["comments"])
Kind = Literal["spam", "abuse", "sensitive", "rights", "wrong", "other"]


class PersonShown(Schema):
    id: int
    nickname: str = Field(examples=["ana"])
    url: str = Field(description="Empty where they have no page.")
    avatar: str = Field(description="Empty where there is none.")


class CommentShown(Schema):
    id: int = Field(examples=[3])
    thread: int = Field(description="Id of the comment at the top of its thread.")
    state: str = Field(description="visible, held, hidden or deleted", examples=["visible"])
    author: PersonShown | None = Field(description="Null where they have left.")
    badge: str = Field(description="In words: author of the picture, curator, or empty.")
    text: str = Field(description="Plain text; empty of what visitors may not read.")
    mentions: dict[str, str] = Field(description="Addresses of people by name as written.")
    created_at: datetime
    edited: bool
    own: bool | None = Field(description="Whether who asks wrote it; null for a visitor.")


class ThreadShown(Schema):
    top: CommentShown
    replies: list[CommentShown] = Field(description="The first, oldest first.")
    more: int = Field(description="Replies that are not here.")
    more_after: int = Field(description="For `replies_after` with `comments_thread`; 0 for none.")


class CommentPage(Schema):
    items: list[ThreadShown]
    next: int | None = Field(description="For `comments_after`; null at the end.")
    policy: str = Field(description="open, hold or closed", examples=["open"])
    notices: list[str]


class CommentQuery(Schema):
    """`community.comment_threads` reads it from the request."""

    comments_after: Id | None = Field(None, description="`next` of the page before.")
    comments_thread: Id | None = Field(None, description="One thread alone.")
    replies_after: Id | None = Field(None, description="Its replies after this one.")


class NewComment(Schema):
    text: str = Field(max_length=20_000, examples=["Such light!"])
    answers: Id | None = Field(None, description="Id of the comment it replies to.")


class ChangedComment(Schema):
    text: str = Field(max_length=20_000, examples=["Such a light!"])


@router.get(
    "/pictures/{picture_id}/comments",
    response=CommentPage,
    auth=ANYONE,
    operation_id="list_comments",
)
def list_comments(request: HttpRequest, picture_id: Id, query: Query[CommentQuery]) -> CommentPage:
    """Threads below a public picture, the newest first, each with its first replies."""
    picture = public_picture(picture_id)
    found: Threads = threads_of(picture=picture, question=Question.read(request.GET))
    return CommentPage(
        items=[
            ThreadShown(
                top=_shown(request, thread.top),
                replies=[_shown(request, reply) for reply in thread.replies],
                more=thread.more,
                more_after=thread.more_after if thread.more else 0,
            )
            for thread in found.threads
        ],
        next=found.next_after,
        policy=str(found.policy.value),
        notices=list(found.notices),
    )


@router.post(
    "/pictures/{picture_id}/comments",
    response={201: CommentShown},
    auth=MEMBER(Scope.ENGAGE),
    operation_id="post_comment",
)
@idempotent
def post_comment(
    request: HttpRequest, picture_id: Id, body: NewComment, response: HttpResponse
) -> Status[CommentShown]:
    """Write below a public picture; held for a curator where the rules say so."""
    picture = public_picture(picture_id)
    spend("comment", request)
    author = taking_part(request, "comment")
    answers = get_object_or_404(Comment, pk=body.answers) if body.answers else None
    token = token_of_words(picture_id, str(body.answers or ""), body.text)
    try:
        comment = write_comment(
            author=author, picture=picture, typed=body.text, answers=answers, token=token
        )
    except NotWritten as error:
        raise Problem(422, "refused", error.why) from error
    response["Location"] = whole(f"/api/v1/pictures/{picture_id}/comments")
    return Status(201, _one(request, comment, picture))


@router.patch(
    "/comments/{comment_id}",
    response=CommentShown,
    auth=MEMBER(Scope.ENGAGE),
    operation_id="edit_comment",
)
def edit(request: HttpRequest, comment_id: Id, body: ChangedComment) -> CommentShown:
    """Change one's own comment."""
    comment = _own(request, comment_id)
    spend("comment", request)
    taking_part(request, "comment")
    try:
        edit_comment(comment=comment, typed=body.text)
    except NotWritten as error:
        raise Problem(422, "refused", error.why) from error
    return _one(request, comment, comment.picture)


@router.delete(
    "/comments/{comment_id}",
    response={204: None},
    auth=MEMBER(Scope.ENGAGE),
    operation_id="delete_comment",
)
def delete(request: HttpRequest, comment_id: Id) -> Status[None]:
    """Take one's own comment back; those who are banned may, too."""
    comment = _own(request, comment_id)
    spend("comment", request)
    delete_comment(comment=comment)
    return Status(204, None)


class NewReport(Schema):
    kind: Kind = Field(examples=["spam"])
    text: str = Field("", max_length=500)


class Reported(Schema):
    new: bool = Field(description="False: one had reported it before.")


@router.post(
    "/comments/{comment_id}/report",
    response=Reported,
    auth=MEMBER(Scope.ENGAGE),
    operation_id="report_comment",
)
def report_comment(request: HttpRequest, comment_id: Id, body: NewReport) -> Reported:
    """Tell moderators of somebody's comment."""
    try:
        target = comment_target(comment_id, user_id=member(request).pk)
    except OwnError as error:
        raise Problem(409, "refused") from error
    return _report(request, target, body)


@router.post(
    "/pictures/{picture_id}/report",
    response=Reported,
    auth=MEMBER(Scope.ENGAGE),
    operation_id="report_picture",
)
def report_picture(request: HttpRequest, picture_id: Id, body: NewReport) -> Reported:
    """Tell moderators of a picture."""
    return _report(request, picture_target(picture_id), body)


def _report(request: HttpRequest, target: Target, body: NewReport) -> Reported:
    spend("report", request)
    reporter = taking_part(request, "report")
    text = fit_text(body.text)
    return Reported(new=report(reporter=reporter, target=target, kind=body.kind, text=text))


def _own(request: HttpRequest, pk: int) -> Comment:
    comments = Comment.objects.select_related("picture", "author", "parent")
    return get_object_or_404(comments, pk=pk, author_id=member(request).pk)


def _one(request: HttpRequest, comment: Comment, picture: PicturePage) -> CommentShown:
    found = told(Comment.objects.filter(pk=comment.pk), picture)
    if not found:
        raise Http404
    return _shown(request, found[0][1]).model_copy(update={"own": True})


def _shown(request: HttpRequest, said: Said) -> CommentShown:
    person, user_id = said.author, request.user.pk
    return CommentShown(
        id=said.id,
        thread=said.thread_id,
        state=said.state,
        author=None
        if person == NOBODY or person.id is None
        else PersonShown(
            id=person.id,
            nickname=person.name,
            url=whole(person.url),
            avatar=whole(person.avatar),
        ),
        badge=said.badge,
        text=said.typed,
        mentions={name: whole(url) for name, url in said.mentions.items()},
        created_at=said.created_at,
        edited=said.is_edited,
        own=None if user_id is None else person.id == user_id,
    )
