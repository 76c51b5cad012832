"""Reads the lists a server offers; rows of an unknown shape are an EngineUnreadable."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import Any

from pictures.storable import storable
from sd_bridge.engines.data import LoraEntry, Model, Sampler, Scheduler, Style, Upscaler
from sd_bridge.engines.errors import EngineUnreadable
from sd_bridge.engines.numbers import finite

_NO_HASH = re.compile(r"8{8,}")  # what servers say that calculate none
_TITLE_HASH = re.compile(r"\s*\[[0-9a-f]{6,64}\]$")


def read_samplers(body: Any) -> list[Sampler]:
    return [Sampler(_name(row), _aliases(row)) for row in _rows(body)]


def read_schedulers(body: Any) -> tuple[Scheduler, ...]:
    return tuple(
        Scheduler(_name(row), _text(row, "label") or _name(row), _aliases(row))
        for row in _rows(body)
    )


def read_models(body: Any) -> list[Model]:
    """Models by the name to store. `filename` is a path on the server and is never read."""
    models = []
    for row in _rows(body):
        file_name = _TITLE_HASH.sub("", _text(row, "title"))
        name = _text(row, "model_name") or file_name
        if not name:
            raise EngineUnreadable("wrong_shape", detail="A model without a name.")
        # PureWindowsPath splits at both kinds of slashes.
        short_name = PureWindowsPath(file_name).stem or name
        models.append(Model(name, _hash(row, "hash"), _hash(row, "sha256"), short_name))
    return models


def read_loras(body: Any) -> frozenset[str]:
    """Names and aliases: prompts may use either."""
    found = {text for row in _rows(body) for text in (_name(row), _text(row, "alias"))}
    return frozenset(found - {"", "None"})


def current_model(options: Any, models: list[Model]) -> str:
    """The model that is loaded when a request names none; "" where the server does not tell."""
    title = _text(options, "sd_model_checkpoint") if isinstance(options, dict) else ""
    file_name = _TITLE_HASH.sub("", title)
    short_name = PureWindowsPath(file_name).stem
    for model in models:
        if file_name and (model.name == file_name or model.short_name == short_name):
            return model.name
    return ""


def read_upscalers(body: Any) -> tuple[Upscaler, ...]:
    """Without "None", which enlarges nothing. Their paths and addresses are never read."""
    return tuple(
        Upscaler(_name(row), finite(row.get("scale")) or 4.0)
        for row in _rows(body)
        if _name(row) != "None"
    )


def read_names(body: Any) -> tuple[str, ...]:
    return tuple(_name(row) for row in _rows(body))


def read_lora_list(body: Any) -> tuple[LoraEntry, ...]:
    """Without paths and training notes."""
    entries = []
    for row in _rows(body):
        alias = _text(row, "alias")
        entries.append(LoraEntry(_name(row), "" if alias in ("None", _name(row)) else alias))
    return tuple(entries)


def read_lora_paths(body: Any) -> dict[str, str]:
    """Where each LoRA lies, for servers that want to be told; not to be stored or shown."""
    return {_name(row): _text(row, "path") or _name(row) for row in _rows(body)}


def read_embeddings(body: Any) -> tuple[str, ...]:
    """Those that fit the loaded model: an object by name, or a list of names."""
    loaded = body.get("loaded") if isinstance(body, dict) else None
    if not isinstance(loaded, (dict, list)):
        raise EngineUnreadable("wrong_shape", detail="No list of embeddings.")
    return tuple(storable(name) for name in loaded if isinstance(name, str) and name)


def read_styles(body: Any) -> tuple[Style, ...]:
    """Without the rows that merely separate the others: they have no words."""
    named = [(_name(row), row) for row in _rows(body)]
    return tuple(
        Style(name, _text(row, "prompt"), _text(row, "negative_prompt"))
        for name, row in named
        if isinstance(row.get("prompt"), str) or isinstance(row.get("negative_prompt"), str)
    )


def _rows(body: Any) -> list[dict[str, Any]]:
    if not isinstance(body, list) or not all(isinstance(row, dict) for row in body):
        raise EngineUnreadable("wrong_shape", detail=f"A {type(body).__name__} is no list of rows.")
    return body


def _name(row: dict[str, Any]) -> str:
    name = _text(row, "name")
    if not name:
        raise EngineUnreadable("wrong_shape", detail="A row without a name.")
    return name


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return storable(value) if isinstance(value, str) else ""


def _hash(row: dict[str, Any], key: str) -> str:
    found = _text(row, key)
    return "" if _NO_HASH.fullmatch(found) else found


def _aliases(row: dict[str, Any]) -> tuple[str, ...]:
    found = row.get("aliases")
    found = found if isinstance(found, list) else []
    return tuple(alias for alias in found if isinstance(alias, str))
