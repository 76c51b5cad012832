"""A field that people neither see nor reach, and programs fill in. No riddles.

`{% include "_honeypot.html" only %}` puts it into a form. Who fills it in is told what everybody is
told, and nothing is stored:

    if is_caught(request):
        return the_usual_answer
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

logger = logging.getLogger(__name__)
NAME = "subject_line"  # nothing that a browser or a password manager fills in by itself


def is_caught(request: HttpRequest) -> bool:
    """Whether this form was filled in by something that cannot see."""
    caught = bool(request.POST.get(NAME, "").strip())
    if caught:
        logger.info("A program filled in the form at %s; nothing was stored", request.path)
    return caught


class HoneypotSignUp:
    """Put before allauth's sign-up form: it answers as if there were a new account now."""

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        if is_caught(request):
            there = get_adapter(request).get_signup_redirect_url(request)
            return None, HttpResponseRedirect(get_next_redirect_url(request) or there)
        return super().try_save(request)  # type: ignore[misc]
