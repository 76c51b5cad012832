"""Programs that need little: Draw Things, Easy Diffusion, Midjourney, Civitai, and our own JSON."""

from __future__ import annotations

import html
import re
from dataclasses import fields, replace
from typing import Any

from pictures.recipe import Lora, Recipe
from pictures.recipe_readers.flat import is_telling, read_flat, read_loras
from pictures.recipe_readers.texts import Texts
from pictures.recipe_readers.values import (
    list_of,
    load_object,
    number_of,
    object_of,
    text_of,
)
from pictures.storable import storable

XMP = "XML:com.adobe.xmp"
_XMP_COMMENT = ("<exif:UserComment>", "</exif:UserComment>")
_TAGS = re.compile(r"<[^<>]{0,500}>")
_OWN_FIELDS = {field.name for field in fields(Recipe)}
_MOST_EXTRAS = 200
_EASY = ("num_inference_steps", "use_stable_diffusion_model")
_JOB = re.compile(r"Job ID: ([0-9a-f-]{36})")
_OPTION = re.compile(r"\s--([a-z]{1,20})(?:\s+([^\s-]\S{0,60}))?")


def read_draw_things(texts: Texts) -> Recipe | None:
    """Draw Things: JSON with one-letter keys, in the XMP packet."""
    raw, values = texts.any_with("c", "uc", "sampler")
    if not values:
        comment = texts.plain.get(XMP, "").partition(_XMP_COMMENT[0])[2].partition(_XMP_COMMENT[1])
        raw = html.unescape(_TAGS.sub("", comment[0])).strip()
        values = load_object(raw)
    if "c" not in values or "seed" not in values:
        return None
    known = {"prompt": text_of(values["c"]), "negative_prompt": text_of(values.get("uc"))}
    rest = {key: value for key, value in values.items() if key not in ("c", "uc", "v2")}
    return read_flat(rest, raw=storable(raw), program="Draw Things", **known)


def read_easy_diffusion(texts: Texts) -> Recipe | None:
    """Easy Diffusion: each setting a text of its own, or all of them in one object."""
    raw, values = texts.any_with(*_EASY)
    if not values and all(key in texts.plain for key in _EASY):
        values = dict(texts.plain)
        raw = "\n".join(f"{key}: {text}" for key, text in texts.plain.items())
    return read_flat(values, raw=raw, program="Easy Diffusion") if values else None


def read_midjourney(texts: Texts) -> Recipe | None:
    """Midjourney: the prompt as it was typed, options behind it, then the job."""
    said = texts.plain.get("Description", "")
    job = _JOB.search(said)
    if job is None:
        return None
    typed = said[: job.start()].strip()
    options = dict(_OPTION.findall(typed))
    prompt = _OPTION.sub("", typed).strip()
    version = options.pop("v", "")
    return read_flat(
        {**options, "Job ID": job[1]},
        raw=said,
        program="Midjourney",
        prompt=prompt,
        version=version,
    )


def read_civitai(texts: Texts) -> Recipe | None:
    """Civitai's answers: settings below `meta`, models and LoRAs as `resources`."""
    raw, values = texts.any_with("cfgScale", "prompt")
    if "meta" in texts.objects:
        raw, values = texts.raw["meta"], texts.objects["meta"]
    if not values:
        return None
    resources = [object_of(item) for item in list_of(values.get("resources"))[:200]]
    loras = read_loras([item for item in resources if item.get("type") in ("lora", "lycoris")])
    models = [item for item in resources if item.get("type") in ("model", "checkpoint")]
    rest = {key: value for key, value in values.items() if key != "resources"}
    if models:
        rest = {"Model": models[0].get("name"), "Model hash": models[0].get("hash"), **rest}
    recipe = read_flat(rest, raw=raw, loras=loras or read_loras(values.get("loras")))
    return recipe if is_telling(recipe) else None


def read_own(texts: Texts) -> Recipe | None:
    """What `Recipe.as_json` wrote."""
    for name in ("extras", "raw"):
        _, values = texts.any_with(name)
        if values and values.keys() <= _OWN_FIELDS:
            break
    else:
        return None
    used = ("extras", "raw", "is_partial", "is_corrected")
    plain: dict[str, Any] = {key: value for key, value in values.items() if key not in used}
    raw, extras = values.get("raw"), object_of(values.get("extras"))
    recipe = read_flat(plain, raw=storable(raw) if isinstance(raw, str) else "")
    further = {storable(key)[:80]: text_of(extras[key]) for key in list(extras)[:_MOST_EXTRAS]}
    # Names as they are written: those of other programs are cut down to compare them.
    names = ("model", "sampler", "scheduler")
    named: dict[str, Any] = {name: text_of(values.get(name)) for name in names}
    loras = [object_of(item) for item in list_of(values.get("loras"))[:100]]
    return replace(
        recipe,
        **named,
        loras=tuple(
            Lora(text_of(lora["name"]), number_of(lora.get("weight")), text_of(lora.get("hash")))
            for lora in loras
            if text_of(lora.get("name"))
        ),
        extras={**recipe.extras, **further},
        is_partial=values.get("is_partial") is True or recipe.is_partial,
        is_corrected=values.get("is_corrected") is True,
    )


def read_any(texts: Texts) -> Recipe | None:
    """Any object that names a prompt and some settings the way most programs do."""
    for name, values in texts.objects.items():
        recipe = read_flat(values, raw=texts.raw[name])
        if recipe.prompt and (recipe.steps is not None or recipe.seed is not None):
            return recipe
    return None
