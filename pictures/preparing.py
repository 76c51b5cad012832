"""What every picture page gets before it is stored, whichever way it came in."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from pictures.formats import propose_format
from pictures.recipe import STANDINGS, Recipe
from pictures.recipe_reader import read_recipe

if TYPE_CHECKING:
    from pictures.models import GalleryImage, PicturePage


def prepare_picture(picture: PicturePage) -> None:
    """Fill what follows from the image: format where none is chosen, recipe of a new image.

    The recipe columns that lists filter by follow the recipe.
    """
    image = picture.image
    if image is not None:
        if not picture.format:
            picture.format = propose_format(image.width, image.height)
        if picture.recipe_image_id != image.pk:
            picture.recipe_data = image.recipe_data
            picture.recipe_image_id = image.pk
    recipe = picture.recipe
    picture.model_name = recipe.model[:200]
    picture.sampler_name = recipe.sampler[:100]
    picture.recipe_key = recipe_key(recipe)


def read_again(image: GalleryImage) -> Recipe:
    """What the image's file tells today's readers; what is stored with it, where that is more.

    It is more where the recipe came from elsewhere: from the engine, or a file beside the picture.
    """
    found, stored = read_recipe(image.raw_metadata or {}), image.recipe
    better = STANDINGS.index(stored.standing) > STANDINGS.index(found.standing)
    return stored if better else found


def recipe_key(recipe: Recipe) -> str:
    """The same for pictures of one idea; empty without a prompt."""
    if not recipe.prompt:
        return ""
    words = " ".join(recipe.prompt.split()) + "\0" + " ".join(recipe.negative_prompt.split())
    return blake2b(words.encode(), digest_size=16).hexdigest()
