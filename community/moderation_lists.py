"""All comments and all reports: searched, filtered, exported, decided on in bulk; never edited."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from community.models import Comment, Report
from community.moderation_scope import comments_to_decide, reports_to_decide

SHORT = 90


class _OwnRows:
    """Only what whoever looks decides on."""

    request: Any
    model: Any

    def own_rows(self) -> QuerySet:
        rows = {Comment: comments_to_decide, Report: reports_to_decide}[self.model]
        return rows(self.request.user)


class RowsView(_OwnRows, IndexView):
    template_name = "community/moderation/list.html"
    relations: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet:
        return self.own_rows().select_related(*self.relations)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type=self.model._meta.model_name),
            *super().columns,
        ]

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Column:
        name = self.model._meta.model_name
        return super()._get_title_column(
            *args, get_title_id=lambda row: f"{name}_{row.pk}_title", **kwargs
        )


class RowView(_OwnRows, InspectView):
    def get_object(self, queryset: Any = None) -> Any:
        return get_object_or_404(self.own_rows(), pk=self.kwargs["pk"])


class CommentRowsView(RowsView):
    relations = ("author", "picture")


class ReportRowsView(RowsView):
    relations = ("reporter", "picture", "comment__picture", "person", "decided_by")


def _short(comment: Comment) -> str:
    return Truncator(comment.text).chars(SHORT)


def _author(comment: Comment) -> str:
    return comment.author.shown_name() if comment.author else "–"


def _what(report: Report) -> str:
    """The thing that is reported, in a word."""
    if report.picture is not None:
        return report.picture.title
    if report.comment is not None:
        return Truncator(report.comment.text).chars(SHORT)
    return report.person.shown_name() if report.person else "–"


def _reporter(report: Report) -> str:
    return report.reporter.shown_name() if report.reporter else "–"


class _ReadOnly(ModelViewSet):
    inspect_view_enabled = True
    inspect_view_class = RowView
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    list_per_page = 50
    ordering = ["-created_at", "-pk"]
    search_backend_name = None
    menu_hook = None


class CommentViewSet(_ReadOnly):
    model = Comment
    name = "moderation_comments"
    url_prefix = "moderation/all/comments"
    icon = "comment"
    index_view_class = CommentRowsView
    list_display = [
        Column("text", label=_("text"), accessor=_short),
        Column("author", label=_("author"), accessor=_author),
        "picture",
        Column("state", label=_("state"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=_("when"), sort_key="created_at"),
    ]
    list_filter = {"state": ["exact"], "created_at": ["date"]}
    search_fields = ["text", "author__public_name", "picture__title"]
    list_export = [
        "id",
        "picture_id",
        "author.public_name",
        "text",
        "state",
        "reason",
        "created_at",
    ]
    export_filename = "comments"
    inspect_view_fields = [
        "text",
        "author",
        "picture",
        "state",
        "reason",
        "created_at",
        "edited_at",
    ]


class ReportViewSet(_ReadOnly):
    model = Report
    name = "moderation_reports"
    url_prefix = "moderation/all/reports"
    icon = "flag"
    index_view_class = ReportRowsView
    list_display = [
        Column("what", label=_("what"), accessor=_what),
        Column("kind", label=_("why"), accessor="get_kind_display", sort_key="kind"),
        Column("reporter", label=_("reported by"), accessor=_reporter),
        Column("state", label=_("state"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=_("when"), sort_key="created_at"),
    ]
    list_filter = {"state": ["exact"], "kind": ["exact"], "created_at": ["date"]}
    search_fields = ["text", "picture__title", "comment__text", "person__public_name"]
    list_export = [
        *("id", "picture_id", "comment_id", "person_id", "reporter.public_name"),
        *("kind", "text", "state", "answer", "created_at", "decided_at"),
    ]
    export_filename = "reports"
    inspect_view_fields = [
        *("picture", "comment", "person", "reporter", "kind", "text"),
        *("state", "answer", "decided_by", "decided_at", "created_at"),
    ]
