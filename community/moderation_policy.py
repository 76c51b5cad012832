"""Who sees lists of comments, reports, likes and subscriptions in the admin; nobody writes there.

Deciding is another matter: `community.moderating` asks about each picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from community.moderation_scope import decides_everywhere
from community.rights import may_moderate

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

RIGHTS = ("moderate_everywhere", "moderate_own_topics")


class ReadingPolicy(BasePermissionPolicy):
    """Whoever decides somewhere may look."""

    def user_has_permission(self, user: AbstractUser, action: str) -> bool:
        return action == "view" and may_moderate(user)

    def user_has_any_permission(self, user: AbstractUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        held = Q(is_superuser=True)
        for name in ("user_permissions", "groups__permissions"):
            held |= Q(**{f"{name}__codename__in": RIGHTS})
        return get_user_model().objects.filter(held, is_active=True).distinct()


class ReasonPolicy(ReadingPolicy):
    """Moderators of everything write the reasons that all of them give."""

    def user_has_permission(self, user: AbstractUser, action: str) -> bool:
        return decides_everywhere(user)
