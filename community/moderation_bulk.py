"""Bulk actions on the lists of comments and reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.views.bulk_action import BulkAction

from community import moderating
from community.models import Comment, Decision, ReasonTemplate, Report
from community.moderation_reasons import LONGEST, Reason
from community.moderation_scope import comments_to_decide, reports_to_decide


class ReasonForm(forms.Form):
    template = forms.ModelChoiceField(
        label=_("Reason"), queryset=ReasonTemplate.objects.all(), required=False
    )
    words = forms.CharField(label=_("In words"), required=False, max_length=LONGEST)


class ModerationBulkAction(BulkAction):
    """One of `community.moderating` on many rows; each is checked by itself."""

    template_name = "community/moderation/bulk.html"
    form_class = ReasonForm
    decides: Any = None

    def own_rows(self) -> QuerySet:
        rows = {Comment: comments_to_decide, Report: reports_to_decide}[self.model]
        return rows(self.request.user)

    def get_queryset(self, model: Any, object_ids: Any) -> Any:
        return list(self.own_rows().filter(pk__in=object_ids))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet:
        return self.own_rows().values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "title": self.aria_label, "action": self}

    def get_execution_context(self) -> dict[str, Any]:
        data = self.cleaned_form.cleaned_data
        return {"by": self.request.user, "reason": Reason(data["words"], data["template"])}

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        steps, done = [], 0
        for row in objects:
            try:
                step = cls.decides(row, **kwargs)
            except PermissionDenied:
                continue
            done += 1
            steps += [step] if step else []
        if steps:
            Decision.objects.create(
                by=kwargs["by"], action=cls.action_type, steps=steps, made_at=timezone.now()
            )
        return done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext("%(n)s decided.", "%(n)s decided.", num_parent_objects)
        return words % {"n": num_parent_objects}


class ShowComments(ModerationBulkAction):
    models = [Comment]
    display_name = pgettext_lazy("moderation", "Show")
    aria_label = _("Show the selected comments")
    action_type = "show"
    decides = moderating.show_comment
    action_priority = 10


class HideComments(ModerationBulkAction):
    models = [Comment]
    display_name = _("Hide")
    aria_label = _("Hide the selected comments")
    action_type = "hide"
    decides = moderating.hide_comment
    action_priority = 20
    classes = {"serious"}


class DismissReports(ModerationBulkAction):
    models = [Report]
    display_name = _("Dismiss")
    aria_label = _("Dismiss the selected reports")
    action_type = "dismiss"
    decides = moderating.dismiss_report
    action_priority = 10


class UpholdReports(ModerationBulkAction):
    models = [Report]
    display_name = _("Uphold")
    aria_label = _("Uphold the selected reports")
    action_type = "uphold"
    decides = moderating.uphold_report
    action_priority = 20


ACTIONS = (ShowComments, HideComments, DismissReports, UpholdReports)
