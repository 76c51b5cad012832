"""What engines offer as the form's choices, or in words why it is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from sd_bridge.engine_registry import cached_lists, engine_names
from sd_bridge.engines.data import EngineLists
from sd_bridge.engines.errors import EngineError
from sd_bridge.engines.features import FEATURES
from sd_bridge.refusals import NoEngine

DEMO_MODEL = "demo-painter"


def describe_engine(name: str = "") -> dict[str, Any]:
    """The lists of one engine, or of all together; an engine that is gone counts as none named.

    Never raises for an engine that is off, starting or lying: that is said in `sentence`.
    """
    names = engine_names()
    if not names:
        return _described([], NoEngine().sentence)
    found, problem = _lists_of([name] if name in names else names)
    if not found:
        return _described([], problem)
    return _described(found, _("The engine is ready") if len(names) == 1 else "")


def is_demo(lists: EngineLists) -> bool:
    return any(DEMO_MODEL in (model.name, model.short_name) for model in lists.models)


def _lists_of(names: list[str]) -> tuple[list[EngineLists], str]:
    """Of those that answer; and why the first of the others does not."""
    found, problem = [], ""
    for name in names:
        try:
            found.append(cached_lists(name))
        except EngineError as error:
            problem = problem or error.sentence
    return found, problem


def _described(engines: list[EngineLists], sentence: str) -> dict[str, Any]:
    upscalers = _merged(_choice(each.name) for lists in engines for each in lists.upscalers)
    latent = _merged(_choice(mode) for lists in engines for mode in lists.latent_modes)
    return {
        "is_ready": bool(engines),
        "is_demo": bool(engines) and all(is_demo(lists) for lists in engines),
        "sentence": sentence,
        # What is loaded where no model is chosen; with several engines that is not one model.
        "current_model": engines[0].current_model if len(engines) == 1 else "",
        "models": _merged(
            _choice(model.name, model.short_name) for lists in engines for model in lists.models
        ),
        "samplers": _merged(_choice(each.name) for lists in engines for each in lists.samplers),
        "schedulers": _merged(
            _choice(each.name, each.label) for lists in engines for each in lists.schedulers
        ),
        "upscalers": upscalers,
        "hires_upscalers": _merged([*latent, *upscalers]),
        "styles": _merged(
            _choice(style.name, title=style.prompt) for lists in engines for style in lists.styles
        ),
        "loras": _merged(
            _choice(each.name, title=each.alias) for lists in engines for each in lists.lora_list
        ),
        "embeddings": _merged(_choice(word) for lists in engines for word in lists.embeddings),
        "face_restorers": sorted({each for lists in engines for each in lists.face_restorers}),
        "absent": _absent(engines),
    }


def _absent(engines: list[EngineLists]) -> dict[str, str]:
    """Feature and reason, for what none of them has."""
    reasons: dict[str, str] = {}
    for feature in FEATURES:
        found = [lists.absent(feature) for lists in engines]
        if found and all(found):
            reasons[feature] = found[0]
    return reasons


def _choice(value: str, label: str = "", title: str = "") -> dict[str, str]:
    return {"value": value, "label": label or value, **({"title": title} if title else {})}


def _merged(choices: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Each value once, in the order of the first engine that has it."""
    found: dict[str, dict[str, str]] = {}
    for choice in choices:
        found.setdefault(choice["value"], choice)
    return list(found.values())
