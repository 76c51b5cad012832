"""`drafts/pictures`: the latest version of pictures, published or not, for who edits them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from pictures import page_acts
from pictures.api.editing_pages import Closed, Standing, editable, seen, standing
from pictures.api.editing_refusals import foreseen
from pictures.api.sources import whole
from pictures.draft_editing import change_draft
from pictures.models import PicturePage
from pictures.recipe import Lora, Recipe
from pictures.recipe_form import LARGEST_SEED
from rest.authentication import MEMBER, member
from rest.scopes import Scope

router = Router(tags=["drafts"])

Licence = Literal["cc0", "cc-by", "cc-by-sa", "cc-by-nc", "cc-by-nc-sa", "all-rights"]
RecipeShown = Literal["public", "parameters", "hidden"]
Level = Literal["none", "sensitive", "hidden"]
Line = Annotated[str, Field(max_length=200)]
Prompt = Annotated[str, Field(max_length=200_000)]
Side = Annotated[int, Field(ge=1, le=100_000, description="px")]


class LoraWords(Closed):
    name: Line = Field(min_length=1)
    weight: float | None = Field(None, ge=-999, le=999)


class RecipeWords(Closed):
    """Of how it was made. Null is not known; sent, it takes a value away."""

    prompt: Prompt = ""
    negative_prompt: Prompt = ""
    model: Line = ""
    model_hash: str = Field("", max_length=100)
    sampler: str = Field("", max_length=100)
    scheduler: str = Field("", max_length=100)
    steps: int | None = Field(None, ge=0, le=1_000_000)
    guidance: float | None = Field(None, ge=0, le=1_000)
    seed: int | None = Field(None, ge=-1, le=LARGEST_SEED)
    width: Side | None = None
    height: Side | None = None
    program: str = Field("", max_length=100)
    loras: list[LoraWords] = Field(default_factory=list, max_length=100)


LEFT_OUT: Any = None  # null itself is refused: no word of a page may be


class PictureWords(Closed):
    """What is left out stays as it is."""

    title: str = Field(LEFT_OUT, min_length=1, max_length=255, examples=["물가의 등대"])
    alt_text: str = Field(LEFT_OUT, max_length=300, examples=["절벽 위에 선 흰 등대"])
    caption: str = Field(LEFT_OUT, max_length=2000)
    tags: list[Annotated[str, Field(max_length=100)]] = Field(LEFT_OUT, max_length=30)
    author_name: str = Field(LEFT_OUT, max_length=80)
    licence: Licence = Field(LEFT_OUT)
    format: Literal["", "tall", "portrait", "square", "landscape", "wide"] = Field(
        LEFT_OUT, description="Empty: proposed from the image."
    )
    content_language: Literal["ko", "en"] = Field(LEFT_OUT)
    recipe_visibility: RecipeShown = Field(LEFT_OUT)
    sensitivity: Level = Field(LEFT_OUT, description="Of the image; holds at once.")
    recipe: RecipeWords = Field(LEFT_OUT, description="Only what was read wrongly.")


class PictureDraft(Standing):
    """The latest version. `is_recipe_corrected`: somebody changed what was read of the file."""

    topic: int
    title: str
    alt_text: str
    caption: str
    tags: list[str]
    author_name: str
    licence: Licence
    format: str
    content_language: Literal["ko", "en"]
    recipe_visibility: RecipeShown
    sensitivity: Level | None = None
    recipe: RecipeWords
    is_recipe_corrected: bool
    image: int | None = Field(None, description="Id of the gallery image.")
    file: str = Field(description="The private original; a session's.")
    width: int | None = Field(None, description="px")
    height: int | None = Field(None, description="px")


@router.get(
    "/drafts/pictures/{int:picture_id}",
    response=PictureDraft,
    auth=MEMBER(Scope.CURATE),
    operation_id="read_picture_draft",
)
def read_picture_draft(request: HttpRequest, picture_id: int) -> PictureDraft:
    """A picture as its form shows it, with all of its recipe, and how it stands."""
    return described(editable(request, PicturePage, picture_id), request)


@router.patch(
    "/drafts/pictures/{int:picture_id}",
    response=PictureDraft,
    auth=MEMBER(Scope.CURATE),
    operation_id="change_picture_draft",
)
@foreseen()
def change_picture_draft(
    request: HttpRequest, picture_id: int, asked: PictureWords
) -> PictureDraft:
    """Change the draft. `If-Match` names the revision that was read; 412 if it is not the latest.

    What is public stays as it is until the draft is published.
    """
    picture = editable(request, PicturePage, picture_id)
    changes = asked.model_dump(exclude_unset=True)
    if "recipe" in changes:
        changes["recipe"] = _recipe(changes["recipe"])
    return described(change_draft(picture, member(request), changes, seen=seen(request)), request)


@router.delete(
    "/drafts/pictures/{int:picture_id}",
    response={204: None},
    auth=MEMBER(Scope.CURATE),
    operation_id="delete_picture",
)
@foreseen()
def delete_picture(request: HttpRequest, picture_id: int) -> Status[None]:
    """Delete a picture with its comments and likes. Its file stays in the gallery's images."""
    page_acts.delete(editable(request, PicturePage, picture_id), member(request))
    return Status(204, None)


def described(picture: PicturePage, request: HttpRequest) -> PictureDraft:
    draft = picture.get_latest_revision_as_object()
    image = draft.image
    recipe: Recipe = draft.recipe
    return PictureDraft(
        **standing(picture, member(request)),
        topic=cast(Any, picture.get_parent()).pk,
        **{name: getattr(draft, name) for name in _AS_THEY_ARE},
        tags=[tag.name for tag in draft.tags.all()],
        sensitivity=image.sensitivity if image else None,
        recipe=_words(recipe),
        is_recipe_corrected=recipe.is_corrected,
        image=image.pk if image else None,
        file=whole(image.file.url) if image else "",
        width=image.width if image else None,
        height=image.height if image else None,
    )


_AS_THEY_ARE = (
    *("title", "alt_text", "caption", "author_name", "licence", "format", "content_language"),
    "recipe_visibility",
)


def _words(recipe: Recipe) -> RecipeWords:
    """As it is: what a file told may be beyond what can be sent."""
    values = {name: getattr(recipe, name) for name in RecipeWords.model_fields if name != "loras"}
    loras = [LoraWords.model_construct(name=x.name, weight=x.weight) for x in recipe.loras]
    return RecipeWords.model_construct(**values, loras=loras)


def _recipe(changes: dict[str, Any]) -> dict[str, Any]:
    if "loras" in changes:
        changes["loras"] = tuple(Lora(each["name"], each["weight"]) for each in changes["loras"])
    return changes
