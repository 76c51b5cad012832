"""Writing, editing, deleting comments, and what curators make of them.

Each change is one transaction in which the comment's row, its mentions and the picture's counter
change together. The counter holds what visitors may read: visible comments.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.comment_news import announce
from community.comment_policy import first_state, policy_of
from community.comment_text import UnfitTextError, clean_text
from community.likes import again_after_deadlock
from community.mentions import keep_mentions, mentioned
from community.models import Comment, CommentPolicy, CommentState, Notification
from community.rights import is_blocked_by
from pictures import public_versions
from pictures.models import PicturePage
from pictures.scores import add_comments

if TYPE_CHECKING:
    from accounts.models import User

VISIBLE = CommentState.VISIBLE
CHANGEABLE = (CommentState.VISIBLE, CommentState.HELD)
SAME_WORDS = 3600  # seconds in which the same words below the same comment are sent twice


class NotWritten(Exception):  # noqa: N818 - reads as what happened
    """A comment was refused; `why` is a sentence for who wrote it."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(str(why))
        self.why = str(why)


def write_comment(
    *,
    author: User,
    picture: PicturePage,
    typed: str,
    answers: Comment | None = None,
    token: str = "",
) -> Comment:
    """A new comment, shown or held; `answers` is the one it replies to. `NotWritten`.

    The same `token` of the same author gives the comment that it gave before.
    """
    text = _clean(typed)
    if answers is not None and answers.picture_id != picture.pk:
        raise NotWritten(_("The comment you answer stands below another picture."))
    policy = policy_of(picture)
    if policy == CommentPolicy.CLOSED:
        raise NotWritten(_("Comments on this picture are closed."))
    names = mentioned(text)
    _refuse_blocked(author, picture, answers, names)
    comment = Comment(
        picture=picture,
        author=author,
        parent_id=(answers.parent_id or answers.pk) if answers else None,
        text=text,
        state=first_state(author=author, picture=picture, text=text, policy=policy),
        created_at=timezone.now(),
        token=token or None,
    )
    try:
        _add(comment, names, answers)
    except IntegrityError:
        return _written_before(author, token)
    return comment


def token_of_words(picture_id: int, answers: str, typed: str) -> str:
    """For what has no token of its own: one that the same words within the same hour share."""
    hour = int(timezone.now().timestamp()) // SAME_WORDS
    parts = (picture_id, answers, hour, typed)
    return blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _clean(typed: str) -> str:
    try:
        return clean_text(typed)
    except UnfitTextError as error:
        raise NotWritten(error.why) from error


def _refuse_blocked(
    author: User, picture: PicturePage, answers: Comment | None, names: dict[int, str]
) -> None:
    if is_blocked_by(author.pk, picture.author_id):
        raise NotWritten(_("The author of this picture does not want comments from you."))
    if answers and is_blocked_by(author.pk, answers.author_id):
        raise NotWritten(_("The author of this comment does not want answers from you."))
    for user_id, name in names.items():
        if is_blocked_by(author.pk, user_id):
            raise NotWritten(_("%(name)s does not want to be named by you.") % {"name": f"@{name}"})


@again_after_deadlock
def _add(comment: Comment, names: dict[int, str], answers: Comment | None) -> None:
    with transaction.atomic():
        if answers is not None:
            _lock_thread(answers)
        comment.pk = None
        comment.save(force_insert=True)
        keep_mentions(comment, names)
        if comment.state == VISIBLE:
            add_comments(comment.picture_id, 1)
            public_versions.changed("picture", comment.picture_id)
            announce(comment, answers)


def _lock_thread(answers: Comment) -> None:
    """Hold the row above, so that it is not deleted before its new reply is there."""
    top = answers.parent_id or answers.pk
    ids = {top, answers.pk}
    rows = dict(
        Comment.objects.select_for_update()
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", "state")
    )
    if rows.get(answers.pk) != VISIBLE or top not in rows:
        raise NotWritten(_("The comment you answer is no longer there."))


def _written_before(author: User, token: str) -> Comment:
    earlier = Comment.objects.filter(author=author, token=token).first() if token else None
    if earlier is None:
        raise NotWritten(_("The picture or the comment you answer is no longer there."))
    return earlier


@again_after_deadlock
def edit_comment(*, comment: Comment, typed: str) -> Comment:
    """Its author's new words, marked as edited, held again where they would be. `NotWritten`."""
    text = _clean(typed)
    if comment.state not in CHANGEABLE or comment.author is None:
        raise NotWritten(_("This comment can no longer be changed."))
    if text == comment.text:
        return comment
    picture, before = comment.picture, comment.state
    names = mentioned(text)
    _refuse_blocked(comment.author, picture, comment.parent, names)
    state = first_state(
        author=comment.author, picture=picture, text=text, policy=policy_of(picture)
    )
    after = CommentState.HELD if CommentState.HELD in (before, state) else VISIBLE
    now = timezone.now()
    with transaction.atomic():
        changed = Comment.objects.filter(pk=comment.pk, state=before).update(
            text=text, edited_at=now, state=after
        )
        if not changed:
            raise NotWritten(_("This comment can no longer be changed."))
        comment.text, comment.edited_at, comment.state = text, now, after
        keep_mentions(comment, names)
        _count(comment.picture_id, before, after)
        if after == VISIBLE:
            announce(comment, comment.parent)
    return comment


@again_after_deadlock
def delete_comment(*, comment: Comment) -> bool:
    """Whether it was there to be deleted; with replies, its row stays without text and author."""
    with transaction.atomic():
        rows = _locked(comment)
        found = rows.get(comment.pk)
        if found is None or found.state == CommentState.DELETED:
            return False
        _count(found.picture_id, found.state, CommentState.DELETED)
        if found.replies.exists():
            found.mentions.all().delete()
            Notification.objects.filter(comment=found).delete()
            Comment.objects.filter(pk=found.pk).update(
                state=CommentState.DELETED, text="", reason="", author=None, token=None
            )
            return True
        found.delete()
        above = rows.get(found.parent_id) if found.parent_id else None
        if above and above.state == CommentState.DELETED and not above.replies.exists():
            above.delete()
    return True


def _locked(comment: Comment) -> dict[int, Comment]:
    """The row and the one above it, held until the transaction ends."""
    ids = [pk for pk in (comment.parent_id, comment.pk) if pk]
    rows = Comment.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


@again_after_deadlock
def set_state(*, comment: Comment, state: CommentState, reason: str = "") -> bool:
    """A curator's decision: `VISIBLE`, `HELD` or `HIDDEN`; whether it changed anything.

    Deleted ones stay deleted. A held comment that is shown for the first time is announced then.
    """
    with transaction.atomic():
        found = _locked(comment).get(comment.pk)
        if found is None or found.state in (state, CommentState.DELETED):
            return False
        before = found.state
        Comment.objects.filter(pk=found.pk).update(state=state, reason=reason)
        found.state, found.reason = state, reason
        _count(found.picture_id, before, state)
        if state == VISIBLE:
            announce(found, found.parent)
    comment.state, comment.reason = state, reason
    return True


def _count(picture_id: int, before: str, after: str) -> None:
    delta = (after == VISIBLE) - (before == VISIBLE)
    if delta:
        add_comments(picture_id, delta)
    public_versions.changed("picture", picture_id)
