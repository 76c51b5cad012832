"""Limits of log-in, sign-up and reset. allauth's own are off: they need the cache, and keep it
to one spelling of a name and one host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.login_names import fold
from limits.checking import TooMany, give_back, spend
from limits.middleware import answer

# Name of the address → the rule, and the field with the name that is tried.
DOORS = {
    "account_login": ("login", "login"),
    "account_reauthenticate": ("login", ""),
    "account_change_password": ("login", ""),
    "mfa_authenticate": ("login", ""),
    "mfa_reauthenticate": ("login", ""),
    "mfa_login_webauthn": ("login", ""),
    "mfa_reauthenticate_webauthn": ("login", ""),
    "account_signup": ("signup", ""),
    "account_signup_by_passkey": ("signup", ""),
    "mfa_signup_webauthn": ("signup", ""),
    "socialaccount_signup": ("signup", ""),
    "account_reset_password": ("reset", "email"),
    "account_reset_password_from_key": ("reset", ""),
    "account_email": ("reset", ""),
}


class EntranceLimitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A right password or code costs nothing. Others' wrong ones stay paid.
        paid = vars(request).get("paid_entrance")
        if paid and paid[0] == "login" and response.status_code in (302, 303):
            give_back("login", request, who=paid[1])
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        match = request.resolver_match
        door = DOORS.get(match.url_name or "") if match else None
        if door is None or request.method != "POST":
            return None
        rule, field = door
        who = _who(request, field)
        try:
            spend(rule, request, who=who)
        except TooMany as error:
            return answer(request, error)
        vars(request)["paid_entrance"] = (rule, who)
        return None


def _who(request: HttpRequest, field: str) -> str:
    """The name that is tried, or whoever has given their password and owes a code."""
    if field:
        return f"name {fold(request.POST.get(field, ''))}"
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    waiting = request.session.get("account_login")
    pk = waiting.get("user_pk") if isinstance(waiting, dict) else None
    return f"user {pk}" if pk else ""
