"""The fields of a request that not every kind of it has, one small form a part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sd_bridge.engines.bounds import (
    MAX_COUNT,
    MAX_NAME_LENGTH,
    MAX_PROMPT_LENGTH,
    MAX_SCALE,
    MAX_SEED,
    MAX_SIDE,
    MAX_STEPS,
    MIN_COUNT,
    MIN_SCALE,
    MIN_SIDE,
    RANDOM_SEED,
    RESIZE_MODES,
    SIDE_MULTIPLE,
)

# The fields stand inside a page's edit form but belong to no form: an owner that does not exist
# keeps them out of what the page sends, of its check for unsaved changes and of Enter.
DETACHED = {"form": "generate-detached"}


def number(minimum: float, maximum: float, step: float | str = 1) -> forms.NumberInput:
    return forms.NumberInput(attrs={**DETACHED, "min": minimum, "max": maximum, "step": step})


def words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={**DETACHED, "rows": rows, "lang": "en", "spellcheck": "false"})


def whole(label: Any, minimum: int, maximum: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=minimum,
        max_value=maximum,
        widget=number(minimum, maximum, more.pop("step", 1)),
        **more,
    )


def share(label: Any, initial: float) -> forms.FloatField:
    """From 0 to 1, as a slider with its number beside it."""
    attrs = {**DETACHED, "type": "range", "min": 0, "max": 1, "step": 0.05}
    return forms.FloatField(
        label=label,
        min_value=0,
        max_value=1,
        initial=initial,
        required=False,
        widget=forms.NumberInput(attrs=attrs),
    )


def scale(label: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        min_value=MIN_SCALE,
        max_value=MAX_SCALE,
        initial=2.0,
        required=False,
        widget=number(MIN_SCALE, MAX_SCALE, 0.25),
    )


def name(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=MAX_NAME_LENGTH, required=False, **more)


def switch(label: Any) -> forms.BooleanField:
    return forms.BooleanField(
        label=label, required=False, widget=forms.CheckboxInput(attrs=DETACHED)
    )


class NamesField(forms.Field):
    """A list of names as JSON has it."""

    widget = forms.SelectMultiple
    default_error_messages = {"invalid": _("Choose from the list.")}

    def to_python(self, value: Any) -> tuple[str, ...]:
        if value in (None, ""):
            return ()
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return tuple(dict.fromkeys(value))


class Refinements(forms.Form):
    """What every painting may have beside the usual."""

    width = whole(_("Width"), MIN_SIDE, MAX_SIDE, required=False, step=SIDE_MULTIPLE)
    height = whole(_("Height"), MIN_SIDE, MAX_SIDE, required=False, step=SIDE_MULTIPLE)
    batch_size = whole(_("At once"), MIN_COUNT, MAX_COUNT, required=False, initial=1)
    styles = NamesField(label=_("Styles of the engine"), required=False)
    variation_seed = whole(_("Variation seed"), RANDOM_SEED, MAX_SEED, required=False)
    variation_strength = share(_("Variation strength"), 0.0)
    restore_faces = switch(_("Restore faces"))
    tiling = switch(_("Tiling: the edges fit together"))
    eta = forms.FloatField(
        label=_("Eta"), min_value=0, max_value=1, required=False, widget=number(0, 1, 0.05)
    )
    refiner = name(_("Refiner"))
    refiner_switch_at = share(_("Switch at"), 0.8)


class Hires(forms.Form):
    """The second pass that enlarges what was painted small."""

    hires_upscaler = name(_("Upscaler"))
    hires_scale = scale(_("Times"))
    hires_steps = whole(_("Steps"), 0, MAX_STEPS, required=False)
    hires_denoising = share(_("Strength"), 0.5)
    hires_model = name(_("Model"))
    hires_sampler = name(_("Sampler"))
    hires_scheduler = name(_("Scheduler"))
    hires_prompt = forms.CharField(
        label=_("Prompt"), max_length=MAX_PROMPT_LENGTH, required=False, widget=words(2)
    )
    hires_negative_prompt = forms.CharField(
        label=_("Negative prompt"), max_length=MAX_PROMPT_LENGTH, required=False, widget=words(2)
    )


class OverImage(forms.Form):
    """Painting over an image."""

    denoising = share(_("Strength"), 0.75)
    resize_mode = forms.TypedChoiceField(
        label=_("If the shape differs"),
        choices=list(zip(RESIZE_MODES, (_("Stretch"), _("Crop"), _("Fill up")), strict=True)),
        coerce=int,
        initial=1,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs=DETACHED),
    )


class Enlarging(forms.Form):
    """Enlarging a finished image."""

    upscaler = name(_("Upscaler"))
    upscale_by = scale(_("Times"))
    upscaler_2 = name(_("Second upscaler"))
    upscaler_2_visibility = share(_("Its share"), 0.0)
    gfpgan_visibility = share(_("Faces by GFPGAN"), 0.0)
    codeformer_visibility = share(_("Faces by CodeFormer"), 0.0)
    codeformer_weight = share(_("CodeFormer's weight"), 0.0)
