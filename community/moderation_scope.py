"""What a moderator or curator decides on, asked for many things at once."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, cast

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from community.models import Acquaintance, Comment, CommentState, Report, ReportState
from community.rights import EVERYWHERE, curated_topics, may_moderate

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.http import HttpRequest

    from accounts.models import User

NOTHING = Q(pk__in=[])


def decider(request: HttpRequest) -> User:
    """Who asks; a view of the admin has turned away whoever is not signed in."""
    return cast("User", request.user)


def decides_everywhere(user: AbstractUser) -> bool:
    return user.is_active and user.has_perm(EVERYWHERE)


def within(user: AbstractUser, column: str = "") -> Q:
    """Rows whose picture, found along `column`, hangs where `user` decides. At most one query."""
    if decides_everywhere(user):
        return Q()
    if not may_moderate(user):
        return NOTHING
    name = f"{column}__path__startswith" if column else "path__startswith"
    paths = curated_topics(user).values_list("path", flat=True)
    return reduce(or_, (Q(**{name: path}) for path in paths), NOTHING)


def reports_to_decide(user: AbstractUser) -> QuerySet[Report]:
    """In whatever state. Those on people are for moderators only."""
    if decides_everywhere(user):
        return Report.objects.all()
    on_picture = Q(picture__isnull=False) & within(user, "picture")
    on_comment = Q(comment__isnull=False) & within(user, "comment__picture")
    return Report.objects.filter(on_picture | on_comment)


def comments_to_decide(user: AbstractUser) -> QuerySet[Comment]:
    return Comment.objects.exclude(state=CommentState.DELETED).filter(within(user, "picture"))


def held_comments(user: AbstractUser) -> QuerySet[Comment]:
    return comments_to_decide(user).filter(state=CommentState.HELD)


def first_comments(user: AbstractUser) -> QuerySet[Comment]:
    """The first words of members whom no moderator has looked at yet."""
    earlier = Comment.objects.filter(author_id=OuterRef("author_id"), pk__lt=OuterRef("pk"))
    known = Acquaintance.objects.filter(pk=OuterRef("author_id"))
    shown = (CommentState.VISIBLE, CommentState.HELD)
    return (
        comments_to_decide(user)
        .filter(~Exists(earlier), ~Exists(known), author__isnull=False, state__in=shown)
        .exclude(author__is_superuser=True)
        .exclude(author__groups__permissions__codename="access_admin")
    )


def open_reports(user: AbstractUser, column: str) -> QuerySet[Report]:
    """Those on pictures, comments or people (`column`) that wait for a decision."""
    return reports_to_decide(user).filter(**{"state": ReportState.OPEN, f"{column}__isnull": False})


def trusted_reporter() -> Q:
    """Of reports: whether an account stands behind it whose e-mail address is known to be theirs.

    One account reports one thing once, so counting these counts people, not clicks.
    """
    users = get_user_model().objects.filter(pk=OuterRef("reporter_id"))
    verified = users.filter(emailaddress__verified=True)
    staff = users.filter(Q(is_superuser=True) | Q(groups__permissions__codename="access_admin"))
    return Q(Exists(verified)) | Q(Exists(staff))
