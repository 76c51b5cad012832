"""What happens when somebody comes back from another log-in service."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.social_linking import drop_taken_addresses, judge_addresses, may_link, owner
from accounts.social_session import PatientSession
from accounts.usernames import clean_username, suggest_username

WELCOME = "social_welcome"  # the page that asks for what is missing; it may be left out


ONLY_WAY = _("This is the only way into your account. Choose a password first.")


class SocialAdapter(DefaultSocialAccountAdapter):
    """No e-mail is ever required; who has one is linked only where both sides have verified it."""

    error_messages = {**DefaultSocialAccountAdapter.error_messages, "no_password": ONLY_WAY}

    def get_requests_session(self) -> PatientSession:
        return PatientSession()

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict) -> User:
        """Take the name they go by and the address; nothing else of what is told is kept."""
        judge_addresses(sociallogin)
        user = sociallogin.user
        name = clean_username(str(data.get("username") or ""))[:150]
        user.username = name if name.isprintable() else ""
        user.email = str(data.get("email") or "")
        shown = user.email or user.username
        sociallogin.account.extra_data = {"shown": shown}
        return user

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        found = owner(sociallogin)
        return found if found and may_link(found[0], sociallogin) else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if owner(sociallogin):  # and not to be linked by the address alone
            context = {"service": sociallogin.provider.name}
            page = render(request, "socialaccount/has_account.html", context, status=409)
            raise ImmediateHttpResponse(page)
        drop_taken_addresses(sociallogin)

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Both rows or none: somebody who comes back twice at once gets one account."""
        user = sociallogin.user
        user.username = user.username or suggest_username()
        user = super().save_user(request, sociallogin, form)
        if not sociallogin.email_addresses:
            sociallogin.state["next"] = _by_way_of_welcome(sociallogin.state.get("next", ""))
        return user

    def validate_disconnect(
        self, account: SocialAccount, accounts: QuerySet[SocialAccount]
    ) -> None:
        """Raises ValidationError for the last way into an account."""
        offered = {each.provider_id or each.provider for each in self.list_apps(self.request)}
        others = accounts.exclude(pk=account.pk).filter(provider__in=offered)
        if not account.user.has_usable_password() and not others.exists():
            raise ValidationError(ONLY_WAY)


def _by_way_of_welcome(then: str) -> str:
    try:
        page = reverse(WELCOME)
    except NoReverseMatch:  # an installation without the community
        return then
    return f"{page}?{urlencode({'next': then})}" if then else page
