"""A picture's recipe as a file: a ComfyUI workflow as it was, else everything known as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from pictures.recipe import Recipe
from pictures.recipe_display import visible_part, without_home
from pictures.recipe_readers.values import load_object

if TYPE_CHECKING:
    from pictures.models import GalleryImage, PicturePage

DRAFT = "draft"


@require_safe
def recipe_file(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the picture page shows of its recipe; editors get all of it, also of a draft.

    404 for everyone else where the picture is not public, or shows less than everything.
    """
    from pictures.models import PicturePage, RecipeVisibility

    picture = PicturePage.objects.select_related("image").filter(pk=page_id).first()
    if picture is None:
        raise Http404
    edits = picture.permissions_for_user(request.user).can_edit()
    if request.GET.get("version") == DRAFT and edits:
        picture = picture.get_latest_revision_as_object()
    elif request.GET.get("version") == DRAFT or not (edits or is_shown(request, picture)):
        raise Http404
    visibility = picture.recipe_visibility
    recipe = picture.recipe if edits else visible_part(picture.recipe, visibility)
    if not recipe or not (edits or visibility == RecipeVisibility.PUBLIC):
        raise Http404
    text = workflow(picture.recipe, picture.image)
    if text and not edits:
        text = "" if recipe.is_corrected else without_home(text)
    text = text or json.dumps(recipe.as_json(), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="recipe-{picture.pk}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def recipe_address(picture: PicturePage) -> str:
    """Where visitors get the recipe; "" where they may not, or the picture is not stored yet."""
    shows_all = picture.recipe_data and picture.recipe_visibility == "public"
    return reverse("recipe_file", args=[picture.pk]) if picture.pk and shows_all else ""


def draft_recipe_address(picture: PicturePage) -> str:
    """Where editors get the recipe of the latest draft; "" where the picture is not stored yet."""
    if not picture.pk:
        return ""
    return f"{reverse('recipe_file', args=[picture.pk])}?version={DRAFT}"


def workflow(recipe: Recipe, image: GalleryImage | None) -> str:
    """The JSON that the program itself opens again, as it was found; "" for none.

    ComfyUI leaves one beside an infotext, too, where a node of somebody else's wrote that.
    """
    if load_object(recipe.raw):
        return recipe.raw
    texts = (image.raw_metadata or {}) if image is not None else {}
    beside = texts.get("workflow") or texts.get("prompt") or ""
    return beside if recipe.program == "ComfyUI" and load_object(beside) else ""


def is_shown(request: HttpRequest, picture: PicturePage) -> bool:
    """Whether this visitor may see the picture's page."""
    standing = picture.standing_now()
    if standing is None or standing.withdrawn:
        return False
    restrictions = picture.get_view_restrictions()
    return all(restriction.accept_request(request) for restriction in restrictions)
