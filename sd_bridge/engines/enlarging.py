"""Has a finished picture enlarged. The server names no task for it: its progress is "idle"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pictures.recipe import Recipe
from sd_bridge.engines.asking import MAX_ENLARGED_PIXELS, Upscale, enlarged
from sd_bridge.engines.data import Answer, Difference, EngineLists, Picture
from sd_bridge.engines.decoding import decode
from sd_bridge.engines.dialects import Dialect
from sd_bridge.engines.errors import EngineRefused, EngineUnreadable
from sd_bridge.engines.sendable import Sendable, sendable
from sd_bridge.engines.sizes import is_about, written
from sd_bridge.engines.spelling import spelled_upscale
from sd_bridge.engines.transport import Transport


def enlarge(
    transport: Transport,
    dialect: Dialect,
    request: Upscale,
    *,
    lists: EngineLists | None,
    timeout: float,
) -> Answer:
    """One picture; any EngineError. The recipe says only what was done here, not how the picture
    that was sent had been made."""
    image = sendable(request.image)
    width, height = _size(image, request)
    if width * height > MAX_ENLARGED_PIXELS:
        raise EngineRefused("enlarged_pixels")
    sent = request if lists is None else spelled_upscale(request, lists)
    call = dialect.upscale(sent, image.encoded)
    body = transport.generate(call.path, call.body, timeout=timeout)
    if not isinstance(body, dict) or not isinstance(body.get(call.answer), str):
        raise EngineUnreadable("wrong_shape", detail="The answer has no picture.")
    decoded = decode(body[call.answer])
    picture = Picture(
        data=decoded.data,
        format=decoded.format,
        width=decoded.width,
        height=decoded.height,
        seed=None,
        infotext=decoded.text,
        recipe=_recipe(request, image, dialect, decoded.text),
        is_black=decoded.is_black,
    )
    return Answer((picture,), tuple(_differences(picture, (width, height))))


def _size(image: Sendable, request: Upscale) -> tuple[int, int]:
    return enlarged(image.width, request.upscale_by), enlarged(image.height, request.upscale_by)


def _differences(picture: Picture, size: tuple[int, int]) -> Iterator[Difference]:
    got = picture.width, picture.height
    if not is_about(got, size):
        yield Difference("size_changed", written(size), written(got))
    if picture.is_black:
        yield Difference("black_picture")


def _recipe(request: Upscale, image: Sendable, dialect: Dialect, text: str) -> Recipe:
    extras: dict[str, Any] = {
        "Upscaled by": request.upscale_by,
        "Upscaler": request.upscaler,
        "Upscaler 2": request.upscaler_2,
        "Upscaler 2 visibility": request.upscaler_2_visibility if request.upscaler_2 else 0,
        "GFPGAN visibility": request.gfpgan_visibility,
        "CodeFormer visibility": request.codeformer_visibility,
        "CodeFormer weight": request.codeformer_weight if request.codeformer_visibility else 0,
    }
    return Recipe(
        width=image.width,
        height=image.height,
        program=dialect.label,
        extras={key: _text(value) for key, value in extras.items() if value},
        raw=text,
    )


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
