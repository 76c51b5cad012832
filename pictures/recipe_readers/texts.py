"""The texts of a file, each parsed once, whatever container its carrier wraps them in.

PNG keeps one text a key. EXIF has no keys of that kind, so programs write `workflow:{…}` into
some field, or one object that holds what would have been several texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pictures.hidden_text import HIDDEN
from pictures.recipe_readers.values import load_object

ALONE = "alone"
"""The key of a text that stood by itself, in a file of its own."""

# Fields in which carriers without keys put everything.
_CONTAINERS = (
    *("UserComment", "ImageDescription", "Make", "Model", "XPComment", "XPKeywords"),
    *("Comment", "comment", "Description", "parameters", HIDDEN, ALONE),
)
_INNER = ("prompt", "workflow", "invokeai_metadata", "sd-metadata", "meta", "parameters", "Comment")
_INFOTEXTS = ("parameters", "infotext", "info")
_INNER_TEXTS = ("Software", "Source", "Title", "Description")
_PREFIX = re.compile(r"\s*(prompt|workflow|parameters)\s*:\s*(?=\{)", re.IGNORECASE)


@dataclass(slots=True)
class Texts:
    """`plain` as found; `objects` those that are JSON objects; `raw` the text an object is from."""

    plain: dict[str, str] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, chunks: Mapping[str, str]) -> Texts:
        found = cls(plain={key: text for key, text in chunks.items() if text.strip()})
        for key, text in list(found.plain.items()):
            if key in _CONTAINERS and (match := _PREFIX.match(text)):
                found._add(match[1].lower(), text[match.end() :], text[match.end() :])
            else:
                found._add(key, text, text)
        for key in _CONTAINERS:
            if key in found.objects:
                found._unwrap(found.objects[key], found.raw[key])
        return found

    def first(self, *keys: str) -> str:
        """The first text under one of these keys, however little it says; "" for none."""
        return next((self.plain[key] for key in keys if key in self.plain), "")

    def any_with(self, *keys: str) -> tuple[str, dict[str, Any]]:
        """Raw text and object of the first one that has all of these keys; ("", {}) for none."""
        for name, values in self.objects.items():
            if all(key in values for key in keys):
                return self.raw[name], values
        return "", {}

    def _add(self, key: str, text: str, raw: str) -> None:
        values = load_object(text)
        if values:
            self.objects.setdefault(key, values)
            self.raw.setdefault(key, raw)

    def _unwrap(self, values: dict[str, Any], raw: str) -> None:
        for key in _INNER:
            inner = values.get(key)
            if isinstance(inner, dict) and key not in self.objects:
                self.objects[key] = inner
                self.raw[key] = _as_text(inner) or raw
            elif isinstance(inner, str):
                self._add(key, inner, inner)
        for key in _INNER_TEXTS:
            if isinstance(values.get(key), str):
                self.plain.setdefault(key, values[key])
        for key in _INFOTEXTS:
            if isinstance(values.get(key), str):
                self.plain.setdefault("parameters", values[key])


def _as_text(values: dict[str, Any]) -> str:
    try:
        return json.dumps(values, ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""
