"""Reads the lists a server offers; rows of an unknown shape are an EngineUnreadable."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import Any

from pictures.storable import storable
from sd_bridge.engines.data import EngineLists, Model, Sampler, Scheduler
from sd_bridge.engines.errors import EngineUnreadable

_TITLE_HASH = re.compile(r"\s*\[[0-9a-f]{6,64}\]$")


def read_samplers(body: Any) -> list[Sampler]:
    return [Sampler(_name(row), _aliases(row)) for row in _rows(body)]


def read_schedulers(body: Any) -> list[Scheduler]:
    return [
        Scheduler(_name(row), _text(row, "label") or _name(row), _aliases(row))
        for row in _rows(body)
    ]


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
        models.append(Model(name, _text(row, "hash"), _text(row, "sha256"), short_name))
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


def normalised(name: str) -> str:
    """Servers write "SGM Uniform", "sgm_uniform" and "SGMUniform" for the same scheduler."""
    return re.sub(r"[\s_]+", "", name).casefold()


def scheduler_names(lists: EngineLists) -> set[str]:
    return {
        normalised(name)
        for scheduler in lists.schedulers
        for name in (scheduler.name, scheduler.label, *scheduler.aliases)
    }


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


def _aliases(row: dict[str, Any]) -> tuple[str, ...]:
    found = row.get("aliases")
    found = found if isinstance(found, list) else []
    return tuple(alias for alias in found if isinstance(alias, str))
