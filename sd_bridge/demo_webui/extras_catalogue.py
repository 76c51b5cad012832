"""What can be named in a request beside model and sampler: styles, LoRAs, embeddings."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from .catalogue import VERSION
from .painter.touches import EMBEDDINGS, LORAS, Weighted

_TAG = re.compile(r"<lora:([^:<>]+)(?::([^:<>]*))?[^<>]*>")
_WEIGHT = re.compile(r"\s*[-+]?\d{0,6}(?:\.\d{1,6})?\s*")

PROMPT_STYLES = [
    {
        "name": "황혼 시네마 · Cinematic dusk",
        "prompt": "{prompt}, sunset, cinematic light",
        "negative_prompt": "flat light, washed",
    },
    {
        "name": "수묵 · Ink wash",
        "prompt": "{prompt}, ink wash, sumi-e, rice paper",
        "negative_prompt": "colorful, saturated",
    },
    {
        "name": "파스텔 아침 · Pastel morning",
        "prompt": "{prompt}, pastel, soft morning light",
        "negative_prompt": "dark, harsh",
    },
    {
        "name": "네온 밤 · Neon night",
        "prompt": "{prompt}, neon, night, glowing",
        "negative_prompt": "dull, daylight",
    },
    {
        "name": "금박 · Gold leaf",
        "prompt": "{prompt}, golden, amber",
        "negative_prompt": "grey",
    },
    {"name": "선명하게 · Crisp", "prompt": "", "negative_prompt": "blurry, lowres, faded"},
]


def styled(prompt: str, negative: str, names: Iterable[str]) -> tuple[str, str]:
    """Both prompts with the named styles, in their order; unknown names are ignored."""
    known = {style["name"]: style for style in PROMPT_STYLES}
    for style in (known[name] for name in names if name in known):
        prompt = _merged(style["prompt"], prompt)
        negative = _merged(style["negative_prompt"], negative)
    return prompt, negative


def _merged(style: str, prompt: str) -> str:
    if "{prompt}" in style:
        return style.replace("{prompt}", prompt)
    return ", ".join(filter(None, (prompt.strip(), style.strip())))


def digest(name: str) -> str:
    """Twelve digits for what has no file: of its name and the painter's version."""
    return hashlib.sha256(f"{name} {VERSION}".encode()).hexdigest()[:12]


LORA_ROWS: list[dict[str, Any]] = [
    {
        "name": name,
        "alias": name.replace("_", " ").title(),
        "path": f"demo/lora/{name}",
        "metadata": {"ss_output_name": name, "ss_training_comment": "demo: a look of the painter"},
    }
    for name in LORAS
]
EMBEDDING_ROWS: dict[str, dict[str, Any]] = {
    name: {
        "step": None,
        "sd_checkpoint": None,
        "sd_checkpoint_name": None,
        "shape": 768,
        "vectors": 2,
    }
    for name in EMBEDDINGS
}
_BY_ALIAS = {row["alias"]: row["name"] for row in LORA_ROWS}


def loras_in(prompt: str) -> dict[str, float]:
    """The known LoRAs that a prompt names, with their weights; unknown ones are ignored."""
    found: dict[str, float] = {}
    for name, weight in _TAG.findall(prompt):
        name = _BY_ALIAS.get(name.strip(), name.strip())
        if name in LORAS and name not in found:
            is_number = _WEIGHT.fullmatch(weight) and any(map(str.isdigit, weight))
            found[name] = float(weight) if is_number else 1.0
    return found


def embeddings_in(text: str) -> list[str]:
    """The embeddings that a text holds as words of their own."""
    return [
        name
        for name in EMBEDDINGS
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE)
    ]


def touches_of(loras: dict[str, float], embeddings: Iterable[str]) -> tuple[Weighted, ...]:
    """What they do to a picture."""
    return (
        *(Weighted(LORAS[name], weight) for name, weight in loras.items()),
        *(Weighted(EMBEDDINGS[name]) for name in embeddings),
    )
