"""What editors do with a page as a whole, as Wagtail's own screens do it, for programs.

Each asks the page's permissions first, and raises `PermissionDenied` where they say no,
`LockedError` where somebody has locked it, `ValidationError` for what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


class ActError(Exception):
    """What cannot be done now; the message is a sentence for the editor."""


class LockedError(ActError):
    """Somebody has locked the page, or decides on it."""


class ChangedMeanwhileError(ActError):
    """There is a newer version than the one that was read."""

    def __str__(self) -> str:
        return _("Somebody has changed it meanwhile. Read it again.")


def hold(page: Page, seen: int | None = None) -> Page:
    """The page as it is now, held until the transaction ends. Raises `ChangedMeanwhileError` where
    its latest revision is another than `seen`.
    """
    Page.objects.select_for_update().get(pk=page.pk)
    found = Page.objects.get(pk=page.pk).specific
    if seen is not None and found.latest_revision_id != seen:
        raise ChangedMeanwhileError
    return found


def require_edit(page: Page, user: AbstractUser) -> None:
    may = page.permissions_for_user(user)
    if not may.can_edit():
        raise PermissionDenied(_("You may not edit this page."))
    require_unlocked(page, user)


def require_unlocked(page: Page, user: AbstractUser) -> None:
    if not page.permissions_for_user(user).page_locked():
        return
    if page.workflow_in_progress:
        raise LockedError(_("It is in moderation: only who decides on it may change it now."))
    raise LockedError(_("This page is locked."))


@transaction.atomic
def publish(page: Page, user: AbstractUser, seen: int | None = None) -> Page:
    """Make the latest version public."""
    found = hold(page, seen)
    require_unlocked(found, user)
    if not found.permissions_for_user(user).can_publish():
        raise PermissionDenied(_("You may not publish this page. Submit it."))
    if found.workflow_in_progress:
        raise LockedError(_("It is in moderation: it is published when it is approved."))
    draft = found.get_latest_revision_as_object()
    draft.full_clean()
    (draft.get_latest_revision() or draft.save_revision(user=user)).publish(user=user)
    return Page.objects.get(pk=found.pk).specific


@transaction.atomic
def unpublish(page: Page, user: AbstractUser) -> Page:
    """Take it off the public pages; a page that is not there stays as it is."""
    found = hold(page)
    require_unlocked(found, user)
    if found.live:
        if not found.permissions_for_user(user).can_unpublish():
            raise PermissionDenied(_("You may not unpublish this page."))
        UnpublishPageAction(found, user=user).execute()
    return Page.objects.get(pk=found.pk).specific


@transaction.atomic
def move(page: Page, target: Page, user: AbstractUser) -> Page:
    """Put it below `target`, behind what is there."""
    found, parent = hold(page), hold(target)
    require_unlocked(found, user)
    if not found.permissions_for_user(user).can_move_to(parent):
        raise PermissionDenied(_("You may not move it there."))
    if not found.can_move_to(parent):
        raise ValidationError({"topic": _("It cannot lie there.")})
    if not Page._slug_is_available(found.slug, parent, found):
        raise ValidationError({"topic": _("There is a page of this address already.")})
    if found.get_parent().pk != parent.pk:
        MovePageAction(found, parent, pos="last-child", user=user).execute()
    return Page.objects.get(pk=found.pk).specific


@transaction.atomic
def delete(page: Page, user: AbstractUser) -> None:
    """Delete it with all that lies below it."""
    found = hold(page)
    require_unlocked(found, user)
    if not found.permissions_for_user(user).can_delete():
        raise PermissionDenied(_("You may not delete this page."))
    DeletePageAction(found, user=user).execute()
