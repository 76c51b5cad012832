"""The engine's lists as the panel's choices, or in words why they are not known."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sd_bridge.engine_registry import cached_lists, engine_names
from sd_bridge.engines.data import EngineLists
from sd_bridge.engines.errors import EngineError
from sd_bridge.refusals import NoEngine

DEMO_MODEL = "demo-painter"


def describe_engine() -> dict[str, Any]:
    """Never raises for an engine that is off, starting or lying: that is said in `sentence`."""
    names = engine_names()
    if not names:
        return _unknown(NoEngine().sentence)
    try:
        lists = cached_lists(names[0])
    except EngineError as error:
        return _unknown(error.sentence)
    return {
        "is_ready": True,
        "is_demo": is_demo(lists),
        "sentence": _("The engine is ready"),
        "current_model": lists.current_model,
        "models": [_choice(model.name, model.short_name or model.name) for model in lists.models],
        "samplers": [_choice(sampler.name) for sampler in lists.samplers],
        "schedulers": [_choice(each.name, each.label or each.name) for each in lists.schedulers],
    }


def is_demo(lists: EngineLists) -> bool:
    return any(DEMO_MODEL in (model.name, model.short_name) for model in lists.models)


def _choice(value: str, label: str = "") -> dict[str, str]:
    return {"value": value, "label": label or value}


def _unknown(sentence: str) -> dict[str, Any]:
    return {
        "is_ready": False,
        "is_demo": False,
        "sentence": sentence,
        "current_model": "",
        "models": [],
        "samplers": [],
        "schedulers": [],
    }
