"""From an engine's answer to results in the tray."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from pictures.intake import IntakeError, TakenIn, take_in
from pictures.recipe_reader import write_infotext
from pictures.storable import storable
from sd_bridge import result_files, states
from sd_bridge.attending import OvertakenError
from sd_bridge.engines.data import Answer, Difference, Picture
from sd_bridge.engines.errors import EngineFailed, EngineUnreadable
from sd_bridge.engines.numbers import whole
from sd_bridge.enlarging import enlarged_recipe
from sd_bridge.insisting import insist
from sd_bridge.models import Generation, Result

logger = logging.getLogger(__name__)


@dataclass
class _Intake:
    passed: list[tuple[int, Picture, TakenIn]] = field(default_factory=list)
    refused: list[IntakeError] = field(default_factory=list)


def store(generation: Generation, answer: Answer) -> None:
    """Store the pictures, or the words, and finish the generation: all of it, or nothing.

    The server is not trusted: each picture passes intake, and one that does not is told as a
    difference. Raises EngineError if none is left, OSError without room, `OvertakenError` if
    the generation was cancelled or taken away meanwhile.
    """
    if generation.kind == Generation.Kind.INTERROGATE:
        insist(lambda: _finish_with_words(generation, answer))
        return
    intake = _taken_in(answer)
    if not intake.passed:
        if intake.refused:
            raise EngineUnreadable("bad_picture", detail=intake.refused[0].code)
        raise EngineFailed("no_pictures")
    names: list[str] = []
    try:
        for index, _picture, taken in intake.passed:
            names.append(result_files.write_result(generation, index, taken))
        rows = [
            _row(generation, name, *item) for name, item in zip(names, intake.passed, strict=True)
        ]
        insist(lambda: _finish(generation, rows, _differences(answer, intake)))
    except BaseException:
        result_files.remove(names)
        raise


def _taken_in(answer: Answer) -> _Intake:
    intake = _Intake()
    for index, picture in enumerate(answer.pictures):
        try:
            intake.passed.append((index, picture, take_in(picture.data)))
        except IntakeError as error:
            logger.warning("Picture %s of an engine's answer is refused: %s", index, error.code)
            intake.refused.append(error)
    return intake


def _row(generation: Generation, name: str, index: int, picture: Picture, taken: TakenIn) -> Result:
    recipe, infotext = picture.recipe or taken.recipe, picture.infotext
    if generation.kind == Generation.Kind.UPSCALE:
        recipe = enlarged_recipe(generation)
        infotext = write_infotext(recipe)
    return Result(
        generation=generation,
        index=index,
        file=name,
        format=taken.format,
        width=taken.width,
        height=taken.height,
        sha256=taken.sha256,
        dhash=taken.dhash,
        seed=recipe.seed if generation.kind == Generation.Kind.UPSCALE else whole(picture.seed),
        infotext=storable(infotext),
        recipe=recipe.as_json(),
        is_black=picture.is_black,
        expires_at=timezone.now() + Result.LIFETIME,
    )


def _differences(answer: Answer, intake: _Intake) -> list[dict[str, str]]:
    found = list(answer.differences)
    if intake.refused and not any(item.code == "picture_unreadable" for item in found):
        found.append(Difference("picture_unreadable"))
    return [difference.as_json() for difference in found]


def _finish(generation: Generation, rows: list[Result], differences: list[dict[str, str]]) -> None:
    with transaction.atomic():
        if states.finish(generation, differences=differences, results=len(rows)):
            Result.objects.bulk_create(rows)
        elif not Result.objects.filter(generation=generation, file=rows[0].file.name).exists():
            # Unless an earlier try was committed although its connection broke.
            raise OvertakenError(str(generation.uuid))


def _finish_with_words(generation: Generation, answer: Answer) -> None:
    caption = storable(answer.caption).strip()
    if not caption:
        raise EngineUnreadable("wrong_shape")
    with transaction.atomic():
        if states.finish(generation, differences=_differences(answer, _Intake())):
            Generation.objects.filter(pk=generation.pk).update(caption=caption)
        elif not Generation.objects.filter(pk=generation.pk, caption=caption).exists():
            raise OvertakenError(str(generation.uuid))
