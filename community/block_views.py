"""Blocking from somebody's page, and the list of whom one has blocked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from community.answering import back_to, done, member_id, refused
from community.blocking import BlockError, block, blocked_people, unblock
from community.confirming import confirmed
from community.intents import begin, carries_out
from community.models import Profile
from community.people import person_address
from community.settings_pages import personal
from limits.checking import spend


@confirmed(gettext_lazy("Block this person, or take the block back?"))
def block_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """POST blocks, with `unblock` in the form takes it back; scripts get `blocked` and `words`."""
    profile = get_object_or_404(Profile.objects.filter(user__is_active=True), user_id=user_id)
    back = back_to(request, person_address(profile.nickname))
    if not request.user.is_authenticated:
        words = _("Log in, and this person is blocked.")
        return begin(request, "block", {"person": user_id}, back=back, words=words)
    spend("profile", request)
    if "unblock" in request.POST:
        unblock(user_id=member_id(request), blocked_id=user_id)
        words = _("The block is taken back.")
        return done(request, {"blocked": False, "words": words}, back=back, words=words)
    try:
        block(user_id=member_id(request), blocked_id=user_id)
    except BlockError as error:
        return refused(request, str(error), back=back)
    return done(request, {"blocked": True, "words": _blocked()}, back=back, words=_blocked())


@carries_out("block")
def block_after_log_in(request: HttpRequest, target: dict[str, Any]) -> str:
    """Once the visitor has signed in; the outcome as a message, and back to where they were."""
    try:
        if not Profile.objects.filter(user_id=target["person"]).exists():
            raise BlockError(_("This person has left."))
        block(user_id=member_id(request), blocked_id=int(target["person"]))
    except BlockError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _blocked())
    return ""


@require_safe
@personal
def block_list(request: HttpRequest) -> HttpResponse:
    context = {"people": blocked_people(member_id(request)), "here": reverse("me_blocks")}
    return render(request, "community/settings/blocks.html", context)


def _blocked() -> str:
    return _("Blocked: you no longer see their comments, and they cannot answer you.")
