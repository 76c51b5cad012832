"""The engines this installation is set up with, and what they offer.

Addresses and log-ins come from the environment only.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.core.cache import cache

from sd_bridge import engine_notes
from sd_bridge.engines.data import EngineLists
from sd_bridge.engines.errors import EngineError
from sd_bridge.engines.webui import WebUI
from sd_bridge.failures import UnknownEngineError
from sd_bridge.fleet import Fleet

LISTS_KEPT = 10 * 60  # seconds
FAILURE_KEPT = 15  # seconds: a page full of panels asks a dead engine once


def engine_names() -> list[str]:
    return list(settings.SD_ENGINES)


def engine(name: str) -> WebUI:
    """The client for it, one object a process. Raises `UnknownEngineError`."""
    try:
        url = settings.SD_ENGINES[name]
    except KeyError:
        raise UnknownEngineError(name) from None
    return _client(url, settings.SD_WEBUI_AUTH, settings.SD_TIMEOUT)


@lru_cache(maxsize=32)
def _client(url: str, auth: tuple[str, str] | None, timeout: float) -> WebUI:
    return WebUI(url, auth=auth, timeout=timeout)


def cached_lists(name: str, *, attempts: int = 1) -> EngineLists:
    """What the engine offers, at most ten minutes old. May ask it: raises EngineError."""
    known = cache.get(_key(name))
    if isinstance(known, EngineError):
        raise known
    if known is None:
        try:
            known = engine(name).capabilities(attempts=attempts)
        except EngineError as error:
            cache.set(_key(name), error, FAILURE_KEPT)
            engine_notes.failed(name, error)
            raise
        remember_lists(name, known)
    return known


def known_lists(name: str) -> EngineLists | None:
    """What is known of the engine without asking it."""
    known = cache.get(_key(name))
    return known if isinstance(known, EngineLists) else None


def remember_lists(name: str, lists: EngineLists) -> None:
    """They were just read: for the forms of the next minutes, and for the dispatch."""
    cache.set(_key(name), lists, LISTS_KEPT)
    engine_notes.told_lists(name, lists)


def forget_lists(name: str) -> None:
    cache.delete(_key(name))


def engines_with_model(model: str) -> list[str]:
    """Engines that have it, or may: of those whose list is not known that is not known either.

    [] when there is no use in asking. "" = whatever is loaded: all of them.
    """
    fleet = Fleet.now(engine_names())
    return [name for name in fleet.names if fleet.may_have(name, model)]


def _key(name: str) -> str:
    return f"sd_bridge.lists.2.{name}"  # the number changes with the shape of `EngineLists`
