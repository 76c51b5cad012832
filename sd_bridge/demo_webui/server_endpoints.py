"""What A1111 tells of itself: its lists, its memory, its flags."""

from __future__ import annotations

import os
from typing import Any

from . import catalogue
from .demo import Demo
from .extras_catalogue import EMBEDDING_ROWS, LORA_ROWS, PROMPT_STYLES
from .routing import Request, Routes

route = Routes()

FACE_RESTORERS = [{"name": name, "cmd_dir": None} for name in ("CodeFormer", "GFPGAN")]
LISTS: dict[str, Any] = {
    "samplers": catalogue.SAMPLERS,
    "schedulers": catalogue.SCHEDULERS,
    "sd-models": [model.row() for model in catalogue.MODELS],
    "sd-vae": [],
    "upscalers": catalogue.UPSCALERS,
    "latent-upscale-modes": catalogue.LATENT_UPSCALE_MODES,
    "loras": LORA_ROWS,
    "embeddings": {"loaded": EMBEDDING_ROWS, "skipped": {}},
    "hypernetworks": [],
    "face-restorers": FACE_RESTORERS,
    "realesrgan-models": [],
    "prompt-styles": PROMPT_STYLES,
    "scripts": {"txt2img": [], "img2img": []},
    "script-info": [],
    "extensions": [],
}
for _name, _rows in LISTS.items():
    route.fixed("GET", f"/sdapi/v1/{_name}", _rows)
route.fixed("POST", "/sdapi/v1/unload-checkpoint", {})
route.fixed("POST", "/sdapi/v1/reload-checkpoint", {})
route.fixed("GET", "/internal/ping", {})


_REFRESHED = ("checkpoints", "vae", "embeddings", "loras")


@route("POST", *(f"/sdapi/v1/refresh-{name}" for name in _REFRESHED))
def refreshed(demo: Demo, _request: Request) -> None:
    """There is nothing to read anew; the call waits its turn as the real one does."""
    with demo.queue():
        return


@route("GET", "/sdapi/v1/memory")
def memory(_demo: Demo, _request: Request) -> dict[str, Any]:
    page = os.sysconf("SC_PAGE_SIZE")
    total, free = os.sysconf("SC_PHYS_PAGES") * page, os.sysconf("SC_AVPHYS_PAGES") * page
    return {
        "ram": {"free": free, "used": total - free, "total": total},
        "cuda": {"error": "unavailable"},
    }


@route("GET", "/sdapi/v1/cmd-flags")
def cmd_flags(demo: Demo, _request: Request) -> dict[str, Any]:
    """The flags of the start, the password among them, as the real server tells them."""
    return {
        "api": True,
        "nowebui": False,
        "api_auth": demo.auth,
        "gradio_auth": None,
        "demo_painter": True,
    }
