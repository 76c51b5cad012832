"""What is sent to ask for pictures: the settings of the workspace, under the same names."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from sd_bridge.engines.bounds import (
    MAX_CFG_SCALE,
    MAX_COUNT,
    MAX_NAME_LENGTH,
    MAX_PROMPT_LENGTH,
    MAX_SCALE,
    MAX_SEED,
    MAX_SIDE,
    MAX_STEPS,
    MAX_STYLES,
    MIN_CFG_SCALE,
    MIN_COUNT,
    MIN_SCALE,
    MIN_SIDE,
    MIN_STEPS,
    RANDOM_SEED,
    SIDE_MULTIPLE,
)
from sd_bridge.forms import CUSTOM, GenerationForm, PaintingForm

Name = Annotated[str, Field(max_length=MAX_NAME_LENGTH)]
Words = Annotated[str, Field(max_length=MAX_PROMPT_LENGTH)]
Share = Annotated[float, Field(ge=0, le=1)]
Times = Annotated[float, Field(ge=MIN_SCALE, le=MAX_SCALE)]
Side = Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE, multiple_of=SIDE_MULTIPLE, description="px")]
Seed = Annotated[int, Field(ge=RANDOM_SEED, le=MAX_SEED, description="-1 or none: another one.")]
Number = Annotated[int, Field(ge=MIN_COUNT, le=MAX_COUNT)]
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Closed(Schema):
    """A name that does not exist is said, and not passed over."""

    model_config = ConfigDict(extra="forbid")


class SourceIn(Closed):
    """The picture to begin with: one of these."""

    page: Id | None = Field(None, description="Id of a picture that is public or yours to edit.")
    image: Id | None = Field(None, description="Id of an image of the gallery.")
    result: str | None = Field(
        None,
        max_length=60,
        description="A result of a tray: `<generation>/<index>`.",
        examples=["0b7c2a1e-6a0f-4a53-9f1c-1f6f0f7a2b3c/0"],
    )
    generation: UUID | None = Field(None, description="What that generation began with.")


class Settings(Closed):
    """What is left out is the preset's, or as the engine has it. One vocabulary with the pages."""

    prompt: Words | None = Field(None, examples=["a lighthouse on a cliff, oil painting"])
    negative_prompt: Words | None = Field(None, examples=["blurry"])
    format: Literal["tall", "portrait", "square", "landscape", "wide"] | None = Field(
        None, description="Shape and usual size; with both sides given, those.", examples=["square"]
    )
    width: Side | None = None
    height: Side | None = None
    model: Name | None = Field(None, description="Empty: whatever is loaded.")
    sampler: Name | None = Field(None, examples=["Euler a"])
    scheduler: Name | None = None
    steps: Annotated[int, Field(ge=MIN_STEPS, le=MAX_STEPS)] | None = Field(None, examples=[20])
    cfg_scale: Annotated[float, Field(ge=MIN_CFG_SCALE, le=MAX_CFG_SCALE)] | None = Field(
        None, examples=[7.0]
    )
    count: Number | None = Field(None, description="Pictures; 1 if left out.", examples=[2])
    batch_size: Number | None = Field(None, description="Painted at once.")
    seed: Seed | None = None
    styles: list[Name] | None = Field(None, max_length=MAX_STYLES)
    variation_seed: Seed | None = None
    variation_strength: Share | None = None
    restore_faces: bool | None = None
    tiling: bool | None = None
    eta: Share | None = None
    refiner: Name | None = None
    refiner_switch_at: Share | None = None
    hires_upscaler: Name | None = Field(None, description="With one: paint small and enlarge.")
    hires_scale: Times | None = None
    hires_steps: Annotated[int, Field(ge=0, le=MAX_STEPS)] | None = None
    hires_denoising: Share | None = None
    hires_model: Name | None = None
    hires_sampler: Name | None = None
    hires_scheduler: Name | None = None
    hires_prompt: Words | None = None
    hires_negative_prompt: Words | None = None
    denoising: Share | None = Field(None, description="`image`: 0 keeps it, 1 forgets it.")
    resize_mode: Literal[0, 1, 2] | None = Field(None, description="Stretch, crop, fill up.")
    upscaler: Name | None = Field(None, description="`upscale`: needed.")
    upscale_by: Times | None = None
    upscaler_2: Name | None = None
    upscaler_2_visibility: Share | None = None
    gfpgan_visibility: Share | None = None
    codeformer_visibility: Share | None = None
    codeformer_weight: Share | None = None
    interrogator: Literal["clip", "deepdanbooru"] | None = None


class GenerationIn(Settings):
    """A request. `text` paints from words, `image` over a source, `upscale` enlarges one,
    `interrogate` asks what is to be seen in one.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "prompt": "a lighthouse on a cliff, oil painting",
                    "format": "square",
                    "count": 2,
                    "topic": 7,
                },
                {"preset": 3, "slots": {"subject": "a lighthouse"}},
            ]
        },
    )

    kind: Literal["text", "image", "upscale", "interrogate"] = "text"
    engine: str = Field("", max_length=50, description="Empty: whichever can and is free.")
    topic: Id | None = Field(None, description="Topic or picture whose tray the results go to.")
    preset: Id | None = None
    slots: dict[str, Words] = Field(default_factory=dict, max_length=50)
    source: SourceIn | None = None

    def as_sent(self) -> dict[str, Any]:
        """As the workspace sends it."""
        return self.model_dump(exclude_none=True, mode="json")


class ProgramForm(GenerationForm):
    """As the workspace's form, but nothing has to be said: what is missing is the preset's."""

    def __init__(self, data: dict[str, Any]) -> None:
        sides = {"width", "height"} & data.keys()
        if len(sides) == 2 or (sides and "format" not in data):
            data = {**data, "format": CUSTOM}
        super().__init__(data)
        for name in PaintingForm.base_fields:
            if name in self.fields:
                self.fields[name].required = False

    def _shape(self, values: dict[str, Any]) -> dict[str, Any]:
        return super()._shape(values) if values["format"] else {"format": None}

    def _is_said(self, key: str, value: Any) -> bool:
        if key == "prompt":  # without one the request says what is wrong, or the preset fills it
            return True
        return key in self.data and (value not in (None, "") or key == "negative_prompt")
