"""How accounts behave here: where people land after log-in, and what mails say."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override

from accounts.devices import device_name
from accounts.models import Departure
from accounts.usernames import clean_username

ENTRANCES = {"account_login", "account_signup"}
LANGUAGE = "language"
"""Of the session: what the account has chosen. Whoever keeps profiles writes it at log-in."""


class AccountAdapter(DefaultAccountAdapter):
    """Keeps people in the language of the page they came from, and on this site."""

    def is_safe_url(self, url: str) -> bool:
        return url_has_allowed_host_and_scheme(
            url,
            allowed_hosts={self.request.get_host()},
            require_https=self.request.is_secure(),
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home, in the language of the account; whoever is signed in and asks for the log-in page
        wants their settings."""
        match = request.resolver_match
        if request.method == "GET" and match is not None and match.url_name in ENTRANCES:
            return reverse("me_settings")
        with override(request.session.get(LANGUAGE) or get_language()):
            return reverse("wagtail_serve", args=[""])

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtail_serve", args=[""])

    get_logout_redirect_url = get_signup_redirect_url

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_security")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        if self.request.user.is_authenticated:
            return reverse("account_security")
        return reverse("account_login")

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Whoever is leaving is asked first whether to stay."""
        response = super().post_login(request, user, **more)
        if Departure.objects.filter(user_id=user.pk).exists():
            return HttpResponseRedirect(reverse("account_leaving"))
        return response

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return super().clean_username(clean_username(username), shallow)

    def format_email_subject(self, subject: str) -> str:
        """The sender's name says already who writes."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        agent = self.request.headers.get("User-Agent", "")
        frame = {
            "site_name": settings.WAGTAIL_SITE_NAME,
            "site_address": settings.BASE_URL,
            "device": device_name(agent),
        }
        super().send_mail(template_prefix, email, {**frame, **context})
