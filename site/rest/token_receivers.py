"""When access tokens end without their member's click, and what the export tells of them."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_reset
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.signals import data_wanted, departure_requested
from rest.models import ApiToken


@receiver(departure_requested, dispatch_uid="tokens of who leaves")
@receiver(password_reset, dispatch_uid="tokens of who lost the password")
def end_tokens(sender: type, user: User, **kwargs: Any) -> None:
    """Who lost the password may have lost more. A change of the password leaves programs alone."""
    ApiToken.objects.filter(user_id=user.pk, revoked_at=None).update(revoked_at=timezone.now())


@receiver(data_wanted, dispatch_uid="access tokens")
def give_tokens(sender: type, user: User, **kwargs: Any) -> dict[str, Any]:
    told = ("name", "start", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    return {"access-tokens": list(ApiToken.objects.filter(user_id=user.pk).values(*told))}
