"""What visitors may read of a recipe, as programs get it."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from pictures.api.sources import whole
from pictures.models import PicturePage
from pictures.recipe_display import raw_text, recipe_rows
from pictures.recipe_files import recipe_address
from pictures.recipe_reader import write_infotext


class LoraShown(Schema):
    name: str
    weight: float | None = None
    hash: str = ""


class RecipeRow(Schema):
    key: str = Field(examples=["sampler"])
    label: str = Field(description="In the language asked for.", examples=["샘플러"])
    value: str = Field(examples=["Euler a · Karras"])


class RecipeShown(Schema):
    """Empty or null is what nobody knows, or what the picture keeps to itself."""

    visibility: str = Field(description="`public` or `parameters`.", examples=["public"])
    prompt: str
    negative_prompt: str
    seed: int | None
    steps: int | None
    sampler: str
    scheduler: str
    guidance: float | None = Field(description="CFG")
    model: str
    model_hash: str
    loras: list[LoraShown]
    width: int | None = Field(description="px asked for, before any upscaling")
    height: int | None
    program: str
    version: str
    rows: list[RecipeRow] = Field(description="All parameters, ready to be read.")
    infotext: str = Field(description="As WebUI reads it; empty without a prompt.")
    raw: str = Field(description="As it was found, where not all of it was understood.")
    file_url: str = Field(description="The recipe as a file; empty where only parts are shown.")


def recipe_shown(picture: PicturePage) -> RecipeShown | None:
    recipe = picture.shown_recipe
    if not recipe:
        return None
    return RecipeShown(
        visibility=picture.recipe_visibility,
        prompt=recipe.prompt,
        negative_prompt=recipe.negative_prompt,
        seed=recipe.seed,
        steps=recipe.steps,
        sampler=recipe.sampler,
        scheduler=recipe.scheduler,
        guidance=recipe.guidance,
        model=recipe.model,
        model_hash=recipe.model_hash,
        loras=[
            LoraShown(name=lora.name, weight=lora.weight, hash=lora.hash) for lora in recipe.loras
        ],
        width=recipe.width,
        height=recipe.height,
        program=recipe.program,
        version=recipe.version,
        rows=[
            RecipeRow(key=row.key, label=str(row.label), value=row.value)
            for row in recipe_rows(recipe)
        ],
        infotext=write_infotext(recipe) if recipe.prompt else "",
        raw=raw_text(recipe),
        file_url=whole(recipe_address(picture)),
    )
