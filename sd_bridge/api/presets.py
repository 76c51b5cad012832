"""Presets: house style with slots, in versions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from pictures.api.editing_refusals import wrong
from pictures.api.sources import whole
from rest.authentication import MEMBER
from rest.idempotency import idempotent
from rest.scopes import Scope
from sd_bridge import presets
from sd_bridge.api.answers import answered, editor
from sd_bridge.api.asking import Name, ProgramForm, Settings
from sd_bridge.models import Preset
from sd_bridge.panel_requests import cleaned

router = Router(tags=["presets"])

_OWN = ("id", "name", "label", "slots", "allowed_models")


class PresetOut(Schema):
    """What is published of it. `settings.prompt` is the template, its slots in braces."""

    id: int
    name: str = Field(examples=["House style"])
    label: str = Field(description="With its version.", examples=["House style v3"])
    version: int
    is_usable: bool = Field(description="Published; a draft waits for somebody to publish it.")
    slots: list[str] = Field(examples=[["subject"]])
    allowed_models: list[Name] = Field(description="Empty: every model.")
    settings: dict[str, Any] = Field(
        examples=[{"prompt": "{subject}, oil painting", "steps": 30, "format": "portrait"}]
    )


class Presets(Schema):
    items: list[PresetOut]


class PresetIn(Settings):
    """A name, and the settings as a request has them; names in braces in the prompt are slots."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"name": "Oil", "prompt": "{subject}, oil painting", "steps": 30, "format": "wide"}
            ]
        },
    )

    name: str = Field(min_length=1, max_length=100)


@router.get("/presets", response=Presets, auth=MEMBER(Scope.GENERATE), operation_id="list_presets")
def list_presets(request: HttpRequest) -> Presets:
    """All presets that can be used, by name."""
    return Presets(items=[_described(each) for each in presets.usable_by(editor(request))])


@router.get(
    "/presets/{int:preset_id}",
    response=PresetOut,
    auth=MEMBER(Scope.GENERATE),
    operation_id="read_preset",
)
def read_preset(request: HttpRequest, preset_id: int) -> PresetOut:
    """One preset."""
    return _described(_usable(request, preset_id))


@router.post(
    "/presets",
    response={201: PresetOut},
    auth=MEMBER(Scope.CURATE),
    operation_id="create_preset",
)
@idempotent
@answered
def create_preset(
    request: HttpRequest, response: HttpResponse, asked: PresetIn
) -> Status[PresetOut]:
    """Make a preset. It is published at once by who may, else a draft."""
    saved = presets.save_from_fields(editor(request), _name(asked), _fields(asked))
    response["Location"] = whole(reverse("api:read_preset", kwargs={"preset_id": saved.pk}))
    return Status(201, _described(saved))


@router.put(
    "/presets/{int:preset_id}",
    response=PresetOut,
    auth=MEMBER(Scope.CURATE),
    operation_id="replace_preset",
)
@answered
def replace_preset(request: HttpRequest, preset_id: int, asked: PresetIn) -> PresetOut:
    """A new version of a preset; what is left out is empty in it."""
    preset = _usable(request, preset_id)
    fields = _fields(asked)
    return _described(
        presets.save_from_fields(editor(request), _name(asked), fields, preset=preset)
    )


@router.delete(
    "/presets/{int:preset_id}",
    response={204: None},
    auth=MEMBER(Scope.CURATE),
    operation_id="delete_preset",
)
@answered
def delete_preset(request: HttpRequest, preset_id: int) -> Status[None]:
    """Delete a preset with its versions. Pictures keep the name of the one they were made with."""
    preset = _usable(request, preset_id)
    presets.delete(editor(request), preset)
    return Status(204, None)


def _usable(request: HttpRequest, preset_id: int) -> Preset:
    found = presets.usable_by(editor(request)).filter(pk=min(preset_id, 2**31 - 1)).first()
    if found is None:
        raise Http404
    return found


def _name(asked: PresetIn) -> str:
    if not asked.name.strip():
        raise wrong({"name": str(Preset._meta.get_field("name").help_text)})
    return asked.name


def _fields(asked: PresetIn) -> dict[str, Any]:
    return cleaned(asked.model_dump(exclude_none=True, exclude={"name"}), ProgramForm)


def _described(preset: Preset) -> PresetOut:
    values = presets.as_fields(preset)
    return PresetOut(
        **{name: values[name] for name in _OWN},
        version=preset.version,
        is_usable=preset.is_usable,
        settings={name: value for name, value in values.items() if name not in _OWN},
    )
