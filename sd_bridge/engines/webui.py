"""The client: everything this project asks of a WebUI server."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sd_bridge.engines import checking, dialects, lists, watching
from sd_bridge.engines.answers import info_of, read_answer
from sd_bridge.engines.asking import TextToImage
from sd_bridge.engines.data import (
    Answer,
    Difference,
    EngineLists,
    Model,
    Progress,
    Sampler,
    Scheduler,
    Status,
)
from sd_bridge.engines.errors import (
    EngineError,
    EngineRefused,
    EngineStarting,
    EngineTimedOut,
    EngineUnavailable,
    EngineUnreadable,
)
from sd_bridge.engines.transport import Transport

logger = logging.getLogger(__name__)

GENERATION_TIMEOUT = 600.0  # seconds, waiting in the server's own queue included


class WebUI:
    """One server. Calls raise EngineError; threads may share an object.

    `base_url` may hold a log-in and a path prefix; `timeout` bounds one generation in seconds.
    Raises ValueError when the address is none.
    """

    def __init__(
        self,
        base_url: str,
        *,
        auth: tuple[str, str] | None = None,
        timeout: float = GENERATION_TIMEOUT,
    ) -> None:
        self._transport = Transport(base_url, auth=auth)
        self._timeout = timeout
        self._dialect: dialects.Dialect | None = None

    @property
    def address(self) -> str:
        """Without the log-in; for administrators, not for editors."""
        return self._transport.address

    def dialect(self) -> dialects.Dialect:
        """Found out at the first call; EngineStarting while the API is not up."""
        if self._dialect is None:
            self._dialect = dialects.detect(self._transport)
        return self._dialect

    def status(self) -> Status:
        """One cheap call that also tries the log-in (`/internal/*` is open to everybody)."""
        try:
            progress = watching.server_progress(self._transport)
        except EngineError as error:
            return _status_for(error)
        return Status("busy" if progress.state == "active" else "ready")

    def is_reachable(self) -> bool:
        return self.status().is_ready

    def samplers(self) -> list[Sampler]:
        return lists.read_samplers(self._transport.get("/sdapi/v1/samplers"))

    def schedulers(self) -> list[Scheduler]:
        """[] from a server that is older than the list (before 1.9)."""
        return lists.read_schedulers(self._get_if_there("/sdapi/v1/schedulers") or [])

    def models(self) -> list[Model]:
        return lists.read_models(self._transport.get("/sdapi/v1/sd-models"))

    def loras(self) -> frozenset[str] | None:
        """Names and aliases; None where the server cannot tell.

        The list comes from an extension that may be missing, and with the training notes of
        hundreds of LoRAs it may be too long to read.
        """
        try:
            body = self._get_if_there("/sdapi/v1/loras")
            return None if body is None else lists.read_loras(body)
        except EngineUnreadable as error:
            logger.warning("The engine's list of LoRAs cannot be used: %s", error)
            return None

    def capabilities(self, *, attempts: int = 1, pause: float = 1.0) -> EngineLists:
        """All lists. While the server starts, tries up to `attempts` times, `pause` s apart."""
        return _patiently(self._lists, attempts, pause)

    def check(self, request: TextToImage, lists: EngineLists) -> None:
        """Raises EngineRefused naming what this server has not got. Call it before sending."""
        checking.check(request, lists)

    def txt2img(
        self, request: TextToImage, *, task_id: str, lists: EngineLists | None = None
    ) -> Answer:
        """Blocks until the pictures are done. Sent once: ask `error.may_still_work` on failure.

        `task_id` is the name under which `progress` and `interrupt` find the work. With the
        `lists` that were checked, a replaced model is recognised by its hash.
        """
        dialect = self.dialect()
        body = self._transport.generate(
            "/sdapi/v1/txt2img",
            dialect.payload(request, task_id=task_id),
            timeout=self._timeout,
        )
        answer = read_answer(body, request, program=dialect.label, lists=lists)
        if answer.was_interrupted or not self._was_interrupted(info_of(body).job_timestamp):
            return answer
        return Answer(answer.pictures, (*answer.differences, Difference("interrupted")))

    def progress(self, task_id: str | None) -> Progress:
        """For display only. Never raises; `problem` holds the code of what went wrong."""
        return watching.progress_of(self._transport, task_id)

    def interrupt(self, task_id: str) -> bool:
        """Stops our task; False, and nothing sent, unless the server says that ours is running.

        The server's interrupt hits whatever runs at the moment, also somebody else's picture.
        Raises EngineError when the server confirmed our task and then did not take the interrupt.
        """
        try:
            is_ours = watching.is_active(self._transport, task_id)
        except EngineError as error:
            logger.info("Not interrupted, as the engine did not confirm the task: %s", error)
            return False
        if is_ours:
            self._transport.post("/sdapi/v1/interrupt")
        return is_ours

    def _lists(self) -> EngineLists:
        models = self.models()
        return EngineLists(
            samplers=tuple(self.samplers()),
            schedulers=tuple(self.schedulers()),
            models=tuple(models),
            loras=self.loras(),
            current_model=lists.current_model(self._transport.get("/sdapi/v1/options"), models),
        )

    def _get_if_there(self, path: str) -> object | None:
        """None for a list this server has not got; EngineStarting while it has none at all."""
        try:
            return self._transport.get(path)
        except EngineStarting:
            self.samplers()  # if this list is there, the other is not merely late …
        try:
            return self._transport.get(path)  # … but it may have come up between the two calls
        except EngineStarting:
            return None

    def _was_interrupted(self, job_timestamp: str) -> bool:
        try:
            return watching.was_interrupted(self._transport, job_timestamp)
        except EngineError as error:  # the pictures are here; do not lose them for this
            logger.info("Unknown whether the work was interrupted: %s", error)
            return False


def _patiently(ask: Callable[[], EngineLists], attempts: int, pause: float) -> EngineLists:
    for _attempt in range(attempts - 1):
        try:
            return ask()
        except EngineUnavailable as error:
            if error.code not in ("unreachable", "starting"):
                raise
            time.sleep(pause)
    return ask()


def _status_for(error: EngineError) -> Status:
    if isinstance(error, EngineStarting):
        return Status("starting", error)
    if isinstance(error, (EngineUnavailable, EngineTimedOut)):
        return Status("unreachable", error)
    if isinstance(error, EngineRefused):
        return Status("refused", error)
    if isinstance(error, EngineUnreadable):
        return Status("unreadable", error)
    return Status("failed", error)
