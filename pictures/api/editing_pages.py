"""What all pages have in common that editors read and change: which one, which version, whose."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import ConfigDict, Field
from wagtail.models import Page

from pictures.api.editing_refusals import forbidden
from pictures.api.sources import whole
from pictures.visibility import is_public
from rest.authentication import member
from rest.problems import Problem

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


class Closed(Schema):
    """A name that does not exist is said, and not passed over."""

    model_config = ConfigDict(extra="forbid")


class Workflow(Schema):
    """Where it is in moderation, and what you may answer there."""

    status: str = Field(examples=["in_progress"])
    step: str = Field(examples=["Curators and moderators"])
    actions: list[str] = Field(description="Of `approve` and `reject`.")


class Standing(Schema):
    """How a page stands. `revision` is its latest version: send it as `If-Match`."""

    id: int
    revision: int = Field(examples=[57])
    is_live: bool = Field(description="Published, maybe in an earlier version.")
    has_unpublished_changes: bool
    url: str = Field(description="Its page; empty while it is not published.")
    edit_url: str = Field(description="Its form in the admin.")
    changed_at: datetime | None = None
    go_live_at: datetime | None = None
    is_locked: bool
    workflow: Workflow | None = None
    may: list[str] = Field(
        description="What you may do with it.", examples=[["edit", "publish", "delete"]]
    )


def editable(request: HttpRequest, kind: type[Page], page_id: int) -> Any:
    """A page of that kind that they may edit: 404 where they may not see it, else 403."""
    user = member(request)
    page = kind._default_manager.filter(pk=page_id).first()
    if page is None:
        raise Http404
    if not page.permissions_for_user(user).can_edit():
        if is_public(page):
            raise forbidden()
        raise Http404
    return page


def seen(request: HttpRequest) -> int:
    """The revision that `If-Match` names. 428 without one, 412 where it can be none."""
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise Problem(428, "version_missing")
    number = sent.removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Problem(412, "changed_meanwhile")
    return int(number)


def seen_if_said(request: HttpRequest) -> int | None:
    return seen(request) if request.headers.get("If-Match") else None


def standing(page: Page, user: AbstractUser) -> dict[str, Any]:
    """The values of `Standing`."""
    return {
        "id": page.pk,
        "revision": page.latest_revision_id or 0,
        "is_live": page.live,
        "has_unpublished_changes": page.has_unpublished_changes,
        "url": whole(page.get_url() or "") if page.live else "",
        "edit_url": whole(reverse("wagtailadmin_pages:edit", args=[page.pk])),
        "changed_at": page.latest_revision_created_at,
        "go_live_at": page.go_live_at,
        "is_locked": bool(page.permissions_for_user(user).page_locked()),
        "workflow": _workflow(page, user),
        "may": _may(page, user),
    }


def _workflow(page: Page, user: AbstractUser) -> Workflow | None:
    state = page.current_workflow_state
    if state is None:
        return None
    step = page.current_workflow_task_state
    task = step.task.specific if step else None
    actions = {name for name, _label, _modal in task.get_actions(page, user)} if task else set()
    return Workflow(
        status=state.status,
        step=task.name if task else "",
        actions=sorted(actions & {"approve", "reject"}),
    )


def _may(page: Page, user: AbstractUser) -> list[str]:
    may = page.permissions_for_user(user)
    asked = {
        "edit": may.can_edit() and not may.page_locked(),
        "publish": may.can_publish() and not may.page_locked(),
        "unpublish": may.can_unpublish(),
        "submit": may.can_submit_for_moderation(),
        "move": may.can_move(),
        "delete": may.can_delete(),
    }
    return [name for name, is_allowed in asked.items() if is_allowed]
