"""Who may do what among people. Asked by views, tags and forms alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from community.models import Ban, Block
from topics.models import TopicPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

EVERYWHERE = "community.moderate_everywhere"
OWN_TOPICS = "community.moderate_own_topics"


def may_moderate(user: AbstractUser | AnonymousUser, page: Page | None = None) -> bool:
    """Whether `user` decides on comments, reports and submissions of `page`.

    Moderators do everywhere, curators on the topics that name them and on their pictures; without
    a page the answer is whether they do anywhere.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if user.has_perm(EVERYWHERE):
        return True
    if not user.has_perm(OWN_TOPICS):
        return False
    return page is None or curated_topics(user).filter(path__in=_at_or_above(page)).exists()


def curated_topics(user: AbstractUser):
    """The topics that name `user` as a curator."""
    return TopicPage.objects.filter(curators=user)


def _at_or_above(page: Page) -> list[str]:
    return [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]


def is_banned(user: AbstractUser | AnonymousUser) -> bool:
    return user.is_authenticated and Ban.objects.in_force().filter(user_id=user.pk).exists()


def is_blocked_by(user_id: int | None, other_id: int | None) -> bool:
    """Whether `other_id` wants nothing to do with `user_id`."""
    if user_id is None or other_id is None:
        return False
    return Block.objects.filter(user_id=other_id, blocked_id=user_id).exists()
