"""Files on their way in: one request a file, zips, folders of the server, the web."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from pictures.import_answers import batch_or_403, import_view
from pictures.importing import folders as server_folders
from pictures.importing import receiving
from pictures.json_answers import BadRequest, read_object
from pictures.models import ImportState

MAX_FOLDER = 500  # characters


@import_view("GET", "HEAD")
def known(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """What the batch has already, so that a folder dropped a second time sends only the rest."""
    batch = batch_or_403(request, uuid)
    rows = batch.files.exclude(state=ImportState.FAILED).values_list("folder", "name", "size")
    return JsonResponse({"known": [f"{folder}/{name}/{size}" for folder, name, size in rows]})


@import_view("POST")
def add_file(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Take one file in. A file that is refused is a row too, which says why."""
    batch = batch_or_403(request, uuid)
    file = _sent(request)
    folder = request.POST.get("folder", "")[:MAX_FOLDER]
    row = receiving.add_file(batch, cast(BinaryIO, file), file.name or "", folder=folder)
    # It stands for the one that failed before.
    former = batch.files.filter(state=ImportState.FAILED, folder=row.folder, name=row.name, file="")
    former.exclude(pk=row.pk).delete()
    return JsonResponse({"id": str(row.uuid), "state": row.state}, status=201)


@import_view("POST")
def add_zip(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Store a zip; its pictures are read in the background."""
    batch = batch_or_403(request, uuid)
    file = _sent(request)
    source = receiving.add_zip(batch, file, file.name or "")
    return JsonResponse({"source": source.pk}, status=201)


@import_view("POST")
def add_folder(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Read a folder of the server in the background."""
    batch = batch_or_403(request, uuid)
    folder = read_object(request).get("path")
    if not isinstance(folder, str):
        raise BadRequest(_("Choose a folder first."))
    source = receiving.add_folder(batch, folder)
    return JsonResponse({"source": source.pk}, status=201)


@import_view("POST")
def add_address(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Fetch one picture from the web at once. One that is refused is a row too, which says why."""
    batch = batch_or_403(request, uuid)
    address = read_object(request).get("address")
    if not isinstance(address, str) or not address.strip():
        raise BadRequest(_("Give the address of a picture first."))
    row = receiving.add_address(batch, address.strip())
    return JsonResponse({"id": str(row.uuid), "state": row.state}, status=201)


@import_view("GET", "HEAD")
def folders(request: HttpRequest) -> JsonResponse:
    """The folders that an operator opened to imports, or those inside `path`."""
    wanted = request.GET.get("path", "")
    found = server_folders.inside(wanted) if wanted else server_folders.roots()
    return JsonResponse(
        {"path": wanted, "folders": [{"path": str(each), "name": each.name} for each in found]}
    )


def _sent(request: HttpRequest) -> UploadedFile:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BadRequest(_("The file did not arrive. Try again."))
    return file
