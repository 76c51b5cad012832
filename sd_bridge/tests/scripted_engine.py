"""A small server in the A1111 dialect that does what a test tells it to, on a real socket."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image

LONGEST = 20.0  # seconds a held request waits before the test has clearly gone wrong


def png(colour: str = "teal", size: tuple[int, int] = (64, 64)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


class ScriptedEngine:
    """Answers with `images`, or with `fault` instead; after `hold` it waits for `let_go`."""

    def __init__(self) -> None:
        self.images: list[str] = [encoded(png())]
        self.fault: tuple[int, Any] | None = None
        self.posts: list[dict[str, Any]] = []
        self.interrupts = 0
        self.active = ""
        self.progress = 0.5
        self.preview = b""
        self.on_progress: Callable[[], None] = lambda: None
        self.is_silent = False  # accepts connections and says nothing
        self.is_starting = False  # every path is 404
        self.lists_fault: tuple[int, Any] | None = None  # instead of lists and progress
        self.models = ["m"]
        self.loaded = "m"
        self.samplers = ["Euler a"]
        self.url = ""
        self._free = threading.Event()
        self._free.set()

    def hold(self) -> None:
        self._free.clear()

    def let_go(self) -> None:
        self._free.set()

    def wait_until_let_go(self) -> None:
        self._free.wait(LONGEST)

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if self.is_silent:
            self._free.wait(LONGEST)
        if self.is_starting:
            return 404, {"detail": "Not Found"}
        if self.lists_fault and method == "GET":
            return self.lists_fault
        plain = {
            "/sdapi/v1/samplers": [
                {"name": name, "aliases": [], "options": {}} for name in self.samplers
            ],
            "/sdapi/v1/schedulers": [{"name": "karras", "label": "Karras", "aliases": None}],
            "/sdapi/v1/sd-models": [
                {"title": name, "model_name": name, "hash": None, "sha256": None, "filename": "/m"}
                for name in self.models
            ],
            "/sdapi/v1/loras": [],
            "/sdapi/v1/options": {"sd_model_checkpoint": self.loaded},
        }
        if path in plain:
            return 200, plain[path]
        if path == "/sdapi/v1/progress":
            return 200, self._server_progress()
        if path == "/internal/progress":
            self.on_progress()
            return 200, self._task_progress(body["id_task"])
        if path == "/sdapi/v1/interrupt":
            self.interrupts += 1
            self.let_go()
            return 200, {}
        if path == "/sdapi/v1/txt2img":
            return self._paint(body)
        return 404, {"detail": "Not Found"}

    def _paint(self, body: dict[str, Any]) -> tuple[int, Any]:
        self.posts.append(body)
        self.active = body["force_task_id"]
        self._free.wait(LONGEST)
        self.active = ""
        if self.fault:
            return self.fault
        seeds = [7 + number for number in range(len(self.images))]
        info = {
            "prompt": body["prompt"],
            "negative_prompt": body["negative_prompt"],
            "seed": 7,
            "all_seeds": seeds,
            "steps": body["steps"],
            "cfg_scale": body["cfg_scale"],
            "sampler_name": body["sampler_name"],
            "width": body["width"],
            "height": body["height"],
            "index_of_first_image": 0,
            "infotexts": [f"{body['prompt']}\nSteps: 2, Seed: {seed}" for seed in seeds],
        }
        return 200, {"images": self.images, "parameters": {}, "info": json.dumps(info)}

    def _server_progress(self) -> dict[str, Any]:
        state = {"job_count": 1, "job_no": 0, "sampling_step": 1, "sampling_steps": 2}
        if not self.active:
            state = {"job_count": 0}
        return {"progress": self.progress, "eta_relative": 3.0, "state": state}

    def _task_progress(self, task_id: str) -> dict[str, Any]:
        is_active = bool(task_id) and task_id == self.active
        preview = f"data:image/png;base64,{encoded(self.preview)}" if self.preview else None
        return {
            "active": is_active,
            "queued": False,
            "completed": False,
            "progress": self.progress if is_active else None,
            "eta": 3.0 if is_active else None,
            "live_preview": preview if is_active else None,
        }

    def wait_until_painting(self) -> None:
        give_up = time.monotonic() + LONGEST
        while not self.active:
            if time.monotonic() > give_up:
                raise AssertionError("The engine was never asked.")
            time.sleep(0.01)


@contextmanager
def running_engine() -> Iterator[ScriptedEngine]:
    engine = ScriptedEngine()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(engine))
    server.daemon_threads = True
    engine.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield engine
    finally:
        engine.let_go()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(engine: ScriptedEngine) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._answer(json.loads(self.rfile.read(length) or b"null"))

        def _answer(self, body: Any) -> None:
            status, content = engine.answer(self.command, self.path.split("?")[0], body)
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:  # the client was killed or gave up
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
