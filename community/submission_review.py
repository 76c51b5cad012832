"""A submission's way through the workflow that its topic has in Wagtail.

Without a workflow its draft simply waits: curators and moderators decide directly. The callers hold
the lock of the submission's row: on MariaDB nothing else keeps a page from two workflows at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import TaskState, WorkflowState
from wagtail.users.models import UserProfile

from pictures.models import PicturePage

if TYPE_CHECKING:
    from accounts.models import User


def begin(picture: PicturePage, user: User | None) -> None:
    """Have the latest revision reviewed: start the workflow, or go on with the one that waits."""
    state = picture.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
    elif state is None and (workflow := picture.get_workflow()) is not None:
        if user is not None:
            _keep_admin_mail_from(user)
        workflow.start(picture, user)


def stop(picture: PicturePage, user: User | None) -> None:
    """End the workflow without a decision, where one is under way."""
    state = picture.current_workflow_state
    if state is not None:
        state.cancel(user=user)


def open_step(picture: PicturePage) -> TaskState | None:
    """The step that waits for a decision; None without a workflow under way."""
    return picture.current_workflow_task_state


def _keep_admin_mail_from(user: User) -> None:
    """Members hear of decisions from us; Wagtail's mails would lead them into the admin."""
    if user.has_perm("wagtailadmin.access_admin"):
        return
    off = {"approved_notifications": False, "rejected_notifications": False}
    profile = UserProfile.get_for_user(user)
    UserProfile.objects.filter(pk=profile.pk).update(**off)
