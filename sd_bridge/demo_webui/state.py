"""What the server is doing now: one global state, as `progress` shows it, and the queue."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Condition, Event, Lock
from typing import Any

from PIL import Image

REMEMBERED_TASKS = 16


class FIFOLock:
    """A lock that serves waiters in the order of their coming."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._line: deque[object] = deque()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        ticket = object()
        with self._condition:
            self._line.append(ticket)
            self._condition.wait_for(lambda: self._line[0] is ticket)
        try:
            yield
        finally:
            with self._condition:
                self._line.popleft()
                self._condition.notify_all()


class Tasks:
    """Ids of tasks: waiting, running, and the last finished.

    As on the real server a task that raised is never finished: it stays the current one until
    another starts.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.pending: dict[str, float] = {}
        self.current: str | None = None
        self.finished: deque[str] = deque(maxlen=REMEMBERED_TASKS)

    def add(self, task: str) -> None:
        with self._lock:
            self.pending[task] = time.monotonic()

    def start(self, task: str) -> None:
        with self._lock:
            self.pending.pop(task, None)
            self.current = task

    def finish(self, task: str) -> None:
        with self._lock:
            if self.current == task:
                self.current = None
            self.finished.append(task)

    def waiting(self) -> list[str]:
        with self._lock:
            return sorted(self.pending, key=self.pending.__getitem__)


class State:
    """Progress of the running job. `wake` is set to end a step's waiting early."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.wake = Event()
        self.skipped = self.interrupted = False
        self.job = self.job_timestamp = ""
        self.job_count = self.job_no = 0
        self.sampling_step = self.sampling_steps = 0
        self.started_at = 0.0
        self.id_live_preview = 0
        self._make_preview: Callable[[], Image.Image] | None = None
        self._preview: Image.Image | None = None

    def begin(self, job: str) -> None:
        """A new job; the flags of the last are cleared, its `sampling_steps` linger."""
        with self.lock:
            self.skipped = self.interrupted = False
            self.wake.clear()
            self.job, self.job_count, self.job_no = job, -1, 0
            self.job_timestamp = datetime.now().strftime("%Y%m%d%H%M%S")  # noqa: DTZ005
            self.sampling_step, self.id_live_preview = 0, 0
            self.started_at = time.monotonic()
            self._make_preview = self._preview = None

    def end(self) -> None:
        with self.lock:
            self.job, self.job_count = "", 0
            self._make_preview = self._preview = None

    def next_job(self) -> None:
        """The next picture (or pass) of the same request."""
        with self.lock:
            self.job_no += 1
            self.sampling_step = 0

    def stepped(self, step: int, make_preview: Callable[[], Image.Image] | None) -> None:
        """`step` is done; with `make_preview` a new preview can be had."""
        with self.lock:
            self.sampling_step = step
            if make_preview is not None:
                self._make_preview, self._preview = make_preview, None
                self.id_live_preview += 1

    def next_picture(self) -> None:
        """A skip ends with the picture it was meant for."""
        with self.lock:
            self.skipped = False
            if not self.interrupted:
                self.wake.clear()

    def stop(self, *, everything: bool) -> None:
        """Interrupt (`everything`) or skip; without a job the next `begin` forgets it."""
        with self.lock:
            self.interrupted = self.interrupted or everything
            self.skipped = self.skipped or not everything
            self.wake.set()

    @property
    def stopping(self) -> bool:
        return self.skipped or self.interrupted

    def preview(self) -> Image.Image | None:
        """The picture as far as it has come, painted when first asked for."""
        with self.lock:
            make, painted = self._make_preview, self._preview
        if painted is None and make is not None:
            painted = make()
            with self.lock:
                if self._make_preview is make:
                    self._preview = painted
        return painted

    def part_done(self) -> float:
        """0…1 over all pictures of the job."""
        if self.job_count <= 0:
            return 0.0
        steps = self.sampling_step / self.sampling_steps if self.sampling_steps else 0.0
        return min(1.0, (self.job_no + steps) / self.job_count)

    def as_json(self) -> dict[str, Any]:
        return {
            "skipped": self.skipped,
            "interrupted": self.interrupted,
            "stopping_generation": False,
            "job": self.job,
            "job_count": self.job_count,
            "job_timestamp": self.job_timestamp or "0",
            "job_no": self.job_no,
            "sampling_step": self.sampling_step,
            "sampling_steps": self.sampling_steps,
        }
