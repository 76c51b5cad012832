"""Steps of Wagtail's workflows, taken as on its own screens: submit, approve, ask for changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from pictures.page_acts import ActError, hold, require_edit

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


class NoStepError(ActError):
    def __str__(self) -> str:
        return _("There is nothing to decide here.")


@transaction.atomic
def submit(page: Page, user: AbstractUser, seen: int | None = None) -> Page:
    """Begin the workflow of its topic, or go on after changes.

    Raises as `page_acts` do; `NoStepError` where it is under way already.
    """
    found = hold(page, seen)
    require_edit(found, user)
    state = found.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise NoStepError
    workflow = found.get_workflow()
    if workflow is None or not found.permissions_for_user(user).can_submit_for_moderation():
        raise PermissionDenied(_("You may not submit this page for moderation."))
    found.get_latest_revision_as_object().full_clean()
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        workflow.start(found, user)
    return Page.objects.get(pk=found.pk).specific


@transaction.atomic
def decide(
    page: Page, user: AbstractUser, action: str, *, comment: str = "", seen: int | None = None
) -> Page:
    """Take the open step: `approve` or `reject` (ask for changes). Raises `NoStepError` without
    one, and as `page_acts` do.
    """
    found = hold(page, seen)
    step = found.current_workflow_task_state
    if step is None:
        raise NoStepError
    task = step.task.specific
    if action not in {name for name, _label, _modal in task.get_actions(found, user)}:
        raise PermissionDenied(_("Others decide on this step."))
    if action == "approve":
        found.get_latest_revision_as_object().full_clean()
    task.on_action(step, user, action, comment=comment)
    return Page.objects.get(pk=found.pk).specific
