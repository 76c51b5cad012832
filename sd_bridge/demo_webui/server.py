"""The HTTP server of the demo WebUI."""

import base64
import binascii
import gzip
import logging
import threading
import time
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from . import LATE_SECONDS
from .delivering import way_of
from .demo import Demo
from .dialects import ROUTES, is_guarded
from .faults import parse_faults
from .faulty import WORK, WRONG_LOG_IN, at_the_door, in_place_of_work, spoiled
from .page import page
from .problems import AnswerError, InvalidError
from .refusing import not_allowed, not_found, refused
from .routing import Reply, Request
from .schema import openapi

log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 2**20
IDLE_SECONDS = 30
GZIP_FROM = 1000


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

    def server_activate(self) -> None:
        pass  # listens only when it serves: a bound port that nobody listens on refuses

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        if "refuses" in self.demo.faults:
            self.demo.stopped.wait()
            return
        super().serve_forever(poll_interval)

    def start(self) -> "DemoWebUI":
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the running job, then the server; requests that wait are dropped."""
        self.demo.stopped.set()
        self.demo.state.stop(everything=True)
        if self._thread is not None:
            if "refuses" not in self.demo.faults:
                self.shutdown()
            self._thread.join()
        self.server_close()

    def server_close(self) -> None:
        # Threads are daemons; waiting for queued requests would hold up the end.
        self.block_on_close = False
        super().server_close()


def serve(
    host: str,
    port: int,
    *,
    auth: str | None = None,
    seconds_per_step: float = 0.05,
    dialect: str = "a1111",
    fault: str = "",
    late_seconds: float = LATE_SECONDS,
) -> DemoWebUI:
    """A server bound to `host`:`port` (0 = any free one), not yet running.

    `auth` is `user:password[,user:password]` as for `--api-auth`; `fault` names what it is to do
    wrong. OSError if the address is taken, ValueError for a fault that there is not.
    """
    demo = Demo(
        seconds_per_step=seconds_per_step,
        auth=auth,
        dialect=dialect,
        faults=parse_faults(fault),
        late_seconds=late_seconds,
    )
    server = DemoWebUI((host, port), demo)
    if "refuses" not in demo.faults:
        server.socket.listen(server.request_queue_size)
    return server


class _Handler(BaseHTTPRequestHandler):
    server: DemoWebUI
    protocol_version = "HTTP/1.1"
    server_version = "demo-webui"
    sys_version = ""
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        self._handle()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = do_GET  # noqa: N815

    @property
    def _demo(self) -> Demo:
        return self.server.demo

    def _handle(self) -> None:
        began = time.monotonic()
        url = urlsplit(self.path)
        body = self._body()
        if body is None:
            reply = Reply(413, {"detail": "Request body too large"})
        else:
            reply = self._reply(url.path, Request(url.query, body))
        try:
            self._send(url.path, reply, time.monotonic() - began)
        except (BrokenPipeError, ConnectionResetError):
            # Whoever asked has gone; the work was done all the same.
            self.close_connection = True

    def _body(self) -> bytes | None:
        """What was sent; None if it is too large to be read."""
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdecimal() else 0
        if size > LARGEST_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(size)

    def _reply(self, path: str, request: Request) -> Reply:
        demo = self._demo
        guarded = is_guarded(demo.dialect, path)
        if refusal := at_the_door(demo, path, is_guarded=guarded):
            return refusal
        if path == "/" and self.command == "GET":
            return Reply(200, page(), "text/html; charset=utf-8")
        if path == "/openapi.json" and self.command == "GET" and demo.dialect != "sdcpp":
            return Reply(200, openapi(demo.dialect))
        methods = ROUTES[demo.dialect].at(path)
        if methods is None:
            return not_found(demo.dialect)
        if self.command not in methods:
            return not_allowed(demo.dialect)
        try:
            if guarded:
                self._authenticate()
            self._heed_the_limit(path)
            if reply := in_place_of_work(demo, path, request):
                return reply
            answer = methods[self.command](demo, request)
        except (AnswerError, InvalidError) as error:
            return refused(demo.dialect, error)
        except Exception as error:
            log.exception("%s %s crashed", self.command, path)
            return refused(demo.dialect, error)
        return answer if isinstance(answer, Reply) else Reply(200, spoiled(demo, path, answer))

    def _authenticate(self) -> None:
        """AnswerError 401 unless the right name and password came with the request."""
        known = self._demo.auth
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
            is_sdnext = self._demo.dialect == "sdnext"
            raise AnswerError(401, "Unauthorized" if is_sdnext else WRONG_LOG_IN)

    def _heed_the_limit(self, path: str) -> None:
        caller = self.client_address[0]
        if self._demo.dialect == "sdnext" and not self._demo.limit.allows(caller, path):
            raise AnswerError(429, f"{caller}:{path}: rate limit exceeded")

    def _send(self, path: str, reply: Reply, seconds: float) -> None:
        faults = self._demo.faults if path in WORK and reply.status == 200 else frozenset()
        way = way_of(reply, faults, self._demo.stopped)
        data = way.data
        self.send_response(reply.status)
        is_small = data is None or len(data) <= GZIP_FROM
        if data and not is_small and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, compresslevel=1)
            self.send_header("Content-Encoding", "gzip")
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(way.length if data is None else len(data)))
        self.send_header("X-Process-Time", f"{seconds:.4f}")
        self.end_headers()
        if self.command == "HEAD":
            return
        for piece in way.pieces if data is None else (data,):
            self.wfile.write(piece)
        self.close_connection = self.close_connection or data is None

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: progress is polled every second."""
