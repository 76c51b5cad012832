"""A client of the demo WebUI as plain as can be: the tests say what the answers must be."""

from __future__ import annotations

import base64
import io
import json
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import requests
from PIL import Image

SMALL = {"prompt": "새벽 산", "steps": 3, "width": 64, "height": 48, "seed": 42}
TXT2IMG = "/sdapi/v1/txt2img"
IMG2IMG = "/sdapi/v1/img2img"


class Client:
    """The few calls that the tests make."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str, **more: Any) -> requests.Response:
        return requests.get(self.url + path, timeout=10, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> requests.Response:
        return requests.post(self.url + path, json=body, timeout=20, **more)

    def paint(self, **fields: Any) -> dict[str, Any]:
        return self.done(TXT2IMG, SMALL | fields)

    def paint_over(self, picture: Image.Image, **fields: Any) -> dict[str, Any]:
        return self.done(IMG2IMG, SMALL | {"init_images": [as_base64(picture)]} | fields)

    def done(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer with its `info` read and its pictures as `files`."""
        answer = self.post(path, body)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        return found | {
            "info": json.loads(found["info"] or "{}"),
            "files": [base64.b64decode(image) for image in found["images"]],
        }

    def painting(self, **fields: Any) -> Future[dict[str, Any]]:
        """`paint` in a thread, begun before this returns."""
        pool = ThreadPoolExecutor(1)
        try:
            return pool.submit(self.paint, **fields)
        finally:
            pool.shutdown(wait=False)

    def progress(self, **query: Any) -> dict[str, Any]:
        return self.get("/sdapi/v1/progress", params=query).json()

    def task(self, name: str, **more: Any) -> dict[str, Any]:
        return self.post("/internal/progress", {"id_task": name} | more).json()

    def wait_for(self, what, *, seconds: float = 5.0) -> dict[str, Any]:
        """The first progress for which `what` holds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            progress = self.progress()
            if what(progress):
                return progress
            time.sleep(0.01)
        raise AssertionError(f"not within {seconds} s: {progress}")


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def as_base64(picture: Image.Image) -> str:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
