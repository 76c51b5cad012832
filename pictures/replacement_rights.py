"""Who may give a picture another file, and publish it: what Wagtail's form of the page allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.models import PicturePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


def require_edit(user: AbstractUser | AnonymousUser, picture: PicturePage) -> None:
    """Raises `PermissionDenied`."""
    if not picture.permissions_for_user(user).can_edit():
        raise PermissionDenied


def why_not(user: AbstractUser | AnonymousUser, picture: Page) -> str:
    """Why `user`, who may edit it, cannot change the page now; "" where they can."""
    if not picture.permissions_for_user(user).page_locked():
        return ""
    if picture.workflow_in_progress:
        return _("This picture is in moderation: only who decides on it may change it now.")
    return _("This picture is locked.")


def why_not_publish(user: AbstractUser | AnonymousUser, picture: PicturePage) -> str:
    """Why `user` cannot have a change published at once; "" where they can."""
    if not picture.permissions_for_user(user).can_publish():
        return _("You may not publish this picture. Save a draft, and submit it.")
    if picture.workflow_in_progress:
        return _("This picture is in moderation: the draft is published when it is approved.")
    draft = picture.get_latest_revision_as_object()
    try:
        draft.full_clean()
    except ValidationError as error:
        said = " ".join(error.messages)
        return _("The draft cannot be published yet: %(why)s") % {"why": said}
    return ""
