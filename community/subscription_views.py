"""The one button that subscribes, ends it, mutes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.answering import back_to, done, refused
from community.confirming import confirmed
from community.intents import begin, carries_out
from community.subscription_targets import KINDS, Target, find
from community.subscriptions import mute, unsubscribe, why_not_subscribed
from limits.checking import spend


@confirmed(gettext_lazy("Do you want to subscribe?"))
def subscription(request: HttpRequest, kind: str, target_id: int) -> HttpResponse:
    """POST subscribes; with `unsubscribe` in the form it ends that, `mute` (1 or 0) mutes it.

    A script gets `{"subscribed": …, "muted": …}`.
    """
    if kind not in KINDS:
        raise Http404
    target = find(kind, target_id)
    back = back_to(request, target.url if target else reverse("me_subscription_list"))
    if request.user.is_authenticated and {"unsubscribe", "mute"} & set(request.POST):
        return _change(request, kind, target_id, back)
    if target is None:
        raise Http404
    if not request.user.is_authenticated:
        words = _("Log in, and you are subscribed.")
        return begin(request, "subscribe", {"kind": kind, "id": target_id}, back=back, words=words)
    spend("subscribe", request)
    why = why_not_subscribed(request.user, target)
    if why:
        return refused(request, why, back=back)
    data = {"subscribed": True, "muted": False}
    return done(request, data, back=back, words=_subscribed(target))


def _change(request: HttpRequest, kind: str, target_id: int, back: str) -> HttpResponse:
    """What is one's own may always be ended or muted, whatever became of its target."""
    mine: dict[str, Any] = {"user_id": request.user.pk, "kind": kind, "target_id": target_id}
    if "unsubscribe" in request.POST:
        unsubscribe(**mine)
        data = {"subscribed": False, "muted": False}
        return done(request, data, back=back, words=_("You are no longer subscribed."))
    muted = request.POST["mute"] == "1"
    exists = mute(**mine, muted=muted)
    words = _("Muted: nothing of it is shown or mailed.") if muted else _("No longer muted.")
    return done(request, {"subscribed": exists, "muted": muted}, back=back, words=words)


@carries_out("subscribe")
def subscribe_after_log_in(request: HttpRequest, target: dict[str, Any]) -> str:
    """Once the visitor has signed in; the outcome as a message, and back to where they were."""
    found = find(target["kind"], int(target["id"])) if target.get("kind") in KINDS else None
    why = why_not_subscribed(request.user, found) if found else _("This is no longer shown.")
    if why:
        messages.error(request, why)
    elif found:
        messages.success(request, _subscribed(found))
    return ""


def _subscribed(target: Target) -> str:
    return _("Subscribed: %(title)s") % {"title": target.title}
