"""The registers of likes and of subscriptions: read, filtered, exported; never edited."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from community.models import Like, Subscription
from community.moderation_scope import decides_everywhere


class RegisterPermissionHelper(PermissionHelper):
    """Moderators read; nobody writes."""

    def get_all_model_permissions(self) -> models.QuerySet:
        return super().get_all_model_permissions().none()

    def user_can_list(self, user: Any) -> bool:
        return decides_everywhere(user)

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class Register(ModelAdmin):
    permission_helper_class = RegisterPermissionHelper
    add_to_admin_menu = False
    history_view_enabled = False
    list_per_page = 50
    list_filter = ("created_at",)
    ordering = ("-pk",)

    def index_view(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.GET.urlencode():  # PostgreSQL takes no NUL, not even in a search
            return redirect(self.url_helper.index_url)
        return super().index_view(request)

    def register_indexing(self) -> None:
        """No page uses these rows; they must not appear in Wagtail's usage counts."""


class LikeRegister(Register):
    model = Like
    base_url_path = "registers/likes"
    menu_label = _("Likes")
    menu_icon = "pick"
    menu_order = 700
    list_display = ("member", "picture", "created_at")
    list_select_related = ("user", "picture")
    search_fields = ("user__public_name", "picture__title")
    list_export = ("id", "user_id", "picture_id", "created_at")

    @staticmethod
    def member(like: Like) -> str:
        return like.user.shown_name()


class SubscriptionRegister(Register):
    model = Subscription
    base_url_path = "registers/subscriptions"
    menu_label = _("Subscriptions")
    menu_icon = "mail"
    menu_order = 710
    list_display = ("member", "target", "created_at")
    list_select_related = ("user", "topic", "person", "tag")
    search_fields = ("user__public_name", "topic__title", "person__public_name", "tag__name")
    list_export = ("id", "user_id", "topic_id", "person_id", "tag_id", "created_at")

    @staticmethod
    def member(subscription: Subscription) -> str:
        return subscription.user.shown_name()

    @staticmethod
    def target(subscription: Subscription) -> str:
        if subscription.topic is not None:
            return subscription.topic.title
        if subscription.person is not None:
            return subscription.person.shown_name()
        return f"#{subscription.tag}"


LikeRegister.member.short_description = _("member")  # type: ignore[attr-defined]
SubscriptionRegister.member.short_description = _("member")  # type: ignore[attr-defined]
SubscriptionRegister.target.short_description = _("subscribed to")  # type: ignore[attr-defined]
