"""A server on a real socket that answers with recorded exchanges.

Recordings hold placeholders for pictures; the server paints a picture of the recorded size,
format, mode and text instead, so the client decodes real files.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, PngImagePlugin

RECORDINGS = Path(__file__).parent / "recordings"
TXT2IMG = "/sdapi/v1/txt2img"
# What a ready, idle server answers beside the exchange under test.
FORGE = (
    "get-samplers",
    "get-schedulers",
    "get-sd-models",
    "get-sd-modules",
    "get-options",
    "get-loras",
    "get-progress",
    "internal-progress-unknown",
    "interrupt-idle",
    "internal-ping",
    "get-upscalers",
    "get-latent-upscale-modes",
    "get-embeddings",
    "get-prompt-styles",
    "get-face-restorers",
)
A1111 = tuple(name for name in FORGE if name != "get-sd-modules")
NOT_FOUND = {"status": 404, "json": {"detail": "Not Found"}}

Answer = dict[str, Any]
Handler = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: Any


def recording(name: str) -> dict[str, Any]:
    """The exchange of this name; "derived/…" ones are written by hand (see the README)."""
    return json.loads((RECORDINGS / f"{name}.json").read_text())


class ReplayServer:
    """Answers each method and path with the last answer given for it, else with `missing`."""

    def __init__(self, *names: str, missing: Answer | None = None) -> None:
        self.received: list[Received] = []
        self.file_text = ""  # inside the pictures of scripted servers
        self._missing = missing or NOT_FOUND
        self._answers: dict[tuple[str, str], Answer | Handler] = {}
        for name in names:
            self.play(name)

    def play(self, name: str, *, path: str = "", method: str = "") -> None:
        """Answer as recorded, under the recorded method and path or the given ones."""
        exchange = recording(name)
        request = exchange["request"]
        self.answer(
            method or request["method"],
            path or request["path"].partition("?")[0],
            exchange["response"],
        )

    def answer(self, method: str, path: str, answer: Answer | Handler) -> None:
        """`answer`: {status, json | text | body, headers} or a function that writes by itself."""
        self._answers[method, path] = answer

    def calls(self, path: str) -> list[Received]:
        return [call for call in self.received if call.path.partition("?")[0] == path]

    @contextmanager
    def running(self) -> Iterator[ReplayServer]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler_class())
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _handler_class(self) -> type[BaseHTTPRequestHandler]:
        replay = self

        class ReplayHandler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                replay._serve(self)

            def do_POST(self) -> None:
                replay._serve(self)

            def log_message(self, *args: Any) -> None:
                pass

        return ReplayHandler

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        content = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        body = json.loads(content) if content else None
        self.received.append(Received(handler.command, handler.path, dict(handler.headers), body))
        answer = self._answers.get((handler.command, handler.path.partition("?")[0]), self._missing)
        if callable(answer):
            answer(handler)
        else:
            write(handler, answer)


def write(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    if answer["status"] is None:  # recorded: the server closed without a word
        handler.close_connection = True
        return
    content = _content(answer)
    handler.send_response(answer["status"])
    headers = {"Content-Type": "application/json"} | {
        name: value
        for name, value in answer.get("headers", {}).items()
        if name.lower() not in ("content-length", "server")
    }
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def _content(answer: Answer) -> bytes:
    if "body" in answer:
        return answer["body"]
    if "text" in answer:
        return answer["text"].encode()
    return json.dumps(painted(answer.get("json"))).encode()


def painted(value: Any) -> Any:
    """`value` with a real picture, in base64, for each placeholder."""
    if isinstance(value, dict):
        if "_base64_truncated" in value:
            return base64.b64encode(paint(value)).decode()
        return {key: painted(item) for key, item in value.items()}
    return [painted(item) for item in value] if isinstance(value, list) else value


def paint(placeholder: dict[str, Any]) -> bytes:
    """Noise, always the same for the same placeholder, as a file of the recorded kind."""
    width, height = placeholder["_size"]
    mode = placeholder["_mode"]
    if placeholder.get("_fill") == "black":
        image = Image.new(mode, (width, height))
    else:
        digest = hashlib.sha256(placeholder["_sha256"].encode()).digest()
        noise = random.Random(digest).randbytes(width * height * len(mode))
        image = Image.frombytes(mode, (width, height), noise)
    file = io.BytesIO()
    options: dict[str, Any] = {}
    if placeholder["_format"] == "PNG":
        options["pnginfo"] = chunks = PngImagePlugin.PngInfo()
        for key, text in placeholder.get("_text_chunks", {}).items():
            chunks.add_itxt(key, text) if not text.isascii() else chunks.add_text(key, text)
    elif comment := placeholder.get("_exif_UserComment"):
        options["exif"] = exif = Image.Exif()
        encoded = b"UNICODE\0" + comment.encode("utf-16-be")
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = encoded
    image.save(file, placeholder["_format"], **options)
    return file.getvalue()


def placeholder(
    *, size: tuple[int, int] = (64, 64), format: str = "PNG", text: str = "", fill: str = "noise"
) -> dict[str, Any]:
    """A picture of a hand-made answer, in the recordings' own form."""
    return {
        "_base64_truncated": "",
        "_sha256": f"{size}{format}{text}",
        "_format": format,
        "_size": list(size),
        "_mode": "RGB",
        "_fill": fill,
        "_text_chunks": {"parameters": text} if text else {},
    }
