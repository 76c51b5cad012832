"""What a server did otherwise than asked. It answers 200 and says nothing; we look ourselves."""

from __future__ import annotations

from collections.abc import Iterator

from sd_bridge.engines.asking import RANDOM_SEED, AnyPainting, TextToImage
from sd_bridge.engines.comparing_extras import extra_differences
from sd_bridge.engines.data import Difference, EngineLists, Picture
from sd_bridge.engines.dialects import Dialect
from sd_bridge.engines.info import Info
from sd_bridge.engines.loras import confirmed, loras_in
from sd_bridge.engines.sizes import is_about, written
from sd_bridge.engines.spelling import AUTOMATIC, normalised
from sd_bridge.engines.styles import styled
from sd_bridge.engines.titles import bare_model

_DEFAULT = "default"  # the server then picks one and names that
_SAME_SCHEDULER = {"normal": "discrete"}  # two names of one in stable-diffusion.cpp


def differences(
    request: AnyPainting,
    info: Info,
    pictures: tuple[Picture, ...],
    lists: EngineLists | None,
    dialect: Dialect,
) -> Iterator[Difference]:
    """Compares names and numbers the server tells, and the sizes of the decoded pictures.

    `request` is what was sent.
    """
    yield from _names(request, info, lists, dialect)
    yield from _numbers(request, info)
    yield from _prompts(request, info, lists, dialect)
    yield from extra_differences(request, info, dialect)
    sizes = dict.fromkeys((picture.width, picture.height) for picture in pictures)
    for size in sizes:
        if not (size == request.size or (_is_enlarged(request) and is_about(size, request.size))):
            yield Difference("size_changed", written(request.size), written(size))
    if any(picture.is_black for picture in pictures):
        yield Difference("black_picture")


def _is_enlarged(request: AnyPainting) -> bool:
    return isinstance(request, TextToImage) and bool(request.hires_upscaler)


def _names(
    request: AnyPainting, info: Info, lists: EngineLists | None, dialect: Dialect
) -> Iterator[Difference]:
    is_told = info.sampler and normalised(request.sampler) != _DEFAULT
    if is_told and not dialect.is_same_sampler(request.sampler, info.sampler):
        yield Difference("sampler_replaced", request.sampler, info.sampler)
    asked = normalised(request.scheduler)
    same = ("", asked, _SAME_SCHEDULER.get(asked))
    if asked not in ("", AUTOMATIC, _DEFAULT) and normalised(info.scheduler) not in same:
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
        return not info.model_hash or model is not None or asked.startswith(info.model_hash)
    names = {asked, *((model.name, model.short_name) if model else ())}
    return bare_model(info.model) in {bare_model(name) for name in names} or bool(
        info.model_hash and asked.startswith(info.model_hash)
    )


def _numbers(request: AnyPainting, info: Info) -> Iterator[Difference]:
    if info.steps not in (None, request.steps):
        yield Difference("steps_changed", str(request.steps), str(info.steps))
    if info.guidance is not None and abs(info.guidance - request.cfg_scale) > 0.01:
        yield Difference("guidance_changed", f"{request.cfg_scale:g}", f"{info.guidance:g}")
    if request.seed != RANDOM_SEED and info.seed not in (None, request.seed):
        yield Difference("seed_changed", str(request.seed), str(info.seed))


def _prompts(
    request: AnyPainting, info: Info, lists: EngineLists | None, dialect: Dialect
) -> Iterator[Difference]:
    # A program may have ways of its own to put styles into a prompt.
    are_known = dialect.tells_everything or not request.styles
    expected = styled(request, lists) if are_known else None
    prompt = _is_changed(info.prompt, expected and expected[0])
    negative = _is_changed(info.negative_prompt, expected and expected[1])
    if request.styles and _are_styles_ignored(request, info, prompt or negative):
        yield Difference("styles_ignored", ", ".join(request.styles))
    else:
        if prompt:
            yield Difference("prompt_changed")
        if negative:
            yield Difference("negative_prompt_changed")
    if info.is_known and dialect.tells_everything:
        used = confirmed(info.lora_hashes)
        for lora in loras_in(request.prompt):
            if lora.name not in used:
                yield Difference("lora_unconfirmed", lora.name)


def _are_styles_ignored(request: AnyPainting, info: Info, is_changed: bool | None) -> bool:
    """They are echoed even if unknown: only the prompts tell. None: we do not know their words."""
    is_bare = not (
        _is_changed(info.prompt, request.prompt)
        or _is_changed(info.negative_prompt, request.negative_prompt)
    )
    return info.is_known and is_bare and is_changed is not False


def _is_changed(told: str | None, expected: str | None) -> bool | None:
    """None where one of them is not known."""
    if told is None or expected is None:
        return None
    return told.split() != expected.split()
