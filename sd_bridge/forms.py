"""What an editor fills in to ask for pictures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pictures.formats import PictureFormat
from sd_bridge.engines.asking import (
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

# The fields stand inside a page's edit form but belong to no form: an owner that does not exist
# keeps them out of what the page sends, of its check for unsaved changes and of Enter.
DETACHED = {"form": "generate-detached"}


def _number(minimum: float, maximum: float, step: float | str = 1) -> forms.NumberInput:
    return forms.NumberInput(attrs={**DETACHED, "min": minimum, "max": maximum, "step": step})


class GenerationForm(forms.Form):
    """Cleans to the keyword arguments of a request, with `format` as a `PictureFormat`."""

    prompt = forms.CharField(
        label=_("Prompt"),
        max_length=MAX_PROMPT_LENGTH,
        widget=forms.Textarea(attrs={**DETACHED, "rows": 5, "lang": "en", "spellcheck": "false"}),
    )
    negative_prompt = forms.CharField(
        label=_("Negative prompt"),
        max_length=MAX_PROMPT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={**DETACHED, "rows": 2, "lang": "en", "spellcheck": "false"}),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=PictureFormat.choices,
        initial=PictureFormat.LANDSCAPE,
        widget=forms.RadioSelect(attrs=DETACHED),
    )
    model = forms.CharField(label=_("Model"), max_length=MAX_NAME_LENGTH, required=False)
    sampler = forms.CharField(label=_("Sampler"), max_length=MAX_NAME_LENGTH, initial="Euler a")
    scheduler = forms.CharField(label=_("Scheduler"), max_length=MAX_NAME_LENGTH, required=False)
    steps = forms.IntegerField(
        label=_("Steps"),
        min_value=MIN_STEPS,
        max_value=MAX_STEPS,
        initial=20,
        widget=_number(MIN_STEPS, MAX_STEPS),
    )
    cfg_scale = forms.FloatField(
        label=_("CFG"),
        min_value=MIN_CFG_SCALE,
        max_value=MAX_CFG_SCALE,
        initial=7,
        widget=_number(MIN_CFG_SCALE, MAX_CFG_SCALE, 0.5),
    )
    count = forms.IntegerField(
        label=_("Count"),
        min_value=MIN_COUNT,
        max_value=MAX_COUNT,
        initial=4,
        widget=_number(MIN_COUNT, MAX_COUNT),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=RANDOM_SEED,
        max_value=MAX_SEED,
        required=False,  # empty: another one each time
        widget=_number(RANDOM_SEED, MAX_SEED),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["seed"].widget.attrs["placeholder"] = _("Random")

    def clean_format(self) -> PictureFormat:
        return PictureFormat(self.cleaned_data["format"])

    def clean_seed(self) -> int:
        seed = self.cleaned_data["seed"]
        return RANDOM_SEED if seed is None else seed
