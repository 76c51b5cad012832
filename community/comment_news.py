"""Whom a comment that can be read now concerns."""

from __future__ import annotations

from community.models import Comment, NotificationKind
from community.notifying import notify


def announce(comment: Comment, answers: Comment | None) -> None:
    """Tell whom it answers, whom it names and whose picture it is: each of them once.

    All of it bears one key, so that whoever is two of these hears the first, and hears it once
    even if the comment is edited, hidden and shown again.
    """
    told: list[tuple[int | None, NotificationKind]] = []
    if answers is not None:
        told.append((answers.author_id, NotificationKind.REPLY))
    named = comment.mentions.values_list("user_id", flat=True)
    told += [(user_id, NotificationKind.MENTION) for user_id in named]
    told.append((comment.picture.author_id, NotificationKind.COMMENT))
    for user_id, kind in told:
        if user_id is not None:
            notify(
                user_id,
                kind,
                key=f"comment-{comment.pk}",
                actor=comment.author,
                picture=comment.picture,
                comment=comment,
            )
