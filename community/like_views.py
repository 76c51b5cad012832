"""Liking from a card or a picture's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.answering import back_to, done, member_id, refused
from community.confirming import confirmed
from community.intents import begin, carries_out
from community.likes import like_picture, unlike_picture
from community.public_pictures import public_address
from community.taking_part import refusal
from limits.checking import spend
from pictures.models import Placement


@confirmed(gettext_lazy("Do you like this picture?"))
def like(request: HttpRequest, picture_id: int) -> HttpResponse:
    """POST likes the picture, with `unlike` in the form takes it back; both as often as one wants.

    A script gets `{"liked": …, "likes": how many now}`.
    """
    url = public_address(picture_id)
    if url is None:
        raise Http404
    back = back_to(request, url, anchor=f"picture-{picture_id}")
    if not request.user.is_authenticated:
        return begin(
            request,
            "like",
            {"picture": picture_id},
            back=back,
            words=_("Log in, and your like is given."),
        )
    spend("like", request)
    if "unlike" in request.POST:
        unlike_picture(user_id=member_id(request), picture_id=picture_id)
        return done(request, _data(picture_id, liked=False), back=back, words=_("Like taken back."))
    why = refusal(request.user, "like")
    if why:
        return refused(request, why, back=back)
    like_picture(user_id=member_id(request), picture_id=picture_id)
    data = _data(picture_id, liked=True)
    return done(request, data, back=back, words=_("You like this picture."))


@carries_out("like")
def like_after_log_in(request: HttpRequest, target: dict[str, Any]) -> str:
    """Once the visitor has signed in; the outcome as a message, and back to where they were."""
    picture_id = int(target["picture"])
    why = refusal(request.user, "like")
    if public_address(picture_id) is None:
        why = _("This picture is no longer shown.")
    if why:
        messages.error(request, why)
    else:
        like_picture(user_id=member_id(request), picture_id=picture_id)
        messages.success(request, _("You like this picture."))
    return ""


def _data(picture_id: int, *, liked: bool) -> dict[str, Any]:
    numbers = Placement.objects.filter(picture_id=picture_id).values_list("popularity", flat=True)
    return {"liked": liked, "likes": numbers.first() or 0}
