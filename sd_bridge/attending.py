"""What a worker does while an engine paints: tells how far it is, and looks whether to stop."""

from __future__ import annotations

import hashlib
import logging

from django.db import close_old_connections

from sd_bridge import result_files, states
from sd_bridge.calling import Call
from sd_bridge.engines.data import Progress
from sd_bridge.engines.errors import EngineError
from sd_bridge.engines.webui import WebUI
from sd_bridge.insisting import AWAY
from sd_bridge.models import Generation

logger = logging.getLogger(__name__)

TICK = 1.0  # seconds


class OvertakenError(Exception):
    """The generation is no longer this worker's: its lease ran out and it was taken away."""


class Attendance:
    """Watches over one taken generation; one main thread uses it, with the database."""

    def __init__(self, generation: Generation, client: WebUI) -> None:
        self.generation = generation
        self._client = client
        self._is_interrupted = False
        self._preview_hash = b""

    def until_over(self, call: Call, *, is_painting: bool) -> None:
        """Keep the lease until `call` has ended; while painting, show progress too.

        A cancelled generation is marked at once and the call still waited for: as long as it
        lasts the engine is at work. Raises `OvertakenError`.
        """
        while not call.is_over(TICK):
            try:
                self._look(is_painting)
            except AWAY as error:  # the pictures may well come after the database is back
                logger.warning("The database is away while an engine works: %s", error)
                close_old_connections()

    def _look(self, is_painting: bool) -> None:
        self._renew()
        if not is_painting:
            return
        if self._is_cancelled():
            self._stop()
            return
        progress = self._client.progress(self.generation.task_id)
        if progress.is_ours is False:  # what the server shows is somebody else's
            progress = Progress()
        self._show(progress)

    def _is_cancelled(self) -> bool:
        asked = Generation.objects.values_list("cancel_requested_at", flat=True)
        return asked.get(pk=self.generation.pk) is not None

    def _stop(self) -> None:
        """Mark it cancelled; interrupt the engine as soon as it confirms that it is our work."""
        states.cancel_running(self.generation)
        if self._is_interrupted:
            return
        try:
            self._is_interrupted = self._client.interrupt(self.generation.task_id)
        except EngineError as error:
            logger.warning("The engine did not take the interrupt: %s", error)

    def _show(self, progress: Progress) -> None:
        preview = self._new_preview(progress)
        previous = self.generation.preview.name
        try:
            self._renew(progress, preview)
        except BaseException:
            result_files.remove([preview])
            raise
        if preview:
            self.generation.preview = preview
            result_files.remove([previous])

    def _new_preview(self, progress: Progress) -> str:
        if progress.preview is None:
            return ""
        digest = hashlib.sha256(progress.preview).digest()
        if digest == self._preview_hash:
            return ""
        self._preview_hash = digest
        return result_files.write_preview(self.generation, progress.preview)

    def _renew(self, progress: Progress | None = None, preview: str = "") -> None:
        if not states.renew(self.generation, progress, preview):
            raise OvertakenError(str(self.generation.uuid))
