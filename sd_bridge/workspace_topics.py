"""The topics an editor may put pictures into."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from topics.models import TopicPage


def topics_for(user: AbstractUser) -> list[tuple[int, str]]:
    """Primary key and title as its draft has it, by title. One query, whatever their number."""
    allowed = PagePermissionPolicy(TopicPage).instances_user_has_permission_for(user, "add")
    return list(allowed.order_by("draft_title", "pk").values_list("pk", "draft_title"))


def may_add_to(user: AbstractUser | AnonymousUser, topic: Page) -> bool:
    return topic.permissions_for_user(user).can_add_subpage()
