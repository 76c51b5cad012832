"""Making, finding and revoking the tokens that programs sign in with."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rest.models import ApiToken

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

PREFIX = "hkp_"  # by which scanners for leaked secrets know one
MOST = 20  # in force, for one member
SHOWN = 10  # characters of it that are kept to be recognised
USE_IS_NOTED = timedelta(minutes=1)


class TooManyTokensError(Exception):
    """The member has `MOST` tokens in force."""


def make_token(
    *, user: AbstractUser, name: str, scopes: Iterable[str], expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """The row and the token itself, which nobody can read later. Raises TooManyTokensError."""
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        get_user_model()._default_manager.select_for_update().get(pk=user.pk)
        if ApiToken.objects.in_force().filter(user_id=user.pk).count() >= MOST:
            raise TooManyTokensError
        row = ApiToken.objects.create(
            user_id=user.pk,
            name=name,
            digest=_digest(token),
            start=token[:SHOWN],
            scopes=sorted(set(scopes)),
            expires_at=expires_at,
        )
    return row, token


def find_token(token: str) -> ApiToken | None:
    """The row of a token, in force or not, with its member; notes that it was used. One query
    mostly.
    """
    if not token.startswith(PREFIX) or len(token) > 100:
        return None
    row = ApiToken.objects.select_related("user").filter(digest=_digest(token)).first()
    if row is not None:
        _note_use(row)
    return row


def revoke_token(*, user: AbstractUser, pk: int) -> bool:
    """Whether there was one of theirs in force."""
    rows = ApiToken.objects.filter(user_id=user.pk, pk=pk, revoked_at=None)
    return rows.update(revoked_at=timezone.now()) == 1


def _note_use(row: ApiToken) -> None:
    now = timezone.now()
    if row.last_used_at is not None and now - row.last_used_at < USE_IS_NOTED:
        return
    before = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_IS_NOTED)
    ApiToken.objects.filter(before, pk=row.pk).update(last_used_at=now)


def _digest(token: str) -> str:
    """Tokens are random: a plain hash is enough, and can be looked up."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
