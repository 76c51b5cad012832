"""People and things to decide on."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from community.models import Comment, CommentState, Report, ReportState


def moderator(name: str = "mo"):
    user = get_user_model().objects.create_user(name, f"{name}@example.com", name)
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


def curator_of(topic, name: str = "kim"):
    user = get_user_model().objects.create_user(name, f"{name}@example.com", name)
    user.groups.add(Group.objects.get(name="Curators"))
    topic.curators.add(user)
    topic.save()
    return user


def reporters(number: int, verify=None) -> list:
    users = get_user_model().objects
    made = [users.create_user(f"rep{n}", f"rep{n}@example.com", "x") for n in range(number)]
    return [verify(user) if verify else user for user in made]


def report(reporter, *, kind: str = "spam", text: str = "", **target) -> Report:
    return Report.objects.create(
        reporter=reporter, kind=kind, text=text, created_at=timezone.now(), **target
    )


def comment(author, picture, text: str = "좋아요", state=CommentState.VISIBLE) -> Comment:
    """As stored; one that is visible is counted."""
    from pictures.scores import add_comments

    if state == CommentState.VISIBLE:
        add_comments(picture.pk, 1)
    return Comment.objects.create(
        picture=picture, author=author, text=text, state=state, created_at=timezone.now()
    )


def state_of(row: Report) -> str:
    row.refresh_from_db()
    return ReportState(row.state)
