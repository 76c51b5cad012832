"""A member's own settings: what others see of them, and how they see the site."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.answering import member_id
from community.models import Profile
from community.people import persons
from community.profile_forms import FocusForm, PictureForm, ProfileForm
from community.profile_pictures import (
    focal_percent,
    move_focal_point,
    remove_picture,
    set_picture,
)
from community.profiles import NicknameError, set_nickname
from community.settings_pages import personal
from community.taking_part import refusal
from limits.checking import spend
from pictures.copies import all_copies

CUTTING_HEIGHT = 260
"""px, the highest that a picture is shown while one chooses where it is cut."""


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def profile_settings(request: HttpRequest) -> HttpResponse:
    """Nickname, words and links; the picture has forms of its own on the same page."""
    profile = own_profile(request)
    if request.method != "POST":
        return _page(request, profile)
    spend("profile", request)
    form = ProfileForm(request.POST, instance=own_profile(request))
    why = refusal(request.user, "profile")
    if why:
        form.add_error(None, why)
    if form.is_valid() and _store(form):
        messages.success(request, _("Your profile is saved."))
        return redirect("me_settings")
    return _page(request, profile, form=form, status=422)


@require_POST
@personal
def upload_picture(request: HttpRequest) -> HttpResponse:
    profile = own_profile(request)
    spend("profile", request)
    form = PictureForm(request.POST, request.FILES)
    why = refusal(request.user, "profile")
    if why:
        form.add_error(None, why)
    if not form.is_valid():
        return _page(request, profile, picture_form=form, status=422)
    set_picture(profile, form.cleaned_data["picture"])
    messages.success(request, _("Your picture is saved. Is it cut where you want it?"))
    return redirect("me_settings")


@require_POST
@personal
def crop_picture(request: HttpRequest) -> HttpResponse:
    profile = own_profile(request)
    form = FocusForm(request.POST)
    if profile.image is not None and form.is_valid():
        spend("profile", request)
        move_focal_point(profile.image, **form.cleaned_data)
        messages.success(request, _("Your picture is cut anew."))
    return redirect("me_settings")


@require_POST
@personal
def delete_picture(request: HttpRequest) -> HttpResponse:
    remove_picture(own_profile(request))
    messages.success(request, _("Your picture is deleted."))
    return redirect("me_settings")


def own_profile(request: HttpRequest) -> Profile:
    return Profile.objects.select_related("user", "image").get(user_id=member_id(request))


def _store(form: ProfileForm) -> bool:
    """Whether it could be stored; else the form tells why not."""
    profile = form.instance
    profile.links = form.cleaned_data["links"]
    try:
        with transaction.atomic():
            profile.save(update_fields=["bio", "links", "likes_are_public"])
            if form.cleaned_data["nickname"] != profile.nickname:
                set_nickname(profile, form.cleaned_data["nickname"])
    except NicknameError as error:
        form.add_error("nickname", str(error))
        return False
    return True


def _page(
    request: HttpRequest,
    profile: Profile,
    *,
    form: ProfileForm | None = None,
    picture_form: PictureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "profile": profile,
        "me": next(iter(persons(Profile.objects.filter(pk=profile.pk))), None),
        "form": form or ProfileForm(instance=profile),
        "picture_form": picture_form or PictureForm(),
        **_cutting(profile),
    }
    return render(request, "community/settings/profile.html", context, status=status)


def _cutting(profile: Profile) -> dict[str, object]:
    """The whole picture and the place it is cut around."""
    if profile.image is None:
        return {}
    across, down = focal_percent(profile.image)
    whole = all_copies([], profile.image)[1]
    place: dict[str, object] = {"across": across, "down": down}
    if not whole:
        return place
    shown = whole.by_format["jpeg"][-1]
    width = min(shown.width, CUTTING_HEIGHT * shown.width // shown.height)
    return {**place, "whole": shown, "whole_width": width}
