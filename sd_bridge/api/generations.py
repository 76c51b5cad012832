"""Asking for pictures, looking how far they are, and calling it off."""

from __future__ import annotations

from typing import BinaryIO, Literal, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field, ValidationError

from pictures.api.sources import whole
from pictures.intake import take_in
from rest.authentication import MEMBER
from rest.idempotency import idempotent
from rest.paging import PageOf
from rest.problems import Problem
from rest.scopes import Scope
from sd_bridge.access import generations_visible_to
from sd_bridge.api.answers import FIRST, answered, editor, visible
from sd_bridge.api.asking import GenerationIn, ProgramForm
from sd_bridge.api.described import GenerationOut, State, described
from sd_bridge.generating import cancel_generation, run_again
from sd_bridge.models import Generation
from sd_bridge.panel_state import for_display
from sd_bridge.sources import Source
from sd_bridge.starting import start_asked

router = Router(tags=["generations"])


class GenerationQuery(Schema):
    who: Literal["mine", "all"] = Field("mine", description="`all`: also others' that you may see.")
    state: State | None = None
    after: str = Field("", pattern=r"^\d{0,12}$", description="`next` of the page before.")


@router.post(
    "/generations",
    response={202: GenerationOut},
    auth=MEMBER(Scope.GENERATE),
    operation_id="create_generation",
)
@idempotent
@answered
def create_generation(
    request: HttpRequest, response: HttpResponse, asked: GenerationIn
) -> Status[GenerationOut]:
    """Put a request into the queue; `Location` tells where to look how far it is."""
    editor(request)
    return _queued(request, response, start_asked(request, asked.as_sent(), form=ProgramForm))


@router.post(
    "/generations/from-upload",
    response={202: GenerationOut},
    auth=MEMBER(Scope.GENERATE),
    operation_id="create_generation_from_upload",
)
@idempotent
@answered
def create_generation_from_upload(
    request: HttpRequest,
    response: HttpResponse,
    image: File[UploadedFile],
    settings: str = Form(
        ...,
        max_length=200_000,
        description="JSON: what `POST generations` takes, without `source`.",
        examples=['{"kind": "image", "prompt": "in winter", "denoising": 0.5}'],
    ),
) -> Status[GenerationOut]:
    """The same, beginning with a file that comes along. The gallery does not keep it."""
    editor(request)
    asked = _read(settings)
    source = Source.from_upload(take_in(cast(BinaryIO, image.file), name=image.name or ""))
    started = start_asked(request, asked.as_sent(), source=source, form=ProgramForm)
    return _queued(request, response, started)


@router.get(
    "/generations",
    response=PageOf[GenerationOut],
    auth=MEMBER(Scope.GENERATE),
    operation_id="list_generations",
)
def list_generations(request: HttpRequest, query: Query[GenerationQuery]) -> PageOf[GenerationOut]:
    """Requests, the newest first, 24 a page."""
    user = editor(request)
    rows = Generation.objects.by(user) if query.who == "mine" else generations_visible_to(user)
    rows = rows.with_pictures()
    if query.state:
        rows = rows.filter(state=query.state)
    if query.after:
        rows = rows.filter(pk__lt=int(query.after))
    found = list(for_display(rows.newest_first())[: FIRST + 1])
    shown = found[:FIRST]
    following = str(shown[-1].pk) if len(found) > FIRST else None
    return PageOf[GenerationOut](items=described(shown, request), next=following)


@router.get(
    "/generations/{uuid:uuid}",
    response=GenerationOut,
    auth=MEMBER(Scope.GENERATE),
    operation_id="read_generation",
)
def read_generation(request: HttpRequest, uuid: UUID) -> GenerationOut:
    """How far one is, and what came of it."""
    [row] = described([visible(request, uuid)], request)
    return row


@router.post(
    "/generations/{uuid:uuid}/cancel",
    response=GenerationOut,
    auth=MEMBER(Scope.GENERATE),
    operation_id="cancel_generation",
)
@answered
def cancel(request: HttpRequest, uuid: UUID) -> GenerationOut:
    """Call it off. One that runs ends when its engine has; what is finished stays as it is."""
    user = editor(request)
    cancel_generation(generation=visible(request, uuid), user=user)
    [row] = described([visible(request, uuid)], request)
    return row


@router.post(
    "/generations/{uuid:uuid}/again",
    response={202: GenerationOut},
    auth=MEMBER(Scope.GENERATE),
    operation_id="run_generation_again",
)
@idempotent
@answered
def again(request: HttpRequest, response: HttpResponse, uuid: UUID) -> Status[GenerationOut]:
    """The same request once more, from the same source."""
    started = run_again(generation=visible(request, uuid), user=editor(request))
    return _queued(request, response, started)


def _queued(
    request: HttpRequest, response: HttpResponse, started: Generation
) -> Status[GenerationOut]:
    address = reverse("api:read_generation", kwargs={"uuid": started.uuid})
    response["Location"] = whole(address)
    [row] = described([visible(request, started.uuid)], request)
    return Status(202, row)


def _read(settings: str) -> GenerationIn:
    try:
        return GenerationIn.model_validate_json(settings)
    except ValidationError as error:
        said = [
            {"where": ["form", "settings", *map(str, one["loc"])], "why": one["msg"]}
            for one in error.errors()
        ]
        raise Problem(422, "invalid", errors=said) from error
