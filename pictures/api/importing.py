"""`imports`: files, zips and addresses of the web that become pictures of a topic."""

from __future__ import annotations

from typing import Annotated, Any, BinaryIO, Literal, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field
from wagtail.models import Page

from pictures.api.editing_pages import Closed
from pictures.api.editing_pictures import Licence
from pictures.api.editing_refusals import forbidden, foreseen, wrong
from pictures.api.sources import whole
from pictures.import_rows import is_active, shown
from pictures.importing import going_on, receiving
from pictures.importing.access import may_change, may_import
from pictures.importing.batches import summary
from pictures.importing.zips import is_zip_name
from pictures.models import ImportBatch, ImportFile, ImportState
from rest.authentication import MEMBER, member
from rest.idempotency import idempotent
from rest.scopes import Scope

router = Router(tags=["imports"])

MOST_FILES = 50  # of one request; a zip is one
ROWS = 100
State = Literal["waiting", "ready", "duplicate", "near", "failed", "importing", "done", "skipped"]


class ImportIn(Closed):
    topic: int = Field(ge=1, le=2**31 - 1, description="Id of the topic.", examples=[7])
    publish: bool = Field(False, description="Else they are drafts. Needs alternative texts.")
    licence: Licence = "cc-by"
    near: Literal["import", "skip"] = Field(
        "import", description="Pictures that nearly equal one that is there."
    )


class WebImportIn(ImportIn):
    address: str = Field(
        min_length=1, max_length=2_000, examples=["https://pictures.example/boat.png"]
    )


class ImportLine(Schema):
    """One file, and what became of it."""

    name: str = Field(examples=["boat.png"])
    folder: str = Field(description="In its zip, or the server it came from.")
    state: State
    reason: str = Field(description="Why it was refused, in a sentence; empty otherwise.")
    title: str
    picture: int | None = Field(None, description="Id of the picture it became.")
    duplicate_of: int | None = Field(None, description="Id of the gallery image it equals.")
    near_of: int | None = Field(None, description="Id of the one that it nearly equals.")


class ImportOut(Schema):
    """Ask again while `is_active`: zips are read, and pictures made, in the background."""

    id: UUID
    is_active: bool
    topic: int | None = None
    total: int = Field(description="Files, as far as they are known.")
    done: int
    failed: int
    files: list[ImportLine] = Field(description="A hundred of them, in their order.")
    next: int | None = Field(None, description="Send it as `after` for those behind.")


@router.post(
    "/imports",
    response={202: ImportOut},
    auth=MEMBER(Scope.CURATE),
    operation_id="create_import",
)
@idempotent
@foreseen()
def create_import(
    request: HttpRequest,
    response: HttpResponse,
    asked: Form[ImportIn],
    files: Annotated[list[UploadedFile], File(description="Pictures, texts beside them, zips.")],
) -> Status[ImportOut]:
    """Bring files. One that is refused is a line that says why; the others come in all the same."""
    if len(files) > MOST_FILES:
        raise wrong({"files": _("At most %(limit)s files at once.") % {"limit": MOST_FILES}})
    batch = _begun(request, asked)
    for file in files:
        if is_zip_name(file.name or ""):
            receiving.add_zip_or_say_why(batch, file, file.name or "")
        else:
            receiving.add_file(batch, cast(BinaryIO, file), file.name or "")
    return _answered(batch, response)


@router.post(
    "/imports/from-web",
    response={202: ImportOut},
    auth=MEMBER(Scope.CURATE),
    operation_id="create_import_from_web",
)
@idempotent
@foreseen()
def create_import_from_web(
    request: HttpRequest, response: HttpResponse, asked: WebImportIn
) -> Status[ImportOut]:
    """Have the server fetch one picture from the public web, 20 MB and 15 seconds at most."""
    batch = _begun(request, asked)
    receiving.add_address(batch, asked.address.strip())
    return _answered(batch, response)


@router.get(
    "/imports/{uuid:uuid}",
    response=ImportOut,
    auth=MEMBER(Scope.CURATE),
    operation_id="read_import",
)
def read_import(
    request: HttpRequest,
    uuid: UUID,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of before.")] = 0,
) -> ImportOut:
    """How far it is, a line a file. Whoever began it may ask."""
    user = member(request)
    if not may_import(user):
        raise forbidden(_("You are not allowed to import pictures here."))
    batch = ImportBatch.objects.filter(uuid=uuid).first()
    if batch is None or not may_change(user, batch):
        raise Http404
    return _described(batch, after)


def _begun(request: HttpRequest, asked: ImportIn) -> ImportBatch:
    user = member(request)
    if not may_import(user):
        raise forbidden(_("You are not allowed to import pictures here."))
    topic = Page.objects.filter(pk=asked.topic).first()
    if topic is None:
        raise wrong({"topic": _("Choose a topic.")})
    return going_on.begin(
        user, topic, licence=asked.licence, publish=asked.publish, near=asked.near
    )


def _answered(batch: ImportBatch, response: HttpResponse) -> Status[ImportOut]:
    going_on.go_on(batch)
    response["Location"] = whole(reverse("api:read_import", kwargs={"uuid": batch.uuid}))
    return Status(202, _described(batch))


def _described(batch: ImportBatch, after: int = 0) -> ImportOut:
    found = summary(batch)
    rows = list(shown(batch, tuple(ImportState))[after : after + ROWS + 1])
    return ImportOut(
        id=batch.uuid,
        is_active=is_active(batch, found),
        topic=batch.topic_id,
        total=found.total,
        done=found.done,
        failed=found.failed,
        files=[ImportLine(**_line(row)) for row in rows[:ROWS]],
        next=after + ROWS if len(rows) > ROWS else None,
    )


def _line(row: ImportFile) -> dict[str, Any]:
    return {
        "name": row.name,
        "folder": row.folder,
        "state": row.state,
        "reason": row.sentence,
        "title": row.title,
        "picture": row.picture_id,
        "duplicate_of": row.duplicate_of_id,
        "near_of": row.near_of_id,
    }
