"""From the fields of a form to the columns of a generation, each kind in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from django.utils.translation import gettext as _

from pictures.formats import PictureFormat, propose_format
from pictures.recipe import Recipe
from sd_bridge.engines.asking import (
    MAX_ENLARGED_PIXELS,
    MAX_SEED,
    RANDOM_SEED,
    ImageToImage,
    Interrogation,
    Request,
    TextToImage,
    Upscale,
)
from sd_bridge.engines.errors import RequestInvalid
from sd_bridge.models import Generation
from sd_bridge.models.asking import COLUMNS
from sd_bridge.refusals import InvalidRequest
from sd_bridge.sources import Material

Kind = Generation.Kind
REQUESTS: dict[str, type] = {
    Kind.TEXT: TextToImage,
    Kind.IMAGE: ImageToImage,
    Kind.UPSCALE: Upscale,
    Kind.INTERROGATE: Interrogation,
}
_OUR_NAME = {"image": "source"}
_SIDES = ("width", "height")


def names_for(kind: str) -> set[str]:
    """The fields that a request of this kind has, under their names in forms."""
    names = {field.name for field in fields(REQUESTS[kind])} - {"image"}
    return names | {"format"} if kind in (Kind.TEXT, Kind.IMAGE) else names


def assemble(kind: str, values: Mapping[str, Any], material: Material | None) -> Generation:
    """An unsaved generation asking for `values`; what is not given is as an engine's client has it.

    Raises `InvalidRequest`; TypeError for a field that this kind has not got.
    """
    unknown = set(values) - names_for(kind)
    if unknown:
        raise TypeError(f"A request of kind {kind} has no {', '.join(sorted(unknown))}")
    given = {name: value for name, value in values.items() if value is not None}
    if kind in (Kind.TEXT, Kind.IMAGE):
        given = _with_size(given, material)
    shape = given.pop("format", "")
    request = _request(kind, given, material)
    asking = Generation(kind=kind, settings=_settings(request))
    described = _of_source(request, material) if material and not shape else {}
    columns = described or {name: getattr(request, name) for name in COLUMNS} | {"format": shape}
    for name, value in columns.items():
        setattr(asking, name, value)
    return asking


def _with_size(given: dict[str, Any], material: Material | None) -> dict[str, Any]:
    """Its format, and both sides: those of the format unless both are given."""
    proposed = propose_format(material.width, material.height) if material else None
    shape = given.get("format") or proposed or PictureFormat.PORTRAIT
    if shape not in PictureFormat.values:
        raise InvalidRequest({"format": _("Choose one of the five formats.")})
    size = PictureFormat(shape).generation_size
    if all(name in given for name in _SIDES):
        size = (given["width"], given["height"])
    return {**given, "format": str(shape), **dict(zip(_SIDES, size, strict=True))}


def _request(kind: str, given: dict[str, Any], material: Material | None) -> Request:
    """The bounds are those of the engine's client."""
    if kind != Kind.TEXT:
        given = {**given, "image": material.data if material else b""}
    if kind == Kind.UPSCALE:
        given.setdefault("upscaler", "")
    try:
        request = REQUESTS[kind](**given)
    except RequestInvalid as error:
        raise refused(error) from error
    if isinstance(request, Upscale) and material:
        width, height = _enlarged(request, material)
        if width * height > MAX_ENLARGED_PIXELS:
            raise refused(RequestInvalid(upscale_by="enlarged"))
    return request


def refused(error: RequestInvalid) -> InvalidRequest:
    """The same in the words of the form."""
    return InvalidRequest({_OUR_NAME.get(name, name): text for name, text in error.fields.items()})


def _settings(request: Request) -> dict[str, Any]:
    """What has no column of its own and was not left as it is."""
    found: dict[str, Any] = {}
    for field in fields(request):
        value = getattr(request, field.name)
        if field.name in COLUMNS or field.name == "image":
            continue
        if field.default is MISSING or value != field.default:
            found[field.name] = list(value) if isinstance(value, tuple) else value
    return found


def _of_source(request: Request, material: Material) -> dict[str, Any]:
    """The columns of a request that has no words of its own: those its picture was made with."""
    recipe = material.recipe
    width, height = material.width, material.height
    if isinstance(request, Upscale):
        width, height = _enlarged(request, material)
    return {
        "format": propose_format(width, height),
        "width": width,
        "height": height,
        "count": 1,
        **(_made_with(recipe) if isinstance(request, Upscale) else _made_with(Recipe())),
    }


def _made_with(recipe: Recipe) -> dict[str, Any]:
    """Where the recipe says nothing, what a new request would have."""
    plain: dict[str, Any] = {field.name: field.default for field in fields(TextToImage)}
    steps, guidance, seed = recipe.steps, recipe.guidance, recipe.seed
    return {
        "prompt": recipe.prompt,
        "negative_prompt": recipe.negative_prompt,
        "steps": steps if steps and 0 < steps < 2**15 else plain["steps"],
        "cfg_scale": guidance if guidance is not None else plain["cfg_scale"],
        "sampler": (recipe.sampler or plain["sampler"])[:300],
        "scheduler": recipe.scheduler[:300],
        "model": recipe.model[:300],
        "seed": seed if seed is not None and 0 <= seed <= MAX_SEED else RANDOM_SEED,
    }


def _enlarged(request: Upscale, material: Material) -> tuple[int, int]:
    factor = request.upscale_by
    return int(material.width * factor), int(material.height * factor)
