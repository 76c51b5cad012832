"""The client: everything this project asks of a WebUI server."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sd_bridge.engines import checking, dialects, lists, watching
from sd_bridge.engines.asking import (
    ImageToImage,
    Interrogation,
    Request,
    TextToImage,
    Upscale,
)
from sd_bridge.engines.data import (
    Answer,
    EngineLists,
    Model,
    Progress,
    Sampler,
    Scheduler,
    Status,
)
from sd_bridge.engines.describing import describe
from sd_bridge.engines.enlarging import enlarge
from sd_bridge.engines.errors import (
    EngineError,
    EngineRefused,
    EngineStarting,
    EngineTimedOut,
    EngineUnavailable,
    EngineUnreadable,
)
from sd_bridge.engines.gathering import gather, get_if_there
from sd_bridge.engines.painting import paint
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
        except EngineStarting as error:
            return self._status_without_progress(error)
        except EngineError as error:
            return _status_for(error)
        return Status("busy" if progress.state == "active" else "ready")

    def is_reachable(self) -> bool:
        return self.status().is_ready

    def samplers(self) -> list[Sampler]:
        return lists.read_samplers(self._transport.get("/sdapi/v1/samplers"))

    def schedulers(self) -> list[Scheduler]:
        """[] from a server that is older than the list (before 1.9)."""
        body = get_if_there(self._transport, "/sdapi/v1/schedulers")
        return list(lists.read_schedulers(body or []))

    def models(self) -> list[Model]:
        return lists.read_models(self._transport.get("/sdapi/v1/sd-models"))

    def capabilities(self, *, attempts: int = 1, pause: float = 1.0) -> EngineLists:
        """All lists. While the server starts, tries up to `attempts` times, `pause` s apart."""
        return _patiently(self._lists, attempts, pause)

    def check(self, request: Request, lists: EngineLists) -> None:
        """Raises EngineRefused naming what this server has not got. Call it before sending."""
        checking.check(request, lists)

    def run(self, request: Request, *, task_id: str, lists: EngineLists | None = None) -> Answer:
        """Blocks until it is done, whatever kind it is; an Interrogation's answer has `caption`.

        Sent once: ask `error.may_still_work` on failure. `task_id` is the name under which
        `progress` and `interrupt` find the work. With the `lists` that were checked, names are
        sent in the server's spelling and a replaced model is recognised by its hash.
        """
        if isinstance(request, Upscale):
            return self.upscale(request, lists=lists)
        if isinstance(request, Interrogation):
            return Answer((), caption=self.interrogate(request))
        return paint(
            self._transport,
            self.dialect(),
            request,
            task_id=task_id,
            lists=lists,
            timeout=self._timeout,
        )

    def txt2img(
        self, request: TextToImage, *, task_id: str, lists: EngineLists | None = None
    ) -> Answer:
        """Pictures from words; see `run`."""
        return self.run(request, task_id=task_id, lists=lists)

    def img2img(
        self, request: ImageToImage, *, task_id: str, lists: EngineLists | None = None
    ) -> Answer:
        """Pictures over an image; see `run`."""
        return self.run(request, task_id=task_id, lists=lists)

    def upscale(
        self, request: Upscale, *, task_id: str = "", lists: EngineLists | None = None
    ) -> Answer:
        """One picture. Servers give this work no name: `task_id` finds nothing."""
        return enlarge(self._transport, self.dialect(), request, lists=lists, timeout=self._timeout)

    def interrogate(self, request: Interrogation) -> str:
        """What is to be seen, in words; EngineFailed "not_described" when the server could not."""
        return describe(self._transport, self.dialect(), request, timeout=self._timeout)

    def progress(self, task_id: str | None) -> Progress:
        """For display only. Never raises; `problem` holds the code of what went wrong.

        "unknown" without a problem, and `is_ours` None, from a server that tells nobody.
        """
        try:
            dialect = self._likely_dialect()
        except EngineError as error:
            return Progress(problem=error.code)
        if "progress" not in dialect.features:
            return Progress()
        return watching.progress_of(self._transport, task_id if dialect.names_tasks else None)

    def interrupt(self, task_id: str) -> bool:
        """Stops our task; False, and nothing sent, unless the server says that ours is running.

        Some servers never do (`EngineLists.features` then lacks "interrupt").

        The server's interrupt hits whatever runs at the moment, also somebody else's picture.
        Raises EngineError when the server confirmed our task and then did not take the interrupt.
        """
        try:
            names_tasks = self._likely_dialect().names_tasks
            is_ours = names_tasks and watching.is_active(self._transport, task_id)
        except EngineError as error:
            logger.info("Not interrupted, as the engine did not confirm the task: %s", error)
            return False
        if is_ours:
            self._transport.post("/sdapi/v1/interrupt")
        return is_ours

    def _likely_dialect(self) -> dialects.Dialect:
        """While the API is not up, the one from which the others came."""
        try:
            return self.dialect()
        except EngineStarting:
            return dialects.A1111

    def _lists(self) -> EngineLists:
        # Found out anew: another program may have come to the same address.
        self._dialect = dialects.detect(self._transport)
        return gather(self._transport, self._dialect)

    def _status_without_progress(self, error: EngineStarting) -> Status:
        """Of a server whose progress is 404: it starts, or never tells it."""
        try:
            self._transport.get("/sdapi/v1/samplers")
            tells = "progress" in self.dialect().features
        except EngineError as other:
            return _status_for(other)
        return _status_for(error) if tells else Status("ready")


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
