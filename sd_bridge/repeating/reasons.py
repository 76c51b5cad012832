"""Why a painting by a stored recipe differs from the picture, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pictures.models import PicturePage
from pictures.recipe import Recipe
from sd_bridge.comparing import compare
from sd_bridge.engines.spelling import normalised
from sd_bridge.engines.titles import bare_model
from sd_bridge.models import RecipeCheck
from sd_bridge.recipe_fields import is_same_hash, recipe_fields
from sd_bridge.repeating.asking import result_it_was

MOST = 12
_TOLD_APART = ("model", "sampler", "size", "prompt", "negative_prompt")
_MADE_ANEW = ("program", "loras", "steps", "guidance", "seed")


def reasons_before(picture: PicturePage) -> list[str]:
    """What keeps the picture from being painted alike, known without asking any engine."""
    if result_it_was(picture) is not None:  # then it is asked as it was asked
        return []
    return [*_gaps(picture.recipe), *recipe_fields(picture.recipe, keep_seed=True).notices]


def reasons_of(check: RecipeCheck) -> list[str]:
    """Of a settled check, the weightiest first, twelve at most; needs its generation and image.

    Of the same picture none: whatever else was called otherwise made no difference.
    """
    if check.verdict == check.Verdict.SAME:
        return []
    if check.verdict == check.Verdict.NOT_PAINTED:
        return [_not_painted(check)]
    found = list(dict.fromkeys(_reasons(check)))[:MOST]
    return found or [
        _(
            "Everything the recipe tells is the same. Another graphics card, driver or "
            "library version makes such differences."
        )
    ]


def _reasons(check: RecipeCheck) -> Iterator[str]:
    before, after = check.as_recipe(), check.as_repeated_recipe()
    generation = check.generation
    is_of_ours = generation is not None and generation.has_source
    yield from _gaps(before, knows_source=is_of_ours)
    yield from _model(before, after)
    yield from _sampler(before, after)
    yield from _sizes(check)
    if generation is not None:
        yield from generation.difference_sentences
    yield from _rows(before, after)


def _not_painted(check: RecipeCheck) -> str:
    generation = check.generation
    if generation is None or (not generation.error_code and generation.state == "cancelled"):
        return _("The request was cancelled.")
    return generation.error_sentence or _(
        "The two files could not be compared: one of them is no longer there."
    )


def _gaps(recipe: Recipe, *, knows_source: bool = False) -> Iterator[str]:
    if not recipe.prompt:
        yield _("The recipe does not tell the prompt.")
    if recipe.seed is None:
        yield _("The recipe does not tell the seed.")
    if not (recipe.model or recipe.model_hash):
        yield _("The recipe does not tell the model.")
    if not recipe.sampler:
        yield _("The recipe does not tell the sampler.")
    if recipe.is_partial:
        yield _("Parts of the recipe were not understood.")
    if not knows_source and _began_with_picture(recipe):
        yield _("It was painted over another picture, which the recipe does not hold.")


def _began_with_picture(recipe: Recipe) -> bool:
    is_enlarged = any(key.startswith("Hires") for key in recipe.extras)
    return "Denoising strength" in recipe.extras and not is_enlarged


def _model(before: Recipe, after: Recipe) -> Iterator[str]:
    if not before.model or not after.model:
        return
    is_same_name = bare_model(before.model) == bare_model(after.model)
    are_known = bool(before.model_hash and after.model_hash)
    if is_same_hash(before.model_hash, [after.model_hash]) or (is_same_name and not are_known):
        return
    if is_same_name:
        yield _("The model “%(model)s” is another file now (%(before)s, %(after)s).") % {
            "model": before.model,
            "before": before.model_hash,
            "after": after.model_hash,
        }
    else:
        yield _("Painted with the model “%(after)s” instead of “%(before)s”.") % {
            "before": before.model,
            "after": after.model,
        }


def _sampler(before: Recipe, after: Recipe) -> Iterator[str]:
    """Older servers had the scheduler in the sampler's name: then it is only called otherwise."""
    names = [" ".join(filter(None, (each.sampler, each.scheduler))) for each in (before, after)]
    if not before.sampler or not after.sampler or names[0] == names[1]:
        return
    plain = [normalised(name.casefold().replace("automatic", "")) for name in names]
    words = {"before": names[0], "after": names[1]}
    if plain[0] == plain[1]:
        yield _("The sampler “%(before)s” is called “%(after)s” now.") % words
    else:
        yield _("Painted with the sampler “%(after)s” instead of “%(before)s”.") % words


def _sizes(check: RecipeCheck) -> Iterator[str]:
    image, width, height = check.image, check.repeated_width, check.repeated_height
    if image is not None and (image.width, image.height) != (width, height):
        yield _(
            "The picture has %(before)s px, the repetition %(after)s px: it was enlarged or cut "
            "afterwards, or another size was painted."
        ) % {"before": f"{image.width} × {image.height}", "after": f"{width} × {height}"}


def _rows(before: Recipe, after: Recipe) -> Iterator[str]:
    """What the picture's recipe says and the repetition's does not say alike."""
    for row in compare(before, after):
        values = ["".join(piece["text"] for piece in row[side]) for side in ("left", "right")]
        if not row["differs"] or not values[0] or row["key"] in _TOLD_APART:
            continue
        if not values[1] and row["key"] in _MADE_ANEW:
            continue  # this engine does not tell it
        words = {"name": row["label"], "before": values[0][:80], "after": values[1][:80] or "–"}
        yield _("%(name)s: %(before)s in the recipe, %(after)s now.") % words
    if before.prompt and after.prompt and before.prompt.split() != after.prompt.split():
        yield _("The engine painted by another prompt than the recipe's.")
