# ruff: noqa: N818 - the family's name already says that they are errors
"""What can go wrong with an engine, as one family.

    EngineError
    ├── EngineUnavailable     no connection, connection lost, busy
    │   └── EngineStarting    it answers, but its API is not there (yet)
    ├── EngineRefused         log-in refused, request not accepted, unknown sampler or model
    │   └── RequestInvalid    found by us before sending; `fields` names what to correct
    ├── EngineUnreadable      it answered something that is not the API's answer
    ├── EngineOutOfMemory     the picture does not fit into the graphics card
    ├── EngineTimedOut        no answer in time; it may still be working
    └── EngineFailed          every other failure of the server itself

`code` and `params` are what to store; the sentence for people is made from them in the language
of whoever looks (`sentence_for`). `detail` is the raw reason for those who want to know more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sd_bridge.engines.sentences import INVALID_FIELDS, SENTENCES


def sentence_for(code: str, params: Mapping[str, str] | None = None) -> str:
    """What happened and what to do, in the active language; for codes stored earlier."""
    sentence = SENTENCES.get(code, SENTENCES["failed"])
    try:
        return str(sentence) % dict(params or {})
    except (KeyError, ValueError):  # stored by another version, with other params
        return str(SENTENCES["failed"])


class EngineError(Exception):
    """`detail` is already scrubbed of secrets and server paths (see `scrubbing`)."""

    code = "failed"

    def __init__(self, code: str = "", *, detail: str = "", **params: str) -> None:
        self.code = code or type(self).code
        self.detail = detail
        self.params = params
        super().__init__(": ".join(filter(None, (self.code, detail))))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.code, self.detail, self.params)

    @property
    def sentence(self) -> str:
        """For editors, in the active language."""
        return sentence_for(self.code, self.params)

    @property
    def may_still_work(self) -> bool:
        """Whether the server may be at work on our request although we got no answer."""
        return self.code in ("timed_out", "gateway_timeout", "connection_lost")

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "params": dict(self.params), "detail": self.detail}


def _restore(
    kind: type[EngineError], code: str, detail: str, params: dict[str, str]
) -> EngineError:
    return kind(code, detail=detail, **params)


class EngineUnavailable(EngineError):
    """Codes: unreachable, connection_lost, busy, gateway."""

    code = "unreachable"


class EngineStarting(EngineUnavailable):
    """Every path is 404: still starting, or started without `--api`."""

    code = "starting"


class EngineRefused(EngineError):
    """Codes: refused, not_allowed, redirected, prompt_without_words; unknown_… of a name that
    the server has not got, lacks_… of a feature; image_broken, image_pixels, enlarged_pixels."""

    code = "refused"


class RequestInvalid(EngineRefused):
    """`params` maps each field that is out of bounds to the code of its sentence."""

    code = "invalid_request"

    @property
    def fields(self) -> dict[str, str]:
        """Field name → sentence in the active language, for a form to show."""
        return {name: str(INVALID_FIELDS[reason]) for name, reason in self.params.items()}


class EngineUnreadable(EngineError):
    """Codes: not_json, wrong_shape, bad_picture, too_large."""

    code = "not_json"


class EngineOutOfMemory(EngineError):
    code = "out_of_memory"


class EngineTimedOut(EngineError):
    """Codes: timed_out (by us), gateway_timeout (by a proxy between)."""

    code = "timed_out"


class EngineFailed(EngineError):
    """Codes: failed, not_a_number, no_pictures, not_described."""

    code = "failed"
