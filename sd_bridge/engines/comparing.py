"""What a server did otherwise than asked. It answers 200 and says nothing; we look ourselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PureWindowsPath

from sd_bridge.engines.asking import RANDOM_SEED, TextToImage
from sd_bridge.engines.data import Difference, EngineLists, Picture
from sd_bridge.engines.info import Info
from sd_bridge.engines.lists import normalised
from sd_bridge.engines.loras import confirmed, loras_in

_AUTOMATIC = "automatic"  # the server then picks one and names that


def differences(
    request: TextToImage, info: Info, pictures: tuple[Picture, ...], lists: EngineLists | None
) -> Iterator[Difference]:
    """Compares names and numbers the server tells, and the sizes of the decoded pictures."""
    yield from _names(request, info, lists)
    yield from _numbers(request, info)
    yield from _prompts(request, info)
    asked_size = f"{request.width}×{request.height}"
    sizes = dict.fromkeys(f"{picture.width}×{picture.height}" for picture in pictures)
    for size in sizes:
        if size != asked_size:
            yield Difference("size_changed", asked_size, size)
    if any(picture.is_black for picture in pictures):
        yield Difference("black_picture")


def _names(request: TextToImage, info: Info, lists: EngineLists | None) -> Iterator[Difference]:
    if info.sampler and normalised(info.sampler) != normalised(request.sampler):
        yield Difference("sampler_replaced", request.sampler, info.sampler)
    asked = normalised(request.scheduler)
    if asked not in ("", _AUTOMATIC) and info.scheduler and normalised(info.scheduler) != asked:
        yield Difference("scheduler_replaced", request.scheduler, info.scheduler)
    if request.model and not _is_model(request.model, info, lists):
        yield Difference("model_replaced", request.model, info.model or info.model_hash)


def _is_model(asked: str, info: Info, lists: EngineLists | None) -> bool:
    """Whether the model of the answer is the one asked for; True where the answer names none."""
    model = lists.model_named(asked) if lists else None
    if info.model_hash and model and (model.sha256 or model.hash):
        digest = model.sha256 or model.hash
        return digest.startswith(info.model_hash) or info.model_hash.startswith(digest)
    if not info.model:
        return not info.model_hash or asked.startswith(info.model_hash)
    names = {asked, PureWindowsPath(re.sub(r"\s*\[[0-9a-f]+\]$", "", asked)).stem}
    if model:
        names |= {model.name, model.short_name}
    return info.model in names or bool(info.model_hash and asked.startswith(info.model_hash))


def _numbers(request: TextToImage, info: Info) -> Iterator[Difference]:
    if info.steps not in (None, request.steps):
        yield Difference("steps_changed", str(request.steps), str(info.steps))
    if info.guidance is not None and abs(info.guidance - request.cfg_scale) > 0.01:
        yield Difference("guidance_changed", f"{request.cfg_scale:g}", f"{info.guidance:g}")
    if request.seed != RANDOM_SEED and info.seed not in (None, request.seed):
        yield Difference("seed_changed", str(request.seed), str(info.seed))


def _prompts(request: TextToImage, info: Info) -> Iterator[Difference]:
    if info.prompt is not None and _words(info.prompt) != _words(request.prompt):
        yield Difference("prompt_changed")
    if info.negative_prompt is not None and _words(info.negative_prompt) != _words(
        request.negative_prompt
    ):
        yield Difference("negative_prompt_changed")
    if info.is_known:
        used = confirmed(info.lora_hashes)
        for lora in loras_in(request.prompt):
            if lora.name not in used:
                yield Difference("lora_unconfirmed", lora.name)


def _words(prompt: str) -> list[str]:
    return prompt.split()
