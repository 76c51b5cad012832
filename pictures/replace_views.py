"""Giving a picture another file, in the admin: choose it, compare it, save or publish it."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pictures import replacement_files, replacing
from pictures.file_views import private
from pictures.import_answers import editor
from pictures.intake import ACCEPT, IntakeError
from pictures.intake_limits import MAX_BYTES, MAX_PIXELS
from pictures.models import GalleryImage, ImportFile, PicturePage
from pictures.replacement_candidates import Candidate, of_image, of_waiting
from pictures.replacement_files import SameFileError
from pictures.replacement_publishing import request_publication
from pictures.replacement_rights import require_edit, why_not, why_not_publish


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, picture_id: int) -> HttpResponse:
    """The file as it is, earlier ones, and a field for another; a POST takes that in."""
    picture = _picture(request, picture_id)
    problem = ""
    if request.method == "POST":
        row, problem = _received(request, picture)
        if row is not None:
            return redirect("replace:compare", picture.pk, row.uuid)
    draft = picture.get_latest_revision_as_object()
    context = {
        **_context(request, picture, draft),
        "problem": problem,
        "current": of_image(draft.image, draft.recipe) if draft.image else None,
        "earlier": replacing.earlier_images(picture),
        "accept": ACCEPT,
        "most_megabytes": MAX_BYTES // 1024**2,
        "most_megapixels": MAX_PIXELS // 1_000_000,
    }
    return render(request, "pictures/replace/choose.html", context, status=422 if problem else 200)


def _received(request: HttpRequest, picture: PicturePage) -> tuple[ImportFile | None, str]:
    """The file that waits now, or what was wrong with it."""
    upload, refused = request.FILES.get("file"), why_not(request.user, picture)
    if refused or upload is None:
        return None, refused or _("Choose a file.")
    try:
        file, name = cast("BinaryIO", upload), upload.name or ""
        return replacement_files.receive(picture, editor(request), file, name), ""
    except (IntakeError, SameFileError) as error:
        return None, str(error)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, picture_id: int, uuid: UUID) -> HttpResponse:
    """The file that waits beside the one that is there; a POST uses or forgets it."""
    picture = _picture(request, picture_id)
    row = replacement_files.waiting(picture, editor(request), uuid)
    if row is None:
        messages.error(request, _("This file is no longer waiting. Choose it again."))
        return redirect("replace:choose", picture.pk)
    if request.method == "POST" and request.POST.get("act") == "forget":
        replacement_files.forget(row)
        return redirect("replace:choose", picture.pk)
    if request.method == "POST":
        return _use(request, picture, row)
    return _side_by_side(request, picture, of_waiting(row, picture))


@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest, picture_id: int, image_id: int) -> HttpResponse:
    """A file that the picture had before, beside the one it has; a POST brings it back."""
    picture = _picture(request, picture_id)
    image = get_object_or_404(GalleryImage, pk=image_id)
    if request.method == "POST":
        return _use(request, picture, image)
    if image not in replacing.earlier_images(picture):
        raise Http404
    return _side_by_side(request, picture, of_image(image, image.recipe))


def _use(
    request: HttpRequest, picture: PicturePage, chosen: ImportFile | GalleryImage
) -> HttpResponse:
    """Make `chosen` the draft's file, or the public one as soon as its copies are made."""
    user, publishes = editor(request), request.POST.get("act") == "publish"
    problem = why_not(user, picture)
    if not problem and publishes:
        problem = why_not_publish(user, picture)
    if not problem:
        problem = _used(request, picture, chosen)
    if problem:
        messages.error(request, problem)
        return redirect(request.get_full_path())
    if publishes:
        request_publication(picture, user=user)
        told = _("The other file is published as soon as its copies are made, in a moment.")
    else:
        told = _("The draft has the other file. What is public stays until it is published.")
    messages.success(request, told)
    return redirect("wagtailadmin_pages:edit", picture.pk)


def _used(request: HttpRequest, picture: PicturePage, chosen: ImportFile | GalleryImage) -> str:
    """What went wrong; "" where nothing did."""
    user, keeps = editor(request), request.POST.get("recipe") == "keep"
    try:
        if isinstance(chosen, GalleryImage):
            replacing.bring_back(picture, chosen, user=user, keeps_recipe=keeps)
        else:
            taken = replacement_files.taken_in(chosen)
            replacing.replace_file(picture, taken, user=user, name=chosen.name, keeps_recipe=keeps)
            replacement_files.forget(chosen)
    except FileNotFoundError:
        return _("This file is no longer waiting. Choose it again.")
    except (IntakeError, replacing.NotEarlierError) as error:
        return str(error)
    return ""


def _side_by_side(request: HttpRequest, picture: PicturePage, new: Candidate) -> HttpResponse:
    draft = picture.get_latest_revision_as_object()
    old = of_image(draft.image, draft.recipe) if draft.image else None
    context = {
        **_context(request, picture, draft),
        "old": old,
        "new": new,
        "differences": new.differences_from(draft.recipe),
        "why_not_publish": why_not_publish(request.user, picture),
        "publishes_more": picture.live and picture.has_unpublished_changes,
    }
    return render(request, "pictures/replace/compare.html", context)


@require_safe
def waiting_thumbnail(request: HttpRequest, picture_id: int, uuid: UUID) -> HttpResponseBase:
    """A small copy of the file that waits, for who brought it."""
    row = replacement_files.waiting(_picture(request, picture_id), editor(request), uuid)
    if row is None or not row.thumbnail:
        raise Http404
    try:
        file = row.thumbnail.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return private(response)


def _picture(request: HttpRequest, picture_id: int) -> PicturePage:
    picture = get_object_or_404(PicturePage, pk=picture_id)
    require_edit(request.user, picture)
    return picture


def _context(request: HttpRequest, picture: PicturePage, draft: PicturePage) -> dict[str, Any]:
    edit = reverse("wagtailadmin_pages:edit", args=[picture.pk])
    return {
        "picture": picture,
        "title": draft.title,
        "edit_url": edit,
        "why_not": why_not(request.user, picture),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": edit, "label": draft.title},
            {"url": "", "label": _("Replace the file")},
        ],
    }
