"""Who may import, and whereto."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from pictures.importing.refusals import ImportRefusedError
from pictures.models import ImportBatch, PicturePage

PERMISSION = "pictures.import_pictures"


class NotAllowedError(Exception):
    """The user may not import, or the import is somebody else's."""


def may_import(user: AbstractUser | AnonymousUser) -> bool:
    return user.is_active and user.has_perm(PERMISSION)


def may_change(user: AbstractUser, batch: ImportBatch) -> bool:
    """Whoever began it, and superusers."""
    return may_import(user) and (user.is_superuser or batch.user_id == user.pk)


def require_change(user: AbstractUser, batch: ImportBatch) -> None:
    """Raises `NotAllowedError`."""
    if not may_change(user, batch):
        raise NotAllowedError


def require_topic(user: AbstractUser | None, topic: Page, *, publish: bool, name: str = "") -> None:
    """Whether `user` may add, and `publish`, pictures there; None is the machine's operator.

    Raises `ImportRefusedError`.
    """
    if topic.specific_class is None or not PicturePage.can_create_at(topic.specific):
        raise ImportRefusedError("no_topic", name=name)
    if user is None:
        return
    may = topic.permissions_for_user(user)
    if not may.can_add_subpage():
        raise ImportRefusedError("not_allowed", name=name)
    if publish and not may.can_publish_subpage():
        raise ImportRefusedError("not_publish", name=name)


def topics_for(user: AbstractUser) -> list[Page]:
    """The topics to which `user` may add pictures, by title."""
    parents = PicturePage.allowed_parent_page_models()
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    return list(pages.type(*parents).order_by("title", "pk"))
