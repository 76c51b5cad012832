"""Reads how a picture was made from the text that programs leave in its file or beside it.

Most of them write A1111's *infotext*, which is read here:

    prompt, over any number of lines
    Negative prompt: the same
    Steps: 20, Sampler: Euler a, …

What others write is read by `pictures.recipe_readers`. Whatever cannot be read stays in
`Recipe.raw`. No text makes a reader fail.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace

from pictures.hidden_text import HIDDEN
from pictures.infotext import is_settings, read_pairs, write_pairs
from pictures.recipe import EMPTY, Lora, Recipe
from pictures.recipe_readers import comfyui, read_programs
from pictures.recipe_readers.texts import ALONE, Texts
from pictures.recipe_readers.values import split_sampler
from pictures.storable import storable

_NEGATIVE = "Negative prompt:"
_SOURCES = (
    *("parameters", "UserComment", "ImageDescription", "Description", "comment", "Comment"),
    *("XPComment", HIDDEN, ALONE),
)
_OTHER_PROGRAMS = ("prompt", "workflow", "sd-metadata", "invokeai_metadata", "Dream")
# A prompt may begin with a bracket, but hardly with these.
_DAMAGED_JSON = re.compile(r"\s*+(?:\{\s*+\"|\[\s*+[\[{\"])")
_TAG = re.compile(r"<(?:lora|lyco):([^<>:]{1,200})((?::[^<>:]{0,50}){0,8})>")
_LORA_HASH = re.compile(r"([^,]{1,200}?): ?((?:[a-z0-9]{3,10}:)?[0-9a-fA-F]{8,64})")
_SIZE = re.compile(r"(\d{1,6})x(\d{1,6})")
_LARGEST_SEED = 2**64 - 1
# Values of these that are left among the further ones could not be read.
_ALWAYS_READ = ("Steps", "Seed", "CFG scale", "Size")


def read_recipe(chunks: Mapping[str, str]) -> Recipe:
    """The recipe in a file's texts; one of unknown form is kept raw, none gives an empty one."""
    texts = Texts.of(chunks)
    found = [texts.plain[key] for key in _SOURCES if key in texts.plain]
    for text in found:
        if _is_infotext(text):
            recipe = parse_infotext(text)
            painted_by_comfyui = not recipe.program and comfyui.has_graph(texts)
            return replace(recipe, program="ComfyUI") if painted_by_comfyui else recipe
    recipe = read_programs(texts) or EMPTY
    if recipe:
        return recipe
    prompt = chunks.get("parameters", "")
    if prompt.strip() and not (_looks_like_json(prompt) or _DAMAGED_JSON.match(prompt)):
        return parse_infotext(prompt)
    found += [texts.plain[key] for key in _OTHER_PROGRAMS if key in texts.plain]
    return Recipe(raw=storable(found[0])) if found else EMPTY


def read_text(text: str) -> Recipe:
    """The recipe in a text that stood by itself; one of unknown form is kept raw."""
    return read_recipe({ALONE: text})


def parse_infotext(text: str) -> Recipe:
    """The recipe in an infotext. Without a line of settings all of it is prompt."""
    text = storable(text)
    lines = text.strip().split("\n")
    settings = lines.pop() if is_settings(lines[-1]) else ""
    prompt, negative = _split_prompts(lines)
    values: dict[str, str] = {}
    for key, value in read_pairs(settings):
        values.setdefault(storable(key), key if value is None else storable(value))
    known = _known(values)
    hashes = _take_lora_hashes(values)
    return Recipe(
        prompt=prompt,
        negative_prompt=negative,
        loras=_loras(prompt, hashes, _take_lora_weights(values)),
        program=values.pop("App", "") or program_of(known["version"]),
        extras=values,
        raw=text,
        is_partial=any(values.get(key) for key in _ALWAYS_READ),
        **known,
    )


def write_infotext(recipe: Recipe) -> str:
    """The text that pastes back into WebUI: as it was found, if it was an infotext, else built.

    It is built from what an editor corrected, too.
    """
    if _is_infotext(recipe.raw) and not recipe.is_corrected:
        return recipe.raw
    prompt = recipe.prompt
    named = {lora.name for lora in _loras(prompt, {})}
    for lora in recipe.loras:
        if lora.weight is not None and lora.name not in named:
            prompt = f"{prompt} <lora:{lora.name}:{_number_text(lora.weight)}>".strip()
    negative = f"{_NEGATIVE} {recipe.negative_prompt}" if recipe.negative_prompt else ""
    parts = [prompt, negative, write_pairs(_pairs(recipe))]
    return "\n".join(part for part in parts if part)


def program_of(version: str) -> str:
    """The program that writes such a `Version`; "" where nothing says so."""
    if version.startswith("f") and "v1." in version:
        return "Forge" if version.startswith("f2") else "reForge"
    if re.match(r"v?1\.\d", version):
        return "AUTOMATIC1111"
    for sign, program in (
        ("stable-diffusion.cpp", "stable-diffusion.cpp"),
        ("ComfyUI", "ComfyUI"),
        ("Fooocus", "Fooocus"),
    ):
        if version.startswith(sign):
            return program
    return ""


def _is_infotext(text: str) -> bool:
    return is_settings(text.strip().rpartition("\n")[2]) and not _looks_like_json(text)


def _looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]")


def _split_prompts(lines: list[str]) -> tuple[str, str]:
    """Prompt and negative prompt; the first line that says so begins the negative one."""
    prompt: list[str] = []
    negative: list[str] = []
    target = prompt
    for line in (line.strip() for line in lines):
        if line.startswith(_NEGATIVE):
            line, target = line.removeprefix(_NEGATIVE).strip(), negative
        target.append(line)
    return "\n".join(prompt).strip(), "\n".join(negative).strip()


def _known(values: dict[str, str]) -> dict:
    """Take the values with a place of their own out of `values`; unreadable ones stay there."""
    found: dict = {
        "steps": _take_whole(values, "Steps", 1_000_000),
        "seed": _take_whole(values, "Seed", _LARGEST_SEED),
        "guidance": _take_number(values, "CFG scale"),
        "model": values.pop("Model", ""),
        "model_hash": values.pop("Model hash", ""),
        "version": values.pop("Version", ""),
        "sampler": values.pop("Sampler", ""),
        "scheduler": values.pop("Schedule type", "") or values.pop("Scheduler", ""),
    }
    if match := _SIZE.fullmatch(values.get("Size", "")):
        del values["Size"]
        found["width"], found["height"] = int(match[1]), int(match[2])
    if not found["scheduler"]:
        found["sampler"], found["scheduler"] = split_sampler(found["sampler"])
    return found


def _take_whole(values: dict[str, str], key: str, largest: int) -> int | None:
    text = values.get(key, "")
    if not re.fullmatch(r"-?[0-9]{1,20}", text) or not -1 <= int(text) <= largest:
        return None
    return int(values.pop(key))


def _take_number(values: dict[str, str], key: str) -> float | None:
    number = _number(values.get(key, ""))
    if number is not None:
        del values[key]
    return number


def _number(text: str) -> float | None:
    """A finite decimal number, or None."""
    if not re.fullmatch(r"\s*[+-]?[0-9.]{1,20}(?:e[+-]?[0-9]{1,2})?\s*", text):
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _take_lora_hashes(values: dict[str, str]) -> dict[str, str]:
    """Name → hash of `Lora hashes`; one that is written differently stays in `values`."""
    parts = [part.strip() for part in values.get("Lora hashes", "").split(",") if part.strip()]
    matches = [_LORA_HASH.fullmatch(part) for part in parts]
    if not parts or not all(matches):
        return {}
    del values["Lora hashes"]
    return {match[1].strip(): match[2] for match in matches if match}


def _take_lora_weights(values: dict[str, str]) -> dict[str, float]:
    """Name → weight of `Lora weights`, as Fooocus writes it beside the hashes."""
    parts = (part.rpartition(":") for part in values.pop("Lora weights", "").split(",")[:100])
    weights = {name.strip(): _number(weight) for name, _, weight in parts}
    return {name: weight for name, weight in weights.items() if name and weight is not None}


def _loras(
    prompt: str, hashes: Mapping[str, str], weights: Mapping[str, float] | None = None
) -> tuple[Lora, ...]:
    """The LoRAs that the prompt names, then those known by their hash or weight only."""
    found: dict[str, Lora] = {}
    for match in _TAG.finditer(prompt):
        name, arguments = match[1].strip(), match[2].split(":")[1:]
        weight = _number(arguments[0].rpartition("=")[2]) if arguments else 1.0
        found.setdefault(name, Lora(name, weight, hashes.get(name, "")))
    weights = weights or {}
    for name in (*hashes, *weights):
        found.setdefault(name, Lora(name, weights.get(name), hashes.get(name, "")))
    return tuple(found.values())


def _pairs(recipe: Recipe) -> list[tuple[str, str]]:
    """The settings in WebUI's order; what is not known is left out."""
    size = f"{recipe.width}x{recipe.height}" if recipe.width and recipe.height else ""
    hashes = ", ".join(f"{lora.name}: {lora.hash}" for lora in recipe.loras if lora.hash)
    pairs = [
        ("Steps", _number_text(recipe.steps)),
        ("Sampler", recipe.sampler),
        ("Schedule type", recipe.scheduler),
        ("CFG scale", _number_text(recipe.guidance)),
        ("Seed", _number_text(recipe.seed)),
        ("Size", size),
        ("Model hash", recipe.model_hash),
        ("Model", recipe.model),
        *recipe.extras.items(),
        ("Lora hashes", hashes),
        ("App", recipe.program if program_of(recipe.version) != recipe.program else ""),
        ("Version", recipe.version),
    ]
    return [(key, value) for key, value in pairs if value]


def _number_text(number: float | None) -> str:
    """As WebUI's page writes it: 7 for 7.0."""
    return "" if number is None else str(number).removesuffix(".0")
