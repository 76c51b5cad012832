"""Paints what the demo shows: once, on every core, kept in `var/demo`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from config.env import VAR
from pictures.formats import PictureFormat

CACHE = VAR / "demo"
STEPS, GUIDANCE, SAMPLER, MODEL = 28, 7.0, "Euler a", "demo-painter"
SCALE = 1.5  # of the size an engine would paint: large enough for the large view


@dataclass(frozen=True)
class Order:
    """One picture to paint; `fast` halves its sides."""

    prompt: str
    negative_prompt: str
    seed: int
    format: str
    fast: bool = False

    @property
    def size(self) -> tuple[int, int]:
        scale = SCALE / 2 if self.fast else SCALE
        width, height = PictureFormat(self.format).generation_size
        return round(width * scale / 8) * 8, round(height * scale / 8) * 8

    @property
    def path(self) -> Path:
        words = f"{self.prompt}\0{self.negative_prompt}\0{self.seed}\0{self.size}".encode()
        return CACHE / f"{blake2b(words, digest_size=12).hexdigest()}.png"


def paint_all(orders: list[Order]) -> Iterator[Order]:
    """Each order as soon as its file lies in the cache."""
    CACHE.mkdir(parents=True, exist_ok=True)
    missing = [order for order in orders if not order.path.exists()]
    yield from (order for order in orders if order.path.exists())
    if not missing:
        return
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        pending = [pool.submit(_paint, order) for order in missing]
        for done in as_completed(pending):
            yield done.result()


def _paint(order: Order) -> Order:
    from sd_bridge.demo_webui.painted import painted_file

    width, height = order.size
    data = painted_file(
        order.prompt,
        order.negative_prompt,
        order.seed,
        width,
        height,
        STEPS,
        GUIDANCE,
        SAMPLER,
        MODEL,
    )
    partial = order.path.with_suffix(f".{os.getpid()}")
    partial.write_bytes(data)
    partial.rename(order.path)
    return order
