"""SD.Next's limit: so many requests a minute and caller, a generation counting for five."""

import time
from collections import deque
from threading import Lock

A_MINUTE = 300
WINDOW = 60.0  # seconds
COSTS = {"/sdapi/v1/txt2img": 5, "/sdapi/v1/img2img": 5, "/internal/progress": 0}


class RateLimit:
    """A sliding window for each caller; `a_minute` 0 = no limit."""

    def __init__(self, a_minute: int = A_MINUTE) -> None:
        self.a_minute = a_minute
        self._lock = Lock()
        self._seen: dict[str, deque[tuple[float, int]]] = {}

    def allows(self, caller: str, path: str) -> bool:
        """Whether there is room for this request; counts it if so."""
        cost = COSTS.get(path, 1)
        now = time.monotonic()
        with self._lock:
            seen = self._seen.setdefault(caller, deque())
            while seen and seen[0][0] < now - WINDOW:
                seen.popleft()
            if self.a_minute and sum(paid for _at, paid in seen) + cost > self.a_minute:
                return False
            seen.append((now, cost))
            return True
