"""How a picture of an answer was made, from `info`; parsing the infotext is second best."""

from __future__ import annotations

from dataclasses import replace

from pictures.recipe import Recipe
from pictures.recipe_reader import parse_infotext, program_of
from sd_bridge.engines.asking import Painting
from sd_bridge.engines.decoding import Decoded
from sd_bridge.engines.info import Info
from sd_bridge.engines.loras import loras_in

# Told by fields of their own.
_OWN_FIELDS = ("Schedule type", "Lora hashes")


def recipe_of(
    picture: int,
    decoded: Decoded,
    infotext: str,
    info: Info,
    request: Painting,
    *,
    sent: Painting,
    program: str,
) -> Recipe:
    """The recipe of the picture with this index (from 0, the grid not counted)."""
    recipe = (
        _from_info(picture, decoded, infotext, info, request, program)
        if info.is_known
        else _without_info(decoded, infotext, request, program)
    )
    if sent.prompt != request.prompt and recipe.prompt.split() == sent.prompt.split():
        # LoRAs that are sent beside the prompt belong to it all the same.
        return replace(recipe, prompt=request.prompt, loras=loras_in(request.prompt))
    return recipe


def _from_info(
    picture: int, decoded: Decoded, infotext: str, info: Info, request: Painting, program: str
) -> Recipe:
    prompt = info.prompt_of(picture)
    version = info.version or info.told.get("Version", "")
    return Recipe(
        prompt=request.prompt if prompt is None else prompt,
        negative_prompt=info.negative_prompt_of(picture) or "",
        seed=_seed_of(picture, info),
        steps=info.steps,
        sampler=info.sampler,
        scheduler=info.scheduler,
        guidance=info.guidance,
        model=info.model,
        model_hash=info.model_hash or info.told.get("Model hash", ""),
        loras=loras_in(prompt or "", info.lora_hashes),
        width=info.width or decoded.width,
        height=info.height or decoded.height,
        program=program_of(version) or program,
        version=version,
        extras={key: text for key, text in info.extras.items() if key not in _OWN_FIELDS},
        raw=infotext,
    )


def _seed_of(picture: int, info: Info) -> int | None:
    if picture < len(info.seeds):
        return info.seeds[picture]
    return None if info.seed is None else info.seed + picture  # seeds count up by one


def _without_info(decoded: Decoded, infotext: str, request: Painting, program: str) -> Recipe:
    """From the infotext in the file, else the words we sent and the size we measured.

    Sampler, model and seed are then left open: that the server used what we asked is not known.
    """
    parsed = parse_infotext(infotext)
    if parsed.steps is not None:
        return parsed if parsed.program else replace(parsed, program=program)
    return Recipe(
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        loras=loras_in(request.prompt),
        width=decoded.width,
        height=decoded.height,
        program=program,
        raw=infotext,
    )
