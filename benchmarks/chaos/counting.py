"""Stands before an engine and notes what it was asked for: the proof of "never twice"."""

from __future__ import annotations

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

ANSWER_SECONDS = 120


class CountingProxy:
    """Passes requests on to `engine_url`; `asked` counts `POST txt2img` by task id."""

    def __init__(self, engine_url: str, asked: Counter[str]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(engine_url, asked))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


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
            answer = requests.request(
                self.command,
                engine_url + self.path,
                data=body,
                headers={"Content-Type": "application/json"},
                timeout=ANSWER_SECONDS,
            )
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
