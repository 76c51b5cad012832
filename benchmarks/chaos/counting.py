"""Stands before an engine and notes what it was asked for: the proof of "never twice"."""

from __future__ import annotations

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from benchmarks.chaos.crew import Crew

ANSWER_SECONDS = 120


class CountingProxy:
    """Passes requests on to `engine_url`; `asked` counts `POST txt2img` by task id.

    A `port` other than 0 lets a second one take the place of one that was stopped.
    """

    def __init__(self, engine_url: str, asked: Counter[str], *, port: int = 0) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(engine_url, asked))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class CountedEngine:
    """A demo WebUI behind its counter; it can go down and come back at the same address."""

    def __init__(self, crew: Crew, seconds_per_step: float) -> None:
        self.asked: Counter[str] = Counter()
        self._crew = crew
        self._seconds_per_step = seconds_per_step
        self._proxy: CountingProxy | None = None
        self._port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        engine_url = self._crew.start_engine(self._seconds_per_step)
        self._process = self._crew.processes[-1]
        self._proxy = CountingProxy(engine_url, self.asked, port=self._port)
        self._port = self._proxy.port

    def kill(self) -> None:
        """kill -9 while it works; from then on nothing listens there."""
        self.stop()
        self._crew.kill(self._process)

    def stop(self) -> None:
        if self._proxy is not None:
            self._proxy.stop()
            self._proxy = None


def _handler(engine_url: str, asked: Counter[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on(None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path == "/sdapi/v1/txt2img":
                asked[json.loads(body)["force_task_id"]] += 1
            self._pass_on(body)

        def _pass_on(self, body: bytes | None) -> None:
            try:
                answer = requests.request(
                    self.command,
                    engine_url + self.path,
                    data=body,
                    headers={"Content-Type": "application/json"},
                    timeout=ANSWER_SECONDS,
                )
            except requests.RequestException:  # the engine was killed: so ends this connection
                self.close_connection = True
                return
            try:
                self.send_response(answer.status_code)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)
            except OSError:  # the worker was killed meanwhile
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
