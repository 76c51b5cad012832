"""What accounts themselves know of somebody, for `data_wanted`. Secrets stay here."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.dispatch import receiver

from accounts.devices import device_name
from accounts.models import User
from accounts.signals import data_wanted


@receiver(data_wanted, dispatch_uid="account")
def give_account(sender: type, user: User, **kwargs: Any) -> dict[str, Any]:
    return {
        "account": {
            "user_name": user.get_username(),
            "public_name": user.public_name,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "joined": user.date_joined,
            "last_login": user.last_login,
            "email_addresses": list(
                EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
            ),
            "connected_accounts": list(
                SocialAccount.objects.filter(user=user).values(
                    "provider", "uid", "extra_data", "date_joined", "last_login"
                )
            ),
            "two_step": [_authenticator(each) for each in Authenticator.objects.filter(user=user)],
            "sessions": [_session(each) for each in UserSession.objects.filter(user=user)],
        }
    }


def _authenticator(authenticator: Authenticator) -> dict[str, Any]:
    return {
        "kind": authenticator.get_type_display(),
        "name": authenticator.data.get("name", ""),
        "added": authenticator.created_at,
        "last_used": authenticator.last_used_at,
    }


def _session(session: UserSession) -> dict[str, Any]:
    return {
        "began": session.created_at,
        "last_seen": session.last_seen_at,
        "network_address": session.ip,
        "browser": device_name(session.user_agent),
        "user_agent": session.user_agent,
    }
