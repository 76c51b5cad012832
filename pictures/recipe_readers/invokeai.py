"""InvokeAI: one object since 3.0 (`invokeai_metadata`), before that `sd-metadata` and `Dream`."""

from __future__ import annotations

import re
from typing import Any

from pictures.recipe import Recipe
from pictures.recipe_readers.flat import is_telling, read_flat
from pictures.recipe_readers.texts import Texts
from pictures.recipe_readers.values import list_of, name_of, object_of, text_of

PROGRAM = "InvokeAI"
_BRACKETED = re.compile(r"\[([^\[\]]{0,5000})\]")
_OPTION = re.compile(r"(?<!\S)-{1,2}([A-Za-z_]{1,30})(?:[ =](?!-[A-Za-z])(\S{1,100}))?")
_OPTIONS = {
    "s": "steps",
    "S": "seed",
    "W": "width",
    "H": "height",
    "C": "cfg_scale",
    "A": "sampler",
}


def read(texts: Texts) -> Recipe | None:
    raw, values = texts.raw.get("invokeai_metadata", ""), texts.objects.get("invokeai_metadata", {})
    if not values:
        raw, values = texts.any_with("generation_mode", "positive_prompt")
    if values:
        return _metadata(values, raw)
    raw, values = texts.raw.get("sd-metadata", ""), texts.objects.get("sd-metadata", {})
    if not values:
        raw, values = texts.any_with("app_id", "image")
    if "image" in values:
        return _sd_metadata(values, raw)
    return _dream(texts.plain["Dream"]) if texts.plain.get("Dream") else None


def _metadata(values: dict[str, Any], raw: str) -> Recipe | None:
    # What it calls scheduler is the sampler, with "_k" at its end for Karras.
    values = {"sampler": values.get("scheduler"), **values}
    values.pop("scheduler", None)
    digest = text_of(object_of(values.get("model")).get("hash"))
    recipe = read_flat(values, raw=raw, program=PROGRAM, model_hash=digest)
    return recipe if is_telling(recipe) else None


def _sd_metadata(values: dict[str, Any], raw: str) -> Recipe | None:
    image = dict(object_of(values.get("image")))
    said = image.pop("prompt", "")
    if isinstance(said, list):
        said = "\n".join(text_of(object_of(part).get("prompt")) for part in list_of(said)[:50])
    prompt, negative = _split(text_of(said))
    recipe = read_flat(
        {**image, "app_version": values.get("app_version")},
        raw=raw,
        program=PROGRAM,
        prompt=prompt,
        negative_prompt=negative,
        model=name_of(values.get("model_weights")),
        model_hash=text_of(values.get("model_hash")),
    )
    return recipe if is_telling(recipe) else None


def _dream(text: str) -> Recipe | None:
    """A line as it was typed: `"prompt [negative]" -s 50 -S 42 -W 512 …`."""
    start = text.rfind('" -') if text.startswith('"') else text.find(" -s ")
    if start < 0:
        return None
    prompt, negative = _split(text[:start].strip().strip('"'))
    options = _OPTION.findall(text[start:].lstrip('"')[:5_000])
    values = {_OPTIONS.get(key, str(key)): value for key, value in options}
    return read_flat(values, raw=text, program=PROGRAM, prompt=prompt, negative_prompt=negative)


def _split(said: str) -> tuple[str, str]:
    """Prompt and negative prompt, which stands in square brackets."""
    negative = ", ".join(part.strip() for part in _BRACKETED.findall(said))
    return _BRACKETED.sub("", said).strip(), negative
