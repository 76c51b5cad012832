"""The HTTP server of the demo WebUI, in the dialect of A1111 1.10."""

import base64
import binascii
import gzip
import json
import logging
import threading
import time
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from .endpoints import ROUTES, Demo, Request
from .page import page
from .problems import AnswerError, InvalidError, answer_for
from .schema import openapi

log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 2**20
IDLE_SECONDS = 30
GZIP_FROM = 1000
# Registered by an extension, outside the guard of --api-auth.
UNGUARDED = frozenset({"/sdapi/v1/loras", "/sdapi/v1/refresh-loras"})


class DemoWebUI(ThreadingHTTPServer):
    """A demo WebUI bound to an address; `serve_forever` runs it, `start`/`stop` in a thread."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], demo: Demo) -> None:
        super().__init__(address, _Handler)
        self.demo = demo
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> "DemoWebUI":
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the running job, then the server; requests that wait are dropped."""
        self.demo.state.stop(everything=True)
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
        self.server_close()

    def server_close(self) -> None:
        # Threads are daemons; waiting for queued requests would hold up the end.
        self.block_on_close = False
        super().server_close()


def serve(
    host: str, port: int, *, auth: str | None = None, seconds_per_step: float = 0.05
) -> DemoWebUI:
    """A server bound to `host`:`port` (0 = any free one), not yet running.

    `auth` is `user:password[,user:password]` as for `--api-auth`. OSError if the address is taken.
    """
    return DemoWebUI((host, port), Demo(seconds_per_step=seconds_per_step, auth=auth))


class _Handler(BaseHTTPRequestHandler):
    server: DemoWebUI
    protocol_version = "HTTP/1.1"
    server_version = "demo-webui"
    sys_version = ""
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        self._handle()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = do_GET  # noqa: N815

    def _handle(self) -> None:
        began = time.monotonic()
        url = urlsplit(self.path)
        content_type = "application/json"
        status: int
        answer: Any
        body = self._body()
        if body is None:
            status, answer = 413, {"detail": "Request body too large"}
        elif url.path == "/" and self.command == "GET":
            status, answer, content_type = 200, page(), "text/html; charset=utf-8"
        elif url.path == "/openapi.json" and self.command == "GET":
            status, answer = 200, openapi()
        else:
            status, answer = self._answer(url.path, Request(url.query, body))
        self._send(status, answer, content_type, time.monotonic() - began)

    def _body(self) -> bytes | None:
        """What was sent; None if it is too large to be read."""
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdecimal() else 0
        if size > LARGEST_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(size)

    def _answer(self, path: str, request: Request) -> tuple[int, Any]:
        methods = ROUTES.get(path)
        if methods is None:
            return 404, {"detail": "Not Found"}
        if self.command not in methods:
            return 405, {"detail": "Method Not Allowed"}
        try:
            if path.startswith("/sdapi/v1/") and path not in UNGUARDED:
                self._authenticate()
            return 200, methods[self.command](self.server.demo, request)
        except (AnswerError, InvalidError) as error:
            return answer_for(error)
        except Exception as error:
            log.exception("%s %s crashed", self.command, path)
            return answer_for(error)

    def _authenticate(self) -> None:
        """AnswerError 401 unless the right name and password came with the request."""
        known = self.server.demo.auth
        if not known:
            return
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            raise AnswerError(401, "Not authenticated")
        try:
            given = base64.b64decode(token, validate=True)
        except (ValueError, binascii.Error) as error:
            raise AnswerError(401, "Invalid authentication credentials") from error
        if b":" not in given:
            raise AnswerError(401, "Invalid authentication credentials")
        if not any(compare_digest(given, pair.strip().encode()) for pair in known.split(",")):
            raise AnswerError(401, "Incorrect username or password")

    def _send(self, status: int, answer: Any, content_type: str, seconds: float) -> None:
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        data = text.encode()
        try:
            self.send_response(status)
            if len(data) > GZIP_FROM and "gzip" in self.headers.get("Accept-Encoding", ""):
                data = gzip.compress(data, compresslevel=1)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("X-Process-Time", f"{seconds:.4f}")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            # Whoever asked has gone; the work was done all the same.
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: progress is polled every second."""
