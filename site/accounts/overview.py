"""The page of one's account: how one gets in, where one is signed in, and how one leaves."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import user_of


@never_cache
@login_required
@require_safe
def account_security(request: HttpRequest) -> HttpResponse:
    return render(request, "account/overview.html", overview(user_of(request)))


def overview(user: User) -> dict[str, Any]:
    """What the page tells of `user`."""
    kinds = Authenticator.Type
    mine: dict[str, list[Authenticator]] = {kind: [] for kind in kinds}
    for authenticator in Authenticator.objects.filter(user=user):
        mine[authenticator.type].append(authenticator)
    codes = mine[kinds.RECOVERY_CODES]
    return {
        **addresses(user),
        "has_app": bool(mine[kinds.TOTP]),
        "passkeys": len(mine[kinds.WEBAUTHN]),
        "has_two_step": bool(mine[kinds.TOTP] or mine[kinds.WEBAUTHN]),
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "connected": [
            account.get_provider() for account in SocialAccount.objects.filter(user=user)
        ],
        "sessions": UserSession.objects.filter(user=user).count(),
    }


def addresses(user: User) -> dict[str, Any]:
    """`address`, the one in use; `waiting`, the one that is not confirmed yet."""
    found = list(EmailAddress.objects.filter(user=user).order_by("-primary", "-verified", "pk"))
    verified = next((each for each in found if each.verified), None)
    waiting = next((each for each in reversed(found) if not each.verified), None)
    if user.email and not found:  # made by hand, such as by an operator; allauth learns of it later
        waiting = EmailAddress(user=user, email=user.email)
    return {"address": verified, "waiting": waiting}
