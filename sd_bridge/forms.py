"""What an editor fills in to ask for pictures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pictures.formats import PictureFormat, propose_format
from sd_bridge.engines.bounds import (
    MAX_CFG_SCALE,
    MAX_COUNT,
    MAX_NAME_LENGTH,
    MAX_PROMPT_LENGTH,
    MAX_SEED,
    MAX_STEPS,
    MIN_CFG_SCALE,
    MIN_COUNT,
    MIN_STEPS,
    RANDOM_SEED,
)
from sd_bridge.form_parts import (
    DETACHED,
    Enlarging,
    Hires,
    OverImage,
    Refinements,
    number,
    whole,
    words,
)

# As `Generation.kind` has them.
TEXT, IMAGE, UPSCALE = "text", "image", "upscale"
CUSTOM = "custom"  # a format of its own: `width` and `height` say which


class PaintingForm(forms.Form):
    """What every painting needs."""

    prompt = forms.CharField(label=_("Prompt"), max_length=MAX_PROMPT_LENGTH, widget=words(5))
    negative_prompt = forms.CharField(
        label=_("Negative prompt"), max_length=MAX_PROMPT_LENGTH, required=False, widget=words(2)
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[*PictureFormat.choices, (CUSTOM, _("Custom"))],
        initial=PictureFormat.LANDSCAPE,
        widget=forms.RadioSelect(attrs=DETACHED),
    )
    model = forms.CharField(label=_("Model"), max_length=MAX_NAME_LENGTH, required=False)
    sampler = forms.CharField(label=_("Sampler"), max_length=MAX_NAME_LENGTH, initial="Euler a")
    scheduler = forms.CharField(label=_("Scheduler"), max_length=MAX_NAME_LENGTH, required=False)
    steps = whole(_("Steps"), MIN_STEPS, MAX_STEPS, initial=20)
    cfg_scale = forms.FloatField(
        label=_("CFG"),
        min_value=MIN_CFG_SCALE,
        max_value=MAX_CFG_SCALE,
        initial=7,
        widget=number(MIN_CFG_SCALE, MAX_CFG_SCALE, 0.5),
    )
    count = whole(_("Count"), MIN_COUNT, MAX_COUNT, initial=4)
    # Empty: another one each time.
    seed = whole(_("Seed"), RANDOM_SEED, MAX_SEED, required=False)


class GenerationForm(Enlarging, OverImage, Hires, Refinements, PaintingForm):
    """Cleans to the keyword arguments of `request_generation`.

    They are `kind` and `engine` ("" = any that can), and of the others what belongs to the kind
    and was said. `format` is a `PictureFormat`; of a custom one the nearest, with both sides.
    """

    PAINTED = (*PaintingForm.base_fields, *Refinements.base_fields)
    FIELDS_OF = {
        TEXT: (*PAINTED, *Hires.base_fields),
        IMAGE: (*PAINTED, *OverImage.base_fields),
        UPSCALE: tuple(Enlarging.base_fields),
    }

    kind = forms.ChoiceField(
        choices=[
            (TEXT, _("Text → image")),
            (IMAGE, _("Image → image")),
            (UPSCALE, _("Upscale")),
        ],
        initial=TEXT,
        required=False,
        widget=forms.RadioSelect(attrs=DETACHED),
    )
    engine = forms.CharField(label=_("Engine"), max_length=50, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in ("seed", "variation_seed"):
            self.fields[field].widget.attrs["placeholder"] = _("Random")
        self.fields["hires_steps"].widget.attrs["placeholder"] = _("Same")
        self.fields["eta"].widget.attrs["placeholder"] = _("Automatic")
        if self.is_bound:
            asked = self.data.get("kind") or TEXT
            self.wanted = self.FIELDS_OF.get(asked if isinstance(asked, str) else "", self.PAINTED)
            for field in set(self.fields) - {*self.wanted, "kind", "engine"}:
                del self.fields[field]

    def clean_seed(self) -> int:
        seed = self.cleaned_data["seed"]
        return RANDOM_SEED if seed is None else seed

    def clean_upscaler(self) -> str:
        if not self.cleaned_data["upscaler"]:
            raise forms.ValidationError(_("Choose an upscaler."))
        return self.cleaned_data["upscaler"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "format" in values:
            values.update(self._shape(values))
        if not values.get("hires_upscaler"):
            values = {key: value for key, value in values.items() if not key.startswith("hires_")}
        if not values.get("refiner"):
            values.pop("refiner", None)
            values.pop("refiner_switch_at", None)
        return {key: value for key, value in values.items() if self._is_said(key, value)}

    def _shape(self, values: dict[str, Any]) -> dict[str, Any]:
        if values["format"] != CUSTOM:
            return {"format": PictureFormat(values["format"]), "width": None, "height": None}
        width, height = values.get("width"), values.get("height")
        for side in ("width", "height"):
            if not values.get(side) and side not in self.errors:
                self.add_error(side, _("Say how many pixels."))
        return {"format": propose_format(width, height) if width and height else None}

    def _is_said(self, key: str, value: Any) -> bool:
        return (
            key in PaintingForm.base_fields
            or key == "engine"
            or (key in self.data and value not in (None, ""))
        )
