"""A generation and its results as programs read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from pictures.api.sources import whole
from sd_bridge.api.asking import SourceIn
from sd_bridge.asked import asked
from sd_bridge.interrogating import proposals
from sd_bridge.models import Generation, Result
from sd_bridge.panel_words import headline
from sd_bridge.queue_places import Place, queue_places

State = Literal["queued", "running", "done", "failed", "cancelled"]


class TrayResult(Schema):
    """One picture in the tray; `url` is private and asks for the same token or session."""

    generation: UUID
    index: int = Field(description="Its number in the generation, from 0.")
    url: str = Field(description="The file; empty once it is gone.")
    width: int = Field(description="px")
    height: int = Field(description="px")
    seed: int | None = None
    is_black: bool = Field(description="Completely black: something went wrong.")
    is_kept: bool
    picture: int | None = Field(None, description="Id of the picture that it was kept as.")
    expires_at: datetime = Field(description="Gone then, unless it is kept.")


class Queue(Schema):
    """Where one is that waits: `position` 1 is the next."""

    position: int = Field(examples=[2])
    is_out_of_reach: bool = Field(description="No engine that could do it answers now.")
    next_try_at: datetime | None = None


class Progress(Schema):
    """How far one is that runs; what the engine does not tell is null."""

    fraction: float = Field(description="0 to 1", examples=[0.45])
    picture: int | None = Field(None, description="Number of the one being painted, from 0.")
    step: int | None = None
    steps: int | None = None
    eta: float | None = Field(None, description="Seconds that are left.")


class Failure(Schema):
    code: str = Field(examples=["out_of_memory"])
    sentence: str


class Proposed(Schema):
    """Words for a picture, from what the engine saw in it."""

    alt_text: str
    tags: list[str]


class GenerationOut(Schema):
    """Ask again every second or so while `is_finished` is false."""

    id: UUID
    kind: Literal["text", "image", "upscale", "interrogate"]
    state: State
    is_finished: bool
    is_cancelling: bool = Field(description="Was cancelled, and the engine has not stopped yet.")
    headline: str = Field(description="The state in a sentence.", examples=["Next in the queue"])
    engine: str = Field(description="Empty while any may take it.")
    topic: int | None = None
    requested_by: str
    queued_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    queue: Queue | None = Field(None, description="While it waits.")
    progress: Progress | None = Field(None, description="While it runs.")
    preview: str = Field(description="Address of the unfinished picture; mostly empty.")
    failure: Failure | None = None
    differences: list[str] = Field(description="What the engine did otherwise, in sentences.")
    caption: str = Field(description="`interrogate`: what is to be seen.")
    proposals: Proposed | None = None
    settings: dict[str, Any] = Field(
        description="What was asked for, under the names of the request.",
        examples=[{"prompt": "a lighthouse", "steps": 20, "seed": 7, "format": "square"}],
    )
    source: SourceIn | None = None
    preset: int | None = None
    results: list[TrayResult] = Field(description="Those still to be looked at.")


_NOT_SETTINGS = ("kind", "source", "preset", "slots")


def described(generations: Iterable[Generation], request: HttpRequest) -> list[GenerationOut]:
    """Of rows read by `for_display`; queries do not grow with their number."""
    rows = list(generations)
    places = queue_places(rows)
    return [_described(row, places.get(row.pk)) for row in rows]


def _described(row: Generation, place: Place | None) -> GenerationOut:
    said = asked(row)
    source = said["source"] or {}
    names = SourceIn.model_fields
    return GenerationOut(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        id=row.uuid,
        headline=headline(row, place),
        topic=row.page_id,
        requested_by=_name(row),
        queue=_queue(place),
        progress=_progress(row),
        preview=_file("read_preview", row) if row.preview.name else "",
        failure=_failure(row),
        differences=row.difference_sentences,
        proposals=Proposed(**proposals(row)) if row.caption else None,
        settings={name: value for name, value in said.items() if name not in _NOT_SETTINGS},
        source=SourceIn(**{name: source[name] for name in names if name in source} or {})
        if source
        else None,
        preset=row.preset_id,
        results=[result_out(result) for result in row.tray],
    )


_AS_THEY_ARE = (
    *("kind", "state", "is_finished", "is_cancelling", "engine", "caption"),
    *("queued_at", "started_at", "finished_at"),
)


def result_out(result: Result) -> TrayResult:
    """Needs its generation, fetched beforehand."""
    return TrayResult(
        generation=result.generation.uuid,
        index=result.index,
        url=_file("read_result", result.generation, index=result.index) if result.file else "",
        width=result.width,
        height=result.height,
        seed=result.seed,
        is_black=result.is_black,
        is_kept=result.is_kept,
        picture=result.kept_as_id,
        expires_at=result.expires_at,
    )


def _file(name: str, row: Generation, **more: int) -> str:
    return whole(reverse(f"api:{name}", kwargs={"uuid": row.uuid, **more}))


def _name(row: Generation) -> str:
    user = row.requested_by
    return (user.get_full_name() or user.get_username()) if user else ""


def _queue(place: Place | None) -> Queue | None:
    if place is None:
        return None
    return Queue(
        position=place.position,
        is_out_of_reach=place.is_out_of_reach,
        next_try_at=place.next_try_at,
    )


def _progress(row: Generation) -> Progress | None:
    if row.state != Generation.State.RUNNING:
        return None
    return Progress(
        fraction=row.progress,
        picture=row.picture_index,
        step=row.step,
        steps=row.steps_total,
        eta=row.eta,
    )


def _failure(row: Generation) -> Failure | None:
    return Failure(code=row.error_code, sentence=row.error_sentence) if row.error_code else None
