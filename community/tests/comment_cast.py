"""What the tests of comments share."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from community.comments import write_comment
from community.models import Comment, PageRules
from pictures.models import Placement


def aged(user, **age):
    """`user` with an account of that age: `aged(bo, days=30)`."""
    user.date_joined = timezone.now() - timedelta(**age)
    user.save(update_fields=["date_joined"])
    return user


def say(author, picture, typed="노을이 좋아요.", **more) -> Comment:
    return write_comment(author=author, picture=picture, typed=typed, **more)


def rule(page, policy: str) -> None:
    PageRules.objects.update_or_create(page_id=page.pk, defaults={"comments": policy})


def counted(picture) -> set[int]:
    """What the places of the picture say of how many comments it has."""
    return set(Placement.objects.filter(picture=picture).values_list("discussion", flat=True))
