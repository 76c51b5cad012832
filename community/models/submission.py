"""Pictures that members send to topics."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from community.models.deciding import Decided


class SubmissionState(models.TextChoices):
    WAITING = "waiting", _("Waiting for a curator")
    CHANGES = "changes", _("Changes are asked for")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Not accepted")
    REMOVED = "removed", _("Taken down by a curator")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Submission(Decided):
    """A member's picture page: a draft in the topic's workflow until a curator decides.

    While its picture is live, `WAITING` and `CHANGES` speak of an edit that is not public yet.
    `state_before` is what a withdrawn one goes back to; a published one whose edit was not accepted
    has `REJECTED` there. The picture is null once a curator has deleted its page: its author still
    reads why.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture = models.OneToOneField(
        "pictures.PicturePage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topic = models.ForeignKey(
        "topics.TopicPage",
        verbose_name=_("topic"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SubmissionState.choices,
        default=SubmissionState.WAITING,
    )
    state_before = models.CharField(
        max_length=10, choices=SubmissionState.choices, blank=True, default="", editable=False
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True, default="")
    note = models.CharField(_("note for the curators"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField(_("sent"))
    changed_at = models.DateTimeField(_("last change of its state"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [
            models.Index(fields=["author", "created_at", "id"], name="submission_of_author"),
            models.Index(fields=["state", "created_at", "id"], name="submission_by_state"),
            models.Index(fields=["state", "changed_at"], name="submission_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.topic_id} ({self.state})"


class SubmissionTask(Task):
    """A step of a workflow that moderators decide, and the curators whom the topic names."""

    class Meta:
        verbose_name = _("decision by the topic's curators and moderators")
        verbose_name_plural = _("decisions by the topic's curators and moderators")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Curators named by the topic, and moderators, can approve this task"))

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return _may_decide(user, obj)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not _may_decide(user, obj)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return _may_decide(user, obj)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        if not _may_decide(user, obj):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve and publish"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet:
        from community.submission_rights import pages_to_decide

        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        ids = [int(pk) for pk in waiting.values_list("workflow_state__object_id", flat=True)]
        own = [str(pk) for pk in pages_to_decide(user, ids)]
        return waiting.filter(workflow_state__object_id__in=own)


def _may_decide(user: Any, page: Page) -> bool:
    from community.rights import may_moderate

    return may_moderate(user, page)
