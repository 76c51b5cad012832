"""The one address of an account."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_added
from django.dispatch import receiver


@receiver(email_added, dispatch_uid="first address")
def keep_an_address(sender: type, user: Any, email_address: EmailAddress, **kwargs: Any) -> None:
    """Whoever never confirmed the old address has the new one at once, confirmed or not."""
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        email_address.set_as_primary()
