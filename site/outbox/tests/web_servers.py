"""Servers on loopback addresses for the tests of fetching: a canary, and one that misbehaves."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OPEN = "127.0.0.2"  # what the tests declare to be public


class Canary:
    """Listens on 127.0.0.1 and ::1; `hits` counts whoever connects."""

    def __init__(self) -> None:
        self.hits = 0
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._sockets[0].getsockname()[1]
        try:
            six = socket.create_server(("::1", self.port), family=socket.AF_INET6)
        except OSError:  # a machine without IPv6
            pass
        else:
            self._sockets.append(six)
        for listening in self._sockets:
            threading.Thread(target=self._count, args=[listening], daemon=True).start()

    def _count(self, listening: socket.socket) -> None:
        while True:
            try:
                connected, _peer = listening.accept()
            except OSError:
                return
            self.hits += 1
            connected.close()

    def close(self) -> None:
        for listening in self._sockets:
            listening.close()


@dataclass
class Web:
    """A server at `OPEN`; `pages` tells what each path does with the handler of a request."""

    port: int = 0
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    posted: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def address(self, path: str, scheme: str = "http", host: str = OPEN) -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def gives(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """`path` answers with `body`; headers by name, underscores for dashes."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            told = {"Content-Length": f"{len(body)}"}
            told |= {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in told.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = answer
        return self.address(path)

    def drips(self, path: str, raw: bytes, *, pause: float) -> str:
        """`path` answers with `raw`, from the status line on, a byte at a time."""
        stop = threading.Event()

        def answer(handler: BaseHTTPRequestHandler) -> None:
            for number in raw:
                if stop.wait(pause):
                    return
                handler.wfile.write(bytes([number]))

        self.pages[path] = answer
        return self.address(path)


@contextmanager
def web(wrap: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[Web]:
    """`wrap`: makes the listening socket one of TLS."""
    told = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.headers = dict(self.headers)
            try:
                told.pages[self.path](self)
            except OSError:  # whoever fetched has gone
                self.close_connection = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.posted.append((dict(self.headers), body))
            self.do_GET()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((OPEN, 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    if wrap is not None:
        server.socket = wrap(server.socket)
        server.handle_error = lambda *_args: None  # a refused handshake is what the test wants
    told.port = server.server_port
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
