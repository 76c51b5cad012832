"""Ask an engine for a picture of the gallery once more, by what its recipe says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.formats import propose_format
from pictures.models import PicturePage
from sd_bridge.assembling import names_for
from sd_bridge.engine_choice import usual_sampler
from sd_bridge.engine_registry import engine_names
from sd_bridge.forms import GenerationForm
from sd_bridge.generating import request_generation
from sd_bridge.models import RecipeCheck, Result
from sd_bridge.models.asking import COLUMNS
from sd_bridge.panel_requests import sentences
from sd_bridge.recipe_fields import recipe_fields
from sd_bridge.refusals import InvalidRequest, PageGone
from sd_bridge.sources import Source

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

_USUAL = {"steps": 20, "cfg_scale": 7}  # where the recipe is silent


def ask_again(picture: PicturePage, user: AbstractUser) -> RecipeCheck:
    """Queue one painting by the picture's recipe; while one is under way, that one.

    Raises `GenerationError`; nothing is stored then.
    """
    with transaction.atomic():
        if not Page.objects.select_for_update().filter(pk=picture.pk).exists():
            raise PageGone
        under_way = RecipeCheck.objects.of_page(picture).open().first()
        if under_way is not None:
            return under_way
        generation = request_generation(user=user, page=picture, **_request(picture))
        return RecipeCheck.objects.create(
            page_id=picture.pk,
            image=picture.image,
            generation=generation,
            recipe=picture.recipe.as_json(),
        )


def result_it_was(picture: PicturePage) -> Result | None:
    """The engine's answer that became the picture, unless its recipe was corrected since."""
    if picture.image_id is None:
        return None
    kept = Result.objects.filter(kept_image_id=picture.image_id).select_related("generation")
    result = kept.order_by("pk").first()
    return result if result is not None and result.as_recipe() == picture.recipe else None


def can_be_asked(picture: PicturePage) -> bool:
    """Whether there is a recipe to paint by: a prompt, or the request that made it."""
    if picture.image_id is None:
        return False
    return bool(picture.recipe.prompt) or result_it_was(picture) is not None


def _request(picture: PicturePage) -> dict[str, Any]:
    if picture.image is None:
        raise InvalidRequest({"source": _("This picture has no image yet.")})
    result = result_it_was(picture)
    return _as_asked(result) if result is not None else _as_told(picture)


def _as_asked(result: Result) -> dict[str, Any]:
    """The request of our own that made it, for this one picture of it."""
    generation = result.generation
    values = {name: getattr(generation, name) for name in (*COLUMNS, "format")}
    values |= {**generation.settings, "count": 1}
    if result.seed is not None:
        values["seed"] = result.seed
    variation = result.as_recipe().extras.get("Variation seed", "")
    if variation.isdecimal():
        values["variation_seed"] = int(variation)
    names = names_for(generation.kind)
    return {
        "kind": generation.kind,
        "source": Source.from_generation(generation) if generation.has_source else None,
        **{name: value for name, value in values.items() if name in names},
    }


def _as_told(picture: PicturePage) -> dict[str, Any]:
    """What the form would send if an editor filled it in from the recipe."""
    assert picture.image is not None
    if not picture.recipe.prompt:
        raise InvalidRequest({"prompt": _("The recipe does not tell the prompt.")})
    image = picture.image
    form = GenerationForm(
        {
            **_USUAL,
            "sampler": usual_sampler(engine_names()),
            "format": picture.format or propose_format(image.width, image.height),
            **recipe_fields(picture.recipe, keep_seed=True).values,
            "count": 1,
        }
    )
    if not form.is_valid():
        raise InvalidRequest(sentences(form.errors))
    return form.cleaned_data
