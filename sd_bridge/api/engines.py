"""`GET engines`: which there are, how they stand, what they offer. Never where they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from rest.authentication import MEMBER
from rest.scopes import Scope
from sd_bridge import limits
from sd_bridge.api.answers import editor
from sd_bridge.engine_lists import describe_engine
from sd_bridge.engine_registry import engine_names
from sd_bridge.engine_state import EngineOverview, overview

router = Router(tags=["engines"])

EngineStateName = Literal["online", "busy", "asleep", "starting", "refused", "faulty", "unknown"]


class Engine(Schema):
    """How one engine stands, as far as is known; asking this asks no engine."""

    name: str = Field(examples=["webui"])
    state: EngineStateName
    sentence: str = Field(description="The same in words.", examples=["online, 2 waiting"])
    is_online: bool
    is_busy: bool = Field(description="Works on a generation of ours.")
    queue: int = Field(description="Generations that wait for it, or may go to it.", examples=[2])
    model: str = Field(description="What is loaded; may be empty.", examples=["sd_xl_base_1.0"])
    program: str = Field(description="What runs there.", examples=["AUTOMATIC1111"])
    problem: str = Field(description="Its last error within a day; empty without one.")
    last_seen_at: datetime | None = None
    next_try_at: datetime | None = Field(None, description="While it cannot be reached.")


class Share(Schema):
    """Of who asks: how much of the day, and of the queue, is used. Null is without a limit."""

    pictures_today: int = Field(examples=[12])
    pictures_a_day: int | None = Field(None, examples=[200])
    waiting: int = Field(description="Requests of yours that wait or run.", examples=[1])
    most_waiting: int | None = Field(None, examples=[20])


class Engines(Schema):
    items: list[Engine]
    share: Share


class Choice(Schema):
    """`value` is what to send, `label` what people read."""

    value: str = Field(examples=["DPM++ 2M"])
    label: str = Field(examples=["DPM++ 2M"])
    title: str = Field("", description="More about it: a style's words, a LoRA's other name.")


class EngineInFull(Engine):
    """Also what can be chosen. It may ask the engine, where nobody did for ten minutes."""

    is_ready: bool = Field(description="Whether the lists are known.")
    reason: str = Field(description="Why they are not; empty otherwise.")
    models: list[Choice]
    samplers: list[Choice]
    schedulers: list[Choice]
    upscalers: list[Choice]
    hires_upscalers: list[Choice]
    styles: list[Choice]
    loras: list[Choice]
    embeddings: list[Choice]
    face_restorers: list[str]
    absent: dict[str, str] = Field(
        description="What it cannot do, and in a sentence why.",
        examples=[{"refiner": "None is installed on this engine."}],
    )


@router.get("/engines", response=Engines, auth=MEMBER(Scope.GENERATE), operation_id="list_engines")
def list_engines(request: HttpRequest) -> Engines:
    """The engines of this site, and what is left of your share."""
    usage = limits.usage(editor(request))
    return Engines(
        items=[Engine(**_values(each)) for each in overview()],
        share=Share(
            pictures_today=usage.today,
            pictures_a_day=usage.per_day,
            waiting=usage.waiting,
            most_waiting=usage.per_editor,
        ),
    )


@router.get(
    "/engines/{name}",
    response=EngineInFull,
    auth=MEMBER(Scope.GENERATE),
    operation_id="read_engine",
)
def read_engine(request: HttpRequest, name: str) -> EngineInFull:
    """One engine with its models, samplers and whatever else can be chosen."""
    editor(request)
    if name not in engine_names():
        raise Http404
    lists = describe_engine(name)  # first: it may learn how the engine stands
    [engine] = [each for each in overview() if each.name == name]
    reason = "" if lists["is_ready"] else lists["sentence"]
    return EngineInFull(**{**lists, **_values(engine), "reason": reason})


def _values(engine: EngineOverview) -> dict[str, Any]:
    return {
        "name": engine.name,
        "state": engine.state,
        "sentence": engine.sentence,
        "is_online": engine.is_online,
        "is_busy": engine.running,
        "queue": engine.waiting,
        "model": engine.current_model,
        "program": engine.dialect_label,
        "problem": engine.last_error_sentence,
        "last_seen_at": engine.last_ok_at,
        "next_try_at": engine.next_try_at,
    }
