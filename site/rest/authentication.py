"""Who asks: a member's session on the same site, or a program's token.

    @router.get("me", auth=MEMBER(Scope.READ))      # somebody, with this scope
    @router.get("pictures", auth=ANYONE)            # or nobody

`request.user` is who asks, `request.auth` the `Credential`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from limits.checking import allowances, spend
from rest.problems import Problem
from rest.scopes import Scope
from rest.tokens import find_token

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from rest.models import ApiToken


INVALID = 'Bearer realm="HKPictures", error="invalid_token"'


@dataclass(frozen=True, slots=True)
class Credential:
    """`token` is None for a session, which has every scope, and for nobody."""

    user: AbstractUser | AnonymousUser
    token: ApiToken | None = None

    def allows(self, scope: Scope | None) -> bool:
        return scope is None or self.token is None or scope in self.token.scopes


class Token(HttpBearer):
    """`Authorization: Bearer hkp_…`. A token that is wrong is never overlooked."""

    def __init__(self, scope: Scope | None = None) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Credential | None:
        said = request.headers.get(self.header)
        if said is None:
            return None
        scheme, _space, token = said.partition(" ")
        return self.authenticate(request, token if scheme.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> Credential:
        row = find_token(token.strip())
        refused = _refusal(row)
        # Whose session the cookie names does not matter: not even for what is counted.
        request.user = AnonymousUser() if row is None or refused else row.user
        count(request)
        if row is None or refused:
            raise Problem(401, refused, headers={"WWW-Authenticate": INVALID})
        credential = Credential(row.user, row)
        if not credential.allows(self.scope):
            raise Problem(403, "scope_missing", scope=str(self.scope.value) if self.scope else "")
        return credential


class Session(APIKeyCookie):
    """A browser's session of this site; what changes something needs `X-CSRFToken`."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Credential | None:
        if not request.user.is_authenticated:
            return None
        count(request)
        request.is_by_session = True  # type: ignore[attr-defined] # for `edge`
        if check_csrf(request) is not None:
            raise Problem(403, "csrf")
        return Credential(request.user)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        raise NotImplementedError("a session is known by its middleware")


class Nobody:
    """Lets a visitor through who brought nothing."""

    is_optional = True

    def __call__(self, request: HttpRequest) -> Credential:
        request.user = AnonymousUser()
        count(request)
        return Credential(request.user)


def stranger(request: HttpRequest) -> None:
    """Who brought nothing where somebody is needed is counted before they are refused."""
    count(request)


def count(request: HttpRequest) -> None:
    """Against the limit of the whole API. Raises TooMany."""
    try:
        spend("api", request)
    finally:
        request.api_allowances = allowances("api", request)  # type: ignore[attr-defined] # for `edge`


def _refusal(row: ApiToken | None) -> str:
    """Why a token does not count: a code, or empty."""
    if row is None or row.revoked_at is not None or not row.user.is_active:
        return "token_unknown"
    return "token_expired" if row.is_expired else ""


def MEMBER(scope: Scope) -> list[Callable[[HttpRequest], Any]]:  # noqa: N802 - reads as a constant
    return [Token(scope), Session(), stranger]


ANYONE: list[Callable[[HttpRequest], Any]] = [Token(), Session(), Nobody()]


def member(request: HttpRequest) -> AbstractUser:
    """Who asks, where the operation needs somebody."""
    if not request.user.is_authenticated:
        raise Problem(401, "sign_in", headers={"WWW-Authenticate": 'Bearer realm="HKPictures"'})
    return request.user
