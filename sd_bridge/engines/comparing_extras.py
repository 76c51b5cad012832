"""What a server did otherwise with the less common settings."""

from __future__ import annotations

from collections.abc import Iterator

from sd_bridge.engines.asking import RANDOM_SEED, AnyPainting, ImageToImage, TextToImage
from sd_bridge.engines.data import Difference
from sd_bridge.engines.dialects import Dialect
from sd_bridge.engines.info import Info
from sd_bridge.engines.numbers import number_in
from sd_bridge.engines.spelling import normalised
from sd_bridge.engines.titles import bare_model


def extra_differences(request: AnyPainting, info: Info, dialect: Dialect) -> Iterator[Difference]:
    """Variation, second pass, strength, refiner, faces, tiling: whatever the answer tells."""
    yield from _variation(request, info)
    if isinstance(request, ImageToImage):
        yield from _strength(request.denoising, info)
    elif request.hires_upscaler:
        yield from _strength(request.hires_denoising, info)
        yield from _hires(request, info)
    if request.refiner:
        yield from _refiner(request, info, dialect)
    if request.restore_faces and info.restores_faces is False:
        yield Difference("faces_not_restored")
    if request.tiling and dialect.tells_everything and info.told and "Tiling" not in info.told:
        yield Difference("tiling_ignored")
    if request.eta is not None and _is_other(number_in(info.told.get("Eta")), request.eta):
        yield Difference("eta_changed", f"{request.eta:g}", info.told["Eta"])


def _variation(request: AnyPainting, info: Info) -> Iterator[Difference]:
    asked = request.variation_strength
    if not asked:
        return
    told = info.variation_strength
    if _is_other(told, asked):
        yield Difference("variation_strength_changed", f"{asked:g}", f"{told:g}")
    seed = request.variation_seed
    if seed != RANDOM_SEED and info.variation_seed not in (None, seed):
        yield Difference("variation_seed_changed", str(seed), str(info.variation_seed))


def _strength(asked: float, info: Info) -> Iterator[Difference]:
    if _is_other(info.denoising, asked):
        yield Difference("denoising_changed", f"{asked:g}", f"{info.denoising:g}")


def _hires(request: TextToImage, info: Info) -> Iterator[Difference]:
    for key, asked, code in (
        ("Hires upscaler", request.hires_upscaler, "upscaler_replaced"),
        ("Hires sampler", request.hires_sampler, "sampler_replaced"),
        ("Hires schedule type", request.hires_scheduler, "scheduler_replaced"),
    ):
        told = info.told.get(key, "")
        if asked and told and normalised(told) != normalised(asked):
            yield Difference(code, asked, told)
    model = info.told.get("Hires checkpoint", "")
    if request.hires_model and model and bare_model(model) != bare_model(request.hires_model):
        yield Difference("model_replaced", request.hires_model, model)
    steps = number_in(info.told.get("Hires steps"))
    if request.hires_steps and _is_other(steps, request.hires_steps):
        yield Difference("steps_changed", str(request.hires_steps), f"{steps:g}")


def _refiner(request: AnyPainting, info: Info, dialect: Dialect) -> Iterator[Difference]:
    told = info.told.get("Refiner", "")
    if told and bare_model(told) != bare_model(request.refiner):
        yield Difference("refiner_replaced", request.refiner, told)
    if not told and info.told and dialect.tells_everything:
        yield Difference("refiner_unconfirmed", request.refiner)


def _is_other(told: float | None, asked: float) -> bool:
    """By more than rounding; False where nothing is told."""
    return told is not None and abs(told - asked) > 0.005
