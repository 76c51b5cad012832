"""From a finished painting to the verdict on the recipe it was painted by."""

from __future__ import annotations

import logging
from typing import Any

from pictures.intake import IntakeError
from sd_bridge.models import Generation, RecipeCheck, Result
from sd_bridge.repeating.likeness import Likeness, likeness

logger = logging.getLogger(__name__)

Verdict = RecipeCheck.Verdict


def settle_finished() -> int:
    """Give every open check whose painting has ended its verdict; how many were given one."""
    ended = RecipeCheck.objects.open().filter(generation__state__in=Generation.FINISHED)
    forgotten = RecipeCheck.objects.open().filter(generation=None)
    checks = (ended | forgotten).select_related("generation", "image").order_by("pk")
    return sum(_settle(check) for check in checks)


def _settle(check: RecipeCheck) -> bool:
    """Whoever comes first: a worker, or the scheduler where that worker was lost."""
    values = _verdict(check)
    return RecipeCheck.objects.open().filter(pk=check.pk).update(**values) == 1


def _verdict(check: RecipeCheck) -> dict[str, Any]:
    results = Result.objects.filter(generation=check.generation).order_by("index")
    result = results.first() if check.generation else None
    if result is None:
        return {"verdict": Verdict.NOT_PAINTED}
    told = {
        "repeated_recipe": result.recipe,
        "repeated_width": result.width,
        "repeated_height": result.height,
    }
    try:
        found = _compare(check, result)
    except (OSError, ValueError, IntakeError) as error:
        logger.warning("Recipe check %s cannot be settled: %s", check.pk, error)
        return {**told, "verdict": Verdict.NOT_PAINTED}
    named = Verdict.SAME if found.is_same else Verdict.NEAR if found.is_near else Verdict.DIFFERENT
    return {**told, "verdict": named, "decibels": found.decibels, "bits": found.bits}


def _compare(check: RecipeCheck, result: Result) -> Likeness:
    """Raises OSError or ValueError where one of the files is gone, and `IntakeError`."""
    if check.image is None:
        raise FileNotFoundError("the image was deleted")
    with check.image.file.open("rb") as original, result.file.open("rb") as repeated:
        return likeness(original.read(), repeated.read())
