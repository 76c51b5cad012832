"""A picture's recipe as the fields of a request, and what of it cannot be asked for again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pictures.formats import PictureFormat, propose_format
from pictures.recipe import Recipe
from sd_bridge.engine_registry import engine_names, known_lists
from sd_bridge.engines.data import EngineLists
from sd_bridge.engines.spelling import normalised
from sd_bridge.forms import CUSTOM, GenerationForm

# The keys of an infotext. Not there: "Clip skip", which would change the engine for everybody.
EXTRAS = {
    "Hires upscaler": "hires_upscaler",
    "Hires upscale": "hires_scale",
    "Hires steps": "hires_steps",
    "Hires checkpoint": "hires_model",
    "Hires sampler": "hires_sampler",
    "Hires schedule type": "hires_scheduler",
    "Hires prompt": "hires_prompt",
    "Hires negative prompt": "hires_negative_prompt",
    "Variation seed": "variation_seed",
    "Variation seed strength": "variation_strength",
    "Face restoration": "restore_faces",
    "Tiling": "tiling",
    "Eta": "eta",
    "Refiner": "refiner",
    "Refiner switch at": "refiner_switch_at",
}


@dataclass
class RecipeFields:
    """`values` by field name; `notices` are sentences about what was left out."""

    values: dict[str, Any] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)


def recipe_fields(recipe: Recipe, *, keep_seed: bool) -> RecipeFields:
    """Everything of `recipe` that an engine here can be asked for. Asks no engine."""
    engines = [lists for name in engine_names() if (lists := known_lists(name))]
    found = RecipeFields(
        {
            "prompt": _prompt(recipe),
            "negative_prompt": recipe.negative_prompt,
            "steps": recipe.steps,
            "cfg_scale": recipe.guidance,
            "seed": recipe.seed if keep_seed else None,
            **_shape(recipe),
            **_extras(recipe),
        }
    )
    _model(found, recipe, engines)
    _sampler(found, recipe, engines)
    _drop_impossible(found)
    return found


def _prompt(recipe: Recipe) -> str:
    """With its LoRAs as the words that call for them."""
    missing = [lora for lora in recipe.loras if f"<lora:{lora.name}" not in recipe.prompt]
    tags = [
        f"<lora:{lora.name}:{lora.weight if lora.weight is not None else 1:g}>" for lora in missing
    ]
    return " ".join(filter(None, [recipe.prompt, *tags]))


def _shape(recipe: Recipe) -> dict[str, Any]:
    width, height = recipe.width, recipe.height
    if not width or not height:
        return {}
    for shape in PictureFormat:
        if shape.generation_size == (width, height):
            return {"format": shape.value}
    if _is_possible("width", width) and _is_possible("height", height):
        return {"format": CUSTOM, "width": width - width % 8, "height": height - height % 8}
    return {"format": propose_format(width, height).value}


def _extras(recipe: Recipe) -> dict[str, Any]:
    values: dict[str, Any] = {
        EXTRAS[key]: value for key, value in recipe.extras.items() if key in EXTRAS
    }
    if "hires_upscaler" in values and "Denoising strength" in recipe.extras:
        values["hires_denoising"] = recipe.extras["Denoising strength"]
    for switch in ("tiling", "restore_faces"):
        if switch in values:
            values[switch] = values[switch].casefold() not in ("false", "none", "")
    return values


def _model(found: RecipeFields, recipe: Recipe, engines: list[EngineLists]) -> None:
    """By its name or, where the picture says it, by its hash."""
    if not recipe.model and not recipe.model_hash:
        return
    for lists in engines:
        for model in lists.models:
            if recipe.model and recipe.model in (model.name, model.short_name):
                found.values["model"] = model.name
                return
    for lists in engines:
        for model in lists.models:
            if is_same_hash(recipe.model_hash, (model.hash, model.sha256)):
                found.values["model"] = model.name
                return
    if engines:
        name = recipe.model or recipe.model_hash
        found.notices.append(
            _("The model “%(model)s” is not on any engine. Choose another one.") % {"model": name}
        )
    else:
        found.values["model"] = recipe.model


def is_same_hash(wanted: str, hashes: Iterable[str]) -> bool:
    """Servers and files cut the same hash to different lengths."""
    short = wanted.casefold()
    return len(short) >= 8 and any(
        known and (known.casefold().startswith(short) or short.startswith(known.casefold()))
        for known in hashes
    )


def _sampler(found: RecipeFields, recipe: Recipe, engines: list[EngineLists]) -> None:
    samplers = {
        name: each.name
        for lists in engines
        for each in lists.samplers
        for name in (each.name, *each.aliases)
    }
    schedulers = {
        normalised(name): each.name
        for lists in engines
        for each in lists.schedulers
        for name in (each.name, each.label, *each.aliases)
    }
    if recipe.sampler:
        _name(found, "sampler", recipe.sampler, samplers.get(recipe.sampler), bool(samplers))
    if recipe.scheduler:
        match = schedulers.get(normalised(recipe.scheduler))
        _name(found, "scheduler", recipe.scheduler, match, bool(schedulers))


def _name(found: RecipeFields, name: str, asked: str, match: str | None, is_known: bool) -> None:
    if match or not is_known:
        found.values[name] = match or asked
        return
    sentence = {
        "sampler": _("The sampler “%(name)s” is not on any engine. The usual one is chosen."),
        "scheduler": _("The scheduler “%(name)s” is not on any engine. It is left to the engine."),
    }
    found.notices.append(sentence[name] % {"name": asked})


def _drop_impossible(found: RecipeFields) -> None:
    """Values no engine here takes: better told now than refused later."""
    fields = GenerationForm.base_fields
    for name, value in list(found.values.items()):
        if value in (None, ""):
            del found.values[name]
        elif not _is_possible(name, value):
            del found.values[name]
            found.notices.append(
                _("“%(field)s” of the recipe cannot be asked for: %(value)s")
                % {"field": fields[name].label, "value": str(value)[:80]}
            )


def _is_possible(name: str, value: Any) -> bool:
    try:
        GenerationForm.base_fields[name].clean(value)
    except forms.ValidationError:
        return False
    return True
