"""A collection as others see it, and its owner's pages for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.answering import done, member_id, private, refused
from community.collection_forms import CollectionForm
from community.collection_lists import page_of, readable, tiles
from community.collections import (
    CollectionError,
    create_collection,
    move_picture,
    remove_picture,
    set_cover,
    step_picture,
)
from community.models import CollectionVisibility, PictureCollection
from community.settings_pages import personal
from community.taking_part import refusal
from limits.checking import spend
from pictures.public_pages import same_for_everyone
from pictures.public_versions import watch
from pictures.site_lookup import home_id_of


@require_safe
def collection(request: HttpRequest, key: str) -> HttpResponse:
    """Public and unlisted ones for everyone alike; a private one for its owner only."""
    found, owner = readable(key, user_id=request.user.pk)
    watch(request, "collection", found.pk)
    is_private = found.visibility == CollectionVisibility.PRIVATE
    context = {
        "collection": found,
        "owner": owner,
        "item_page": page_of(request, found, home_id_of(request)),
        "is_listed": found.visibility == CollectionVisibility.PUBLIC,
    }
    response = render(request, "community/collections/collection_page.html", context)
    return private(response) if is_private else same_for_everyone(response)


@personal
@require_safe
def my_collections(request: HttpRequest) -> HttpResponse:
    mine = PictureCollection.objects.filter(owner_id=member_id(request))
    context = {"tiles": tiles(mine, home_id_of(request))}
    return render(request, "community/collections/mine_page.html", context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def new_collection(request: HttpRequest) -> HttpResponse:
    form = CollectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = refusal(request.user, "collect")
        if why is None:
            spend("collect", request)
            try:
                made = create_collection(owner_id=member_id(request), **form.cleaned_data)
                return redirect("my_collection", made.key)
            except CollectionError as error:
                why = str(error)
        form.add_error(None, why)
    return render(request, "community/collections/new_page.html", {"form": form})


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def my_collection(request: HttpRequest, key: str) -> HttpResponse:
    """Its words, its order, its cover; POST saves the words."""
    mine = _mine(request, key)
    form = CollectionForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        why = refusal(request.user, "collect")
        if why is None:
            form.save()
            messages.success(request, _("Saved."))
            return redirect("my_collection", mine.key)
        form.add_error(None, why)
    page = page_of(request, mine, home_id_of(request))
    context = {"form": form, "collection": mine, "item_page": page}
    return render(request, "community/collections/manage_page.html", context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def delete_collection(request: HttpRequest, key: str) -> HttpResponse:
    mine = _mine(request, key)
    if request.method == "POST":
        mine.delete()
        words = _("“%(title)s” is deleted; its pictures are where they were.")
        messages.success(request, words % {"title": mine.title})
        return redirect("my_collections")
    return render(request, "community/collections/delete_page.html", {"collection": mine})


@personal
@require_POST
def arrange(request: HttpRequest, key: str) -> HttpResponse:
    """One change of a `picture` in the collection.

    A `step` in the order; or to the place `before` another, or `after` it (neither: to the end);
    or `take_out`; or `cover` (the one that is it already: no cover of its own).
    """
    mine = _mine(request, key)
    back = reverse("my_collection", args=[mine.key])
    picture = _number(request.POST.get("picture"))
    if picture is None:
        raise Http404
    if "take_out" in request.POST:
        remove_picture(mine, picture)
        return done(request, {"taken_out": picture}, back=back, words=_("Taken out."))
    if "cover" in request.POST:
        return _cover(request, mine, picture, back)
    if "step" in request.POST:
        moved = step_picture(mine, picture, -1 if request.POST["step"] == "-1" else 1)
    else:
        beside = {name: _number(request.POST.get(name)) for name in ("before", "after")}
        moved = move_picture(mine, picture, **beside)
    if not moved:
        gone = _("The collection has changed meanwhile; load the page anew.")
        return refused(request, gone, back=back, status=409)
    return done(request, {"moved": picture}, back=f"{back}#picture-{picture}")


def _cover(request: HttpRequest, mine: PictureCollection, picture: int, back: str) -> HttpResponse:
    try:
        set_cover(mine, None if mine.cover_id == picture else picture)
    except CollectionError as error:
        return refused(request, str(error), back=back, status=409)
    return done(request, {"cover": mine.cover_id}, back=back, words=_("Saved."))


def _mine(request: HttpRequest, key: str) -> PictureCollection:
    return get_object_or_404(PictureCollection, key=key, owner_id=member_id(request))


def _number(text: str | None) -> int | None:
    if text and text.isascii() and text.isdigit() and len(text) < 12:
        return int(text)
    return None
