"""The text that tells how a picture was made, written and read in the form of A1111 1.10."""

import json
import re
from collections.abc import Mapping
from typing import Any

_PAIR = re.compile(r'\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
_SIZE = re.compile(r"^(\d+)x(\d+)$")
_FEWEST_PAIRS = 3

# What png-info adds where the text is silent.
_DEFAULTS: Mapping[str, Any] = {
    "Clip skip": "1",
    "Hires resize-1": 0,
    "Hires resize-2": 0,
    "Hires sampler": "Use same sampler",
    "Hires schedule type": "Use same scheduler",
    "Hires checkpoint": "Use same checkpoint",
    "Hires prompt": "",
    "Hires negative prompt": "",
    "Mask mode": "Inpaint masked",
    "Masked content": "original",
    "Inpaint area": "Whole picture",
    "Masked area padding": 32,
    "RNG": "GPU",
    "Schedule type": "Automatic",
    "Schedule max sigma": 0,
    "Schedule min sigma": 0,
    "Schedule rho": 0,
    "VAE Encoder": "Full",
    "VAE Decoder": "Full",
    "FP8 weight": "Disable",
    "Cache FP16 weight for LoRA": False,
    "Emphasis": "Original",
    "Refiner switch by sampling steps": False,
}


def quoted(value: object) -> str:
    """As JSON where a comma, colon or line break would confuse a reader."""
    text = str(value)
    if any(mark in text for mark in ",:\n"):
        return json.dumps(text, ensure_ascii=False)
    return text


def infotext(prompt: str, negative_prompt: str, pairs: Mapping[str, Any]) -> str:
    """Prompt, negative prompt, and the pairs whose value is not None, in their order."""
    parts = [
        key if key == value else f"{key}: {quoted(value)}"
        for key, value in pairs.items()
        if value is not None
    ]
    negative = f"\nNegative prompt: {negative_prompt}" if negative_prompt else ""
    return f"{prompt}{negative}\n{', '.join(parts)}".strip()


def recipe_pairs(
    *,
    steps: int,
    sampler: str,
    schedule: str,
    cfg_scale: float,
    seed: int,
    width: int,
    height: int,
    model: str,
    model_hash: str,
    version: str,
    more: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The pairs of a picture in A1111's order; `more` are of those that have their place there."""
    more = more or {}
    return {
        "Steps": steps,
        "Sampler": sampler,
        "Schedule type": schedule,
        "CFG scale": cfg_scale,
        "Seed": seed,
        "Face restoration": more.get("Face restoration"),
        "Size": f"{width}x{height}",
        "Model hash": model_hash,
        "Model": model,
        "Variation seed": more.get("Variation seed"),
        "Variation seed strength": more.get("Variation seed strength"),
        "Denoising strength": more.get("Denoising strength"),
        "Clip skip": more.get("Clip skip"),
        "Tiling": more.get("Tiling"),
        **(extra or {}),
        "Version": version,
    }


def read_pairs(text: str) -> dict[str, Any]:
    """What `png-info` tells of an infotext: strings, with defaults for what is missing."""
    *lines, last = text.strip().split("\n")
    found = _PAIR.findall(last)
    if len(found) < _FEWEST_PAIRS:
        lines, found = [*lines, last], []
    prompts: dict[str, list[str]] = {"Prompt": [], "Negative prompt": []}
    target = "Prompt"
    for line in (line.strip() for line in lines):
        if target == "Prompt" and line.startswith("Negative prompt:"):
            target, line = "Negative prompt", line.removeprefix("Negative prompt:").strip()
        prompts[target].append(line)
    pairs: dict[str, Any] = {}
    for key, value in found:
        if value.startswith('"') and value.endswith('"'):
            value = _unquoted(value)
        size = _SIZE.match(value)
        pairs |= {f"{key}-1": size[1], f"{key}-2": size[2]} if size else {key: value}
    pairs |= {name: "\n".join(part) for name, part in prompts.items()}
    return pairs | {key: value for key, value in _DEFAULTS.items() if key not in pairs}


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(value))
    except ValueError:
        return value
