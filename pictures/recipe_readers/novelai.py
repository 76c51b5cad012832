"""NovelAI: prompt as `Description`, model as `Source`, settings as JSON in `Comment`."""

from __future__ import annotations

import re
from typing import Any

from pictures.recipe import Recipe
from pictures.recipe_readers.flat import read_flat
from pictures.recipe_readers.texts import Texts
from pictures.recipe_readers.values import list_of, object_of, text_of

PROGRAM = "NovelAI"
_SOURCE = re.compile(r"(.{1,100}?)\s+([0-9A-F]{8})")
_OWN_KEYS = ("uc", "signed_hash", "request_type", "v4_prompt")


def read(texts: Texts) -> Recipe | None:
    values = texts.objects.get("Comment", {})
    said_so = texts.plain.get("Software", "").strip() == PROGRAM
    if not values or not (said_so or any(key in values for key in _OWN_KEYS)):
        return None
    if "steps" not in values and "sampler" not in values:
        return None
    known, rest = _words(values, texts.plain.get("Description", ""))
    match = _SOURCE.fullmatch(texts.plain.get("Source", "").strip()[:200])
    if match:
        known |= {"model": match[1], "model_hash": match[2]}
    return read_flat(rest, raw=texts.raw["Comment"], program=PROGRAM, **known)


def _words(values: dict[str, Any], description: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both prompts, and what is left of the values. Each character's words get a line."""
    positive = _captions(values.get("v4_prompt"))
    negative = _captions(values.get("v4_negative_prompt"))
    prompt = text_of(values.get("prompt")) or text_of(description)
    words = {
        "prompt": "\n".join(filter(None, (positive[0] or prompt, *positive[1]))),
        "negative_prompt": "\n".join(
            filter(None, (negative[0] or text_of(values.get("uc")), *negative[1]))
        ),
    }
    used = ("prompt", "uc", "v4_prompt", "v4_negative_prompt", "signed_hash")
    return words, {key: value for key, value in values.items() if key not in used}


def _captions(value: Any) -> tuple[str, list[str]]:
    """The words for the whole picture, and those for each character."""
    caption = object_of(object_of(value).get("caption"))
    characters = [object_of(item) for item in list_of(caption.get("char_captions"))[:50]]
    return text_of(caption.get("base_caption")), [
        text_of(item.get("char_caption")) for item in characters
    ]
