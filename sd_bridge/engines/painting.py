"""Asks for pictures, once, and reads the answer: from words, or over an image."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from sd_bridge.engines import watching
from sd_bridge.engines.answers import info_of, read_answer
from sd_bridge.engines.asking import AnyPainting, TextToImage
from sd_bridge.engines.data import Answer, Difference, EngineLists
from sd_bridge.engines.dialects import Dialect
from sd_bridge.engines.errors import EngineError, EngineRefused
from sd_bridge.engines.lists import read_lora_paths
from sd_bridge.engines.loras import loras_in
from sd_bridge.engines.sendable import sendable
from sd_bridge.engines.spelling import spelled
from sd_bridge.engines.transport import Transport

logger = logging.getLogger(__name__)


def paint(
    transport: Transport,
    dialect: Dialect,
    request: AnyPainting,
    *,
    task_id: str,
    lists: EngineLists | None,
    timeout: float,
) -> Answer:
    """Blocks until the pictures are done; any EngineError. What is sent is sent once."""
    asked = request if lists is None else spelled(request, lists)
    sent, loras = _with_loras(transport, dialect, asked)
    path, payload = _payload(dialect, sent, task_id)
    if loras:
        payload["lora"] = loras
    body = transport.generate(path, payload, timeout=timeout)
    answer = read_answer(body, request, sent=sent, dialect=dialect, lists=lists)
    if answer.was_interrupted or not _was_interrupted(transport, info_of(body).job_timestamp):
        return answer
    return replace(answer, differences=(*answer.differences, Difference("interrupted")))


def _with_loras(
    transport: Transport, dialect: Dialect, request: AnyPainting
) -> tuple[AnyPainting, list[Any]]:
    """The request with the prompt that is sent, and the LoRAs that are sent beside it."""
    paths: dict[str, str] = {}
    wanted = loras_in(request.prompt) if dialect.takes_lora_paths else ()
    if wanted:
        paths = read_lora_paths(transport.get("/sdapi/v1/loras"))
    for lora in wanted:
        if lora.name not in paths:
            raise EngineRefused("unknown_lora", name=lora.name)
    prompt, loras = dialect.with_loras(request, paths)
    if not prompt.strip():
        raise EngineRefused("prompt_without_words")
    return replace(request, prompt=prompt), loras


def _payload(dialect: Dialect, request: AnyPainting, task_id: str) -> tuple[str, dict[str, Any]]:
    if isinstance(request, TextToImage):
        return "/sdapi/v1/txt2img", dialect.text_to_image(request, task_id)
    size = None if dialect.fits_images else request.size
    image = sendable(request.image, size=size, resize_mode=request.resize_mode)
    return "/sdapi/v1/img2img", dialect.image_to_image(request, image.encoded, task_id)


def _was_interrupted(transport: Transport, job_timestamp: str) -> bool:
    try:
        return watching.was_interrupted(transport, job_timestamp)
    except EngineError as error:  # the pictures are here; do not lose them for this
        logger.info("Unknown whether the work was interrupted: %s", error)
        return False
