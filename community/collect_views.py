"""Saving a picture into collections, from its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from community.answering import back_to, done, member_id, refused
from community.collection_forms import CollectionForm
from community.collections import (
    CollectionError,
    add_picture,
    choose_collections,
    create_collection,
    default_collection,
    holding,
)
from community.confirming import confirmed
from community.intents import begin, carries_out
from community.models import PictureCollection
from community.public_pictures import public_address
from community.settings_pages import personal
from community.taking_part import refusal
from limits.checking import spend


@confirmed(gettext_lazy("Do you want to save this picture?"))
def collect(request: HttpRequest, picture_id: int) -> HttpResponse:
    """POST saves it where the member saved last, or into a new private collection."""
    url = public_address(picture_id)
    if url is None:
        raise Http404
    back = back_to(request, url)
    if not request.user.is_authenticated:
        return begin(
            request,
            "collect",
            {"picture": picture_id},
            back=back,
            words=_("Log in, and the picture is saved."),
        )
    spend("collect", request)
    why, words = _save(request, picture_id)
    if why:
        return refused(request, why, back=back)
    chooser = reverse("choose_collections", args=[picture_id])
    return done(request, {"saved": True, "choose": chooser}, back=chooser, words=words)


@carries_out("collect")
def collect_after_log_in(request: HttpRequest, target: dict[str, Any]) -> str:
    """Once the visitor has signed in; the outcome as a message, and back to where they were."""
    picture_id = int(target["picture"])
    if public_address(picture_id) is None:
        messages.error(request, _("This picture is no longer shown."))
        return ""
    why, words = _save(request, picture_id)
    (messages.error if why else messages.success)(request, why or words)
    return ""


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, picture_id: int) -> HttpResponse:
    """In which of my collections it shall be; with `title` filled in also in a new one.

    A script asks for the form alone (`fragment` in the address).
    """
    url = public_address(picture_id)
    if url is None:
        raise Http404
    new = CollectionForm(_new_fields(request) if request.POST.get("title") else None)
    if request.method == "POST":
        why = refusal(request.user, "collect")
        if why:
            return refused(request, why, back=request.path)
        why = _choose(request, picture_id, new)
        if why is None:
            back = back_to(request, url)
            ids = holding(owner_id=member_id(request), picture_id=picture_id)
            return done(request, {"collections": len(ids)}, back=back, words=_("Saved."))
        return refused(request, why, back=request.path, status=409)
    mine = PictureCollection.objects.filter(owner_id=member_id(request))
    context = {
        "collections": mine.order_by("-updated_at", "-pk"),
        "chosen": holding(owner_id=member_id(request), picture_id=picture_id),
        "picture_id": picture_id,
        "form": new,
    }
    name = "_choose.html" if "fragment" in request.GET else "choose_page.html"
    return render(request, f"community/collections/{name}", context)


def _choose(request: HttpRequest, picture_id: int, new: CollectionForm) -> str | None:
    """None when all is saved, else why nothing was."""
    spend("collect", request)
    chosen = [int(text) for text in request.POST.getlist("chosen") if text.isdecimal()]
    if new.is_bound and not new.is_valid():
        return " ".join(str(error) for errors in new.errors.values() for error in errors)
    try:
        if new.is_bound:
            chosen.append(create_collection(owner_id=member_id(request), **new.cleaned_data).pk)
        choose_collections(owner_id=member_id(request), picture_id=picture_id, chosen=chosen)
    except CollectionError as error:
        return str(error)
    return None


def _save(request: HttpRequest, picture_id: int) -> tuple[str | None, str]:
    """Why not, and the words for when it worked."""
    why = refusal(request.user, "collect")
    if why:
        return why, ""
    try:
        collection = default_collection(member_id(request))
        if not holding(owner_id=member_id(request), picture_id=picture_id):
            add_picture(collection, picture_id)
    except CollectionError as error:
        return str(error), ""
    return None, _("Saved in “%(title)s”.") % {"title": collection.title}


def _new_fields(request: HttpRequest) -> dict[str, str]:
    fields = {name: request.POST.get(name, "") for name in ("title", "description", "visibility")}
    return {**fields, "visibility": fields["visibility"] or "private"}
