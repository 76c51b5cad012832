"""A demo WebUI on a real socket, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from . import LATE_SECONDS
from .server import serve


@contextmanager
def running_demo_webui(
    *,
    auth: str | None = None,
    seconds_per_step: float = 0.0,
    dialect: str = "a1111",
    fault: str = "",
    late_seconds: float = LATE_SECONDS,
) -> Iterator[str]:
    """The base URL of a server on a free local port, stopped at the end."""
    server = serve(
        "127.0.0.1",
        0,
        auth=auth,
        seconds_per_step=seconds_per_step,
        dialect=dialect,
        fault=fault,
        late_seconds=late_seconds,
    ).start()
    try:
        yield server.url
    finally:
        server.stop()
