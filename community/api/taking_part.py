"""Who may take part, asked as the views ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from community.taking_part import refusal
from rest.authentication import member
from rest.problems import Problem

if TYPE_CHECKING:
    from accounts.models import User


def taking_part(request: HttpRequest, doing: str) -> User:
    """Who asks, where they may do `doing`; else a 403 with the sentence."""
    why = refusal(request.user, doing)
    if why:
        raise Problem(403, "taking_part", why)
    return cast("User", member(request))
