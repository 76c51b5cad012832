"""All lists of a server, asked for at once; what it lacks is no error but a feature less."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from sd_bridge.calling import Call
from sd_bridge.engines import lists
from sd_bridge.engines.data import EngineLists
from sd_bridge.engines.dialects.base import LISTS, Dialect
from sd_bridge.engines.errors import EngineError, EngineStarting
from sd_bridge.engines.features import NOT_OFFERED, UNREADABLE, judge
from sd_bridge.engines.transport import Transport

logger = logging.getLogger(__name__)

Absent = str  # the reason why a list is not there
_READERS: dict[str, Callable[[Any], Any]] = {
    "schedulers": lists.read_schedulers,
    "upscalers": lists.read_upscalers,
    "latent_modes": lists.read_names,
    "loras": lists.read_lora_list,
    "embeddings": lists.read_embeddings,
    "styles": lists.read_styles,
    "face_restorers": lists.read_names,
}
_INTERFACE = "/internal/ping"  # only there when the server has an interface, which names tasks


def gather(transport: Transport, dialect: Dialect) -> EngineLists:
    """Raises EngineError only for what every server has: samplers, models, options.

    The others are asked at the same time, each with its own time limit: a slow or broken one
    costs its feature, not the rest.
    """
    models = lists.read_models(transport.get("/sdapi/v1/sd-models"))
    found = EngineLists(
        samplers=tuple(lists.read_samplers(transport.get("/sdapi/v1/samplers"))),
        models=tuple(models),
        current_model=lists.current_model(transport.get("/sdapi/v1/options"), models),
        dialect=dialect.name,
        dialect_label=dialect.label,
    )
    found, reasons = _with_optional(found, transport, dialect)
    features, absent = judge(dialect, found, reasons)
    return replace(found, features=features, reasons=absent)


def get_if_there(transport: Transport, path: str) -> Any:
    """None for a list this server has not got; EngineStarting while it has none at all."""
    try:
        return transport.get(path)
    except EngineStarting:
        transport.get("/sdapi/v1/samplers")  # if this list is there, the other is not merely late …
    try:
        return transport.get(path)  # … but it may have come up between the two calls
    except EngineStarting:
        return None


def _with_optional(
    found: EngineLists, transport: Transport, dialect: Dialect
) -> tuple[EngineLists, dict[str, Absent]]:
    """The lists filled in, and why each of the others is missing."""
    asking = {name: partial(_list, transport, name) for name in dialect.lists}
    if dialect.names_tasks:
        asking["interface"] = partial(_interface, transport)
    calls = {name: Call(ask) for name, ask in asking.items()}
    answers = {name: _answer(call) for name, call in calls.items()}
    reasons = {name: answer for name, answer in answers.items() if isinstance(answer, Absent)}
    values = {name: answer for name, answer in answers.items() if name not in reasons}
    values.pop("interface", None)
    if "loras" in values:
        values["lora_list"] = values.pop("loras")
        names = {name for lora in values["lora_list"] for name in (lora.name, lora.alias) if name}
        values["loras"] = frozenset(names)
    return replace(found, **values), reasons


def _answer(call: Call[Any]) -> Any:
    call.join()
    return call.answer()


def _list(transport: Transport, name: str) -> Any:
    try:
        body = get_if_there(transport, LISTS[name])
        return NOT_OFFERED if body is None else _READERS[name](body)
    except EngineError as error:
        logger.warning("The engine's list of %s cannot be used: %s", name, error)
        return UNREADABLE


def _interface(transport: Transport) -> Any:
    try:
        transport.get(_INTERFACE)
    except EngineError:
        return NOT_OFFERED
    return ()
