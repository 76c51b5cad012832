"""Keeps the list of sessions telling when and from where each was last used."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.signals import user_logged_in
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.hint_cookie import PERSONAL

EVERY = timedelta(minutes=15)
KEY = "seen_at"


class SessionActivityMiddleware:
    """Writes at most once in a quarter of an hour, and only at personal addresses.

    allauth's own writes at every request and reads the session of public pages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.removeprefix("/en").startswith(PERSONAL):
            seen = request.session.get(KEY)
            if seen is not None and time.time() - seen > EVERY.total_seconds():
                note_activity(request)
        return self.get_response(request)


def note_activity(request: HttpRequest) -> None:
    """Say that the session is in use now; one that was ended meanwhile stays ended."""
    length = UserSession._meta.get_field("user_agent").max_length
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=timezone.now(),
        ip=get_adapter(request).get_client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:length],
    )
    request.session[KEY] = int(time.time())


@receiver(user_logged_in, dispatch_uid="session activity")
def begin(sender: type, request: HttpRequest, **kwargs: object) -> None:
    request.session[KEY] = int(time.time())
