"""Checks a password exactly once, whoever is asked for: the time tells nobody who exists."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from django.http import HttpRequest

from accounts.models import User


class OnePasswordBackend(AuthenticationBackend):
    """allauth's checks once for a name, twice for an address that exists."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        login = credentials.get("email") or credentials.get("username") or ""
        return self._check_password(_account(login), credentials.get("password") or "")


def _account(login: str) -> User | None:
    """The account of that address or name. Of several with an unverified address the oldest."""
    users = filter_users_by_email(login, prefer_verified=True, for_login=True)
    by_name = get_user_by_username(login)
    return min(users, key=lambda user: user.pk) if users else by_name
