"""What a visitor began before signing in, carried out once they have.

The action waits in the database for the browser that began it, which a cookie of an hour knows
again: a log-in renews sessions and, where somebody else was signed in, throws them away. Its
address, `/me/intent/<token>/`, is where they go after sign-up, log-in or social log-in: signed,
good for an hour, in this browser, once.

    @carries_out("like")
    def like_after_log_in(request, target) -> str:  # the address to go to, "" for `back`
        …

    return begin(request, "like", {"picture": picture.pk}, back=address)
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from community.answering import wants_data
from community.confirming import is_confirmed
from community.models import Intent
from limits.checking import spend

SECONDS = 3600
SALT = "community.intent"
COOKIE = "hkp_begun"
MOST = 5  # waiting at once for one browser; older ones are forgotten

Action = Callable[[HttpRequest, dict[str, Any]], str]
ACTIONS: dict[str, Action] = {}


def carries_out(kind: str) -> Callable[[Action], Action]:
    """Register what happens to intents of `kind`; it returns the address to go to.

    It is called with the signed-in request and the target given to `begin`. It must check rights
    as the direct way does, and tell its outcome by `django.contrib.messages`.
    """

    def add(action: Action) -> Action:
        ACTIONS[kind] = action
        return action

    return add


def begin(
    request: HttpRequest, kind: str, target: dict[str, Any], *, back: str, words: str = ""
) -> HttpResponse:
    """Keep the action and lead to the log-in, which shows `words`; `back` is where they were.

    A script gets `{"log_in": address}` with status 401. Raises PermissionDenied for a request that
    `@confirmed` has not let through, TooMany.
    """
    if not is_confirmed(request):
        raise PermissionDenied(_("This came from another site."))
    spend("intent", request)
    browser = request.COOKIES.get(COOKIE, "") or secrets.token_urlsafe(24)
    token = signing.dumps({"nonce": _keep(browser, kind, target, back)}, salt=SALT)
    if words:
        messages.info(request, words)
    response = _to_log_in(request, reverse("carry_out_intent", args=[token]))
    response.set_cookie(
        COOKIE,
        browser,
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _keep(browser: str, kind: str, target: dict[str, Any], back: str) -> str:
    nonce = secrets.token_urlsafe(12)
    mine = Intent.objects.filter(browser=_digest(browser))
    Intent.objects.create(
        nonce=nonce,
        browser=_digest(browser),
        kind=kind,
        target=target,
        back=back if len(back) <= 2000 else "",
        created_at=timezone.now(),
    )
    old = list(mine.order_by("-created_at", "-pk").values_list("pk", flat=True)[MOST : MOST * 2])
    if old:
        Intent.objects.filter(pk__in=old).delete()
    return nonce


def _to_log_in(request: HttpRequest, address: str) -> HttpResponse:
    log_in = f"{resolve_url('account_login')}?{urlencode({'next': address})}"
    if wants_data(request):
        return JsonResponse({"log_in": log_in}, status=401)
    return HttpResponseRedirect(log_in, status=303)


@never_cache
@require_GET
def carry_out_intent(request: HttpRequest, token: str) -> HttpResponse:
    """Do what was begun, once; an old, used or foreign token only says so."""
    if not request.user.is_authenticated:
        return redirect(f"{resolve_url('account_login')}?{urlencode({'next': request.path})}")
    intent = _take(request, token)
    if intent is None or intent.kind not in ACTIONS:
        messages.info(request, _("What you had begun has waited too long. Please do it again."))
        return redirect(reverse("wagtail_serve", args=[""]))
    address = ACTIONS[intent.kind](request, intent.target) or intent.back
    return redirect(address or reverse("wagtail_serve", args=[""]))


def _take(request: HttpRequest, token: str) -> Intent | None:
    """The waiting intent that `token` names; it is gone then. Of two at once, one gets it."""
    try:
        nonce = signing.loads(token, salt=SALT, max_age=SECONDS)["nonce"]
    except signing.BadSignature:
        return None
    browser = _digest(request.COOKIES.get(COOKIE, ""))
    fresh = timezone.now() - timedelta(seconds=SECONDS)
    waiting = Intent.objects.filter(nonce=nonce, browser=browser, created_at__gt=fresh)
    intent = waiting.first()
    if intent is None or not Intent.objects.filter(pk=intent.pk).delete()[0]:
        return None
    return intent


def _digest(browser: str) -> str:
    return salted_hmac(SALT, browser, algorithm="sha256").hexdigest()


def forget_old() -> int:
    """Delete what has waited too long; how many."""
    before = timezone.now() - timedelta(seconds=SECONDS)
    return Intent.objects.filter(created_at__lt=before).delete()[0]
