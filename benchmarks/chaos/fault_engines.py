"""One demo WebUI for each fault, all in one process: `python -m benchmarks.chaos.fault_engines`.

Prints their addresses as JSON on a line of its own, and serves until it is ended.
"""

from __future__ import annotations

import json
import signal

from sd_bridge.demo_webui.faults import FAULTS
from sd_bridge.demo_webui.server import serve

LATE_SECONDS = 30.0  # of the fault too-late: longer than anybody waits here


def main() -> None:
    servers = {
        name: serve(
            "127.0.0.1", 0, fault=name, seconds_per_step=0.02, late_seconds=LATE_SECONDS
        ).start()
        for name in FAULTS
    }
    print(json.dumps({name: server.url for name, server in servers.items()}), flush=True)
    signal.pause()


if __name__ == "__main__":
    main()
