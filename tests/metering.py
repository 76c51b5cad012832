"""What one piece of work costs this process: CPU seconds, and memory at its peak above the start.

CPU and not wall clock: the machine may be shared. The peak is that of /proc (Linux), which can be
set back before each piece.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")


@dataclass
class Meter:
    """The dearest piece so far, by name."""

    seconds: tuple[float, str] = (0.0, "")
    mebibytes: tuple[float, str] = (0.0, "")
    can_reset: bool = field(default_factory=lambda: _reset_peak())

    @contextmanager
    def piece(self, name: str) -> Iterator[None]:
        if self.can_reset:
            _reset_peak()
        before, started = _read("VmRSS"), time.process_time()
        yield
        self.seconds = max(self.seconds, (time.process_time() - started, name))
        if self.can_reset:
            self.mebibytes = max(self.mebibytes, (_read("VmHWM") - before, name))


def _reset_peak() -> bool:
    try:
        _RESET.write_text("5")
    except OSError:
        return False
    return True


def _read(key: str) -> float:
    try:
        lines = _STATUS.read_text().splitlines()
    except OSError:
        return 0.0
    line = next((line for line in lines if line.startswith(f"{key}:")), "0 0")
    return int(line.split()[1]) / 1024
