"""Who decides on which submissions, asked for many at once; for one, see `community.rights`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.models import Page

from community.models import Submission
from community.rights import EVERYWHERE, curated_topics, may_moderate

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def submissions_to_decide(user: AbstractUser) -> QuerySet[Submission]:
    """The submissions, in whatever state, on which `user` decides."""
    if not may_moderate(user):
        return Submission.objects.none()
    if user.has_perm(EVERYWHERE):
        return Submission.objects.all()
    return Submission.objects.filter(topic__in=curated_topics(user))


def pages_to_decide(user: AbstractUser, page_ids: Iterable[int]) -> list[int]:
    """Those of these pages on which `user` decides. Two queries."""
    if not may_moderate(user):
        return []
    pages = Page.objects.filter(pk__in=list(page_ids))
    if not user.has_perm(EVERYWHERE):
        paths = list(curated_topics(user).values_list("path", flat=True))
        if not paths:
            return []
        pages = pages.filter(reduce(or_, (Q(path__startswith=path) for path in paths)))
    return list(pages.values_list("pk", flat=True))
