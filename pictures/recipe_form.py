"""The recipe in a picture's edit form: what was read, to be corrected by hand.

The fields belong to no column; what they say becomes the picture's `recipe_data`, which drafts and
revisions carry. A browser may keep a form open across many saves (Wagtail saves by itself), so the
form carries what it showed: only that tells what an editor changed from what has changed since.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from pictures.preparing import read_again
from pictures.recipe import Recipe
from pictures.recipe_corrections import with_corrections
from pictures.recipe_lines import as_lines, from_lines

PREFIX = "recipe_"
LARGEST_SEED = 2**64 - 1
_LARGEST_SIDE = 100_000
_MOST_STEPS = 1_000_000
_LONGEST_PROMPT = 200_000
_WORDS = ("prompt", "negative_prompt")
_SHOWN = (
    *_WORDS,
    *("model", "model_hash", "sampler", "scheduler", "steps", "guidance", "seed"),
    *("width", "height", "program"),
)


class LorasField(forms.CharField):
    """LoRAs, one a line."""

    def clean(self, value: Any) -> Any:
        return from_lines(super().clean(value))


def _line(label: Any, longest: int = 200) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest)


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=_LONGEST_PROMPT,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
    )


def _whole(label: Any, least: int, largest: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=largest)


class RecipePageForm(WagtailAdminPageForm):
    """A picture's form with its recipe; a form sent without these fields leaves the recipe."""

    recipe_prompt = _words(_("Prompt"))
    recipe_negative_prompt = _words(_("Negative prompt"))
    recipe_model = _line(_("Model"))
    recipe_model_hash = _line(_("Model hash"), 100)
    recipe_sampler = _line(_("Sampler"), 100)
    recipe_scheduler = _line(_("Scheduler"), 100)
    recipe_steps = _whole(_("Steps"), 0, _MOST_STEPS)
    recipe_guidance = forms.FloatField(
        label=_("CFG scale"), required=False, min_value=0, max_value=1_000, step_size=None
    )
    recipe_seed = _whole(_("Seed"), -1, LARGEST_SEED)
    recipe_width = _whole(_("Width in pixels"), 1, _LARGEST_SIDE)
    recipe_height = _whole(_("Height in pixels"), 1, _LARGEST_SIDE)
    recipe_program = _line(_("Program"), 100)
    recipe_loras = LorasField(
        label=_("LoRAs"),
        required=False,
        help_text=_("One a line: a name, a colon, a weight."),
        widget=AdminAutoHeightTextInput(attrs={"rows": 1}),
    )
    recipe_reread = forms.BooleanField(
        label=_("Read it again from the file"),
        required=False,
        help_text=_("When you save, what was corrected gives way to what the file tells."),
    )
    recipe_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from pictures.publishing import default_visibility

        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.parent_page is not None:
            self.initial["recipe_visibility"] = default_visibility(self.parent_page)
        values = shown_values(self.instance.recipe)
        shown = {"image": self.instance.image_id, "values": values}
        for name, value in {**values, "shown": json.dumps(shown)}.items():
            self.initial[PREFIX + name] = value
        if seed := self.fields.get("recipe_seed"):
            seed.widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def _post_clean(self) -> None:
        before, read_from = self.instance.recipe, self.instance.recipe_image_id
        super()._post_clean()
        shown = _shown(self.cleaned_data.get("recipe_shown", ""))
        if shown is None or any(name.startswith(PREFIX) for name in self.errors):
            return
        image = self.instance.image
        if image is not None and self.cleaned_data.get("recipe_reread"):
            recipe = read_again(image)
        else:
            own = image.recipe if image is not None else Recipe()
            is_own = image is None or read_from == image.pk
            recipe = self._corrected(before if is_own else own, own, shown)
        self.instance.recipe_data = recipe.as_json()
        self.instance.recipe_image_id = image.pk if image is not None else read_from

    def _corrected(self, start: Recipe, own: Recipe, shown: dict[str, Any]) -> Recipe:
        """`start` with what the editor changed; `own` is what the image itself tells.

        Where the form showed the recipe of this image, it is right in all it says. Where the image
        was changed since, it is right only in what was typed.
        """
        same_image = shown["image"] == self.instance.image_id
        if not same_image:
            start = own
        compared = shown_values(start) if same_image else shown["values"]
        changes: dict[str, Any] = {}
        for name in shown_values(start):
            value = self.cleaned_data.get(PREFIX + name)
            typed = as_lines(value) if name == "loras" else value
            if _plain(typed) != _plain(compared.get(name)):
                changes[name] = _as_text(value) if name in _WORDS else value
        return with_corrections(start, own, changes)


def shown_values(recipe: Recipe) -> dict[str, Any]:
    """What the fields show of a recipe, by their names without the prefix."""
    values = {name: getattr(recipe, name) for name in _SHOWN}
    return {**values, "loras": as_lines(recipe.loras)}


def _shown(text: str) -> dict[str, Any] | None:
    """What the form says it showed; None where it was sent without."""
    try:
        shown = json.loads(text)
        return {"image": shown["image"], "values": dict(shown["values"])}
    except (ValueError, KeyError, TypeError):
        return None


def _plain(value: Any) -> Any:
    """A value as compared: browsers change line ends, and fields cut blanks off."""
    return _as_text(value) if value is None or isinstance(value, str) else value


def _as_text(value: Any) -> str:
    return (value or "").replace("\r\n", "\n").strip()
