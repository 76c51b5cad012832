"""Registers of what the outbox has sent: read, filtered, inspected; never edited.

Mails are shown without their words: those of one that waits may hold an address that opens
somebody's account.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_permission_codename
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from outbox.models import Message


class ReadingOnly(PermissionHelper):
    """For who may view the model: operators, and groups that are given this right."""

    @property
    def _codename(self) -> str:
        return get_permission_codename("view", self.opts)

    def get_all_model_permissions(self) -> models.QuerySet:
        return super().get_all_model_permissions().filter(codename=self._codename)

    def user_can_list(self, user: Any) -> bool:
        return user.has_perm(f"{self.opts.app_label}.{self._codename}")

    def user_can_inspect_obj(self, user: Any, obj: models.Model) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: models.Model) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: models.Model) -> bool:
        return False


class RowInspectView(InspectView):
    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return capfirst(super().get_field_label(field_name, field))


class Register(ModelAdmin):
    add_to_settings_menu = True
    permission_helper_class = ReadingOnly
    inspect_view_class = RowInspectView
    inspect_view_enabled = True
    history_view_enabled = False
    list_per_page = 50
    ordering = ("-pk",)

    def index_view(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.GET.urlencode():  # PostgreSQL takes no NUL, not even in a search
            return redirect(self.url_helper.index_url)
        return super().index_view(request)

    def register_indexing(self) -> None:
        """These rows use no page; they must not appear in Wagtail's usage counts."""


class MessageRegister(Register):
    model = Message
    base_url_path = "outbox"
    menu_label = _("Mails")
    menu_icon = "mail"
    menu_order = 700
    list_display = ("subject", "to", "state", "attempts", "error", "created_at", "next_try_at")
    list_filter = ("state",)
    search_fields = ("to", "subject", "error")
    inspect_view_fields = (
        *("subject", "to", "state", "attempts", "error"),
        *("created_at", "next_try_at", "sent_at", "key"),
    )
