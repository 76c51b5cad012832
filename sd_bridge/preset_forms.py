"""The form of a preset: which panels, and fields that offer what the engines have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from sd_bridge.engine_registry import engine_names, known_lists
from sd_bridge.models import EngineState
from sd_bridge.presets import MODEL_FIELDS


class LinesField(forms.CharField):
    """A list of words, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        lines = (line.strip() for line in super().clean(value).splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class SuggestingInput(forms.TextInput):
    """A line of text that offers `names`; others are accepted: an engine may be asleep."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(attrs={"autocomplete": "off", "spellcheck": "false"})
        self.names = list(names)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        key = f"{(attrs or {}).get('id', name)}-names"
        line = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((n,) for n in self.names))
        return format_html("{}<datalist{}>{}</datalist>", line, flatatt({"id": key}), options)


class PresetForm(WagtailAdminModelForm):
    """Wagtail's own, with the names that the engines told last beside the fields."""

    allowed_models = LinesField(label=gettext_lazy("Allowed models"), required=False)
    styles = LinesField(label=gettext_lazy("Styles of the engine"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models = known_models()
        offered = {
            **dict.fromkeys(MODEL_FIELDS, models),
            **dict.fromkeys(("sampler", "hires_sampler"), _told("samplers")),
            **dict.fromkeys(("scheduler", "hires_scheduler"), _told("schedulers")),
            "hires_upscaler": [*_told("upscalers"), *_told("latent_modes")],
        }
        for name, names in offered.items():
            if name in self.fields:
                self.fields[name].widget = SuggestingInput(names)
        self._help("allowed_models", models)
        self._help("styles", _told("styles"))

    def _help(self, name: str, names: list[str]) -> None:
        if name not in self.fields:
            return
        help_text = str(self._meta.model._meta.get_field(name).help_text)
        if names:
            help_text += " " + _("Known now: %(names)s.") % {"names": ", ".join(names)}
        self.fields[name].help_text = help_text


def known_models() -> list[str]:
    """What the engines that are set up have told, also those that are asleep now."""
    rows = EngineState.objects.filter(name__in=engine_names()).order_by("name")
    told = [name for names in rows.values_list("model_names", flat=True) for name in names or []]
    return list(dict.fromkeys(told))


def _told(kind: str) -> list[str]:
    """Names from the lists of all engines that are known without asking them."""
    lists = [found for name in engine_names() if (found := known_lists(name))]
    entries = [entry for found in lists for entry in getattr(found, kind)]
    return list(dict.fromkeys(str(getattr(entry, "name", entry)) for entry in entries))


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


PANELS: list[Panel] = [
    FieldPanel("name", required_on_save=True),
    MultiFieldPanel(
        [FieldPanel("prompt_template"), FieldPanel("negative_prompt")],
        heading=gettext_lazy("Words"),
    ),
    MultiFieldPanel(
        [FieldPanel("allowed_models"), FieldPanel("model")], heading=gettext_lazy("Models")
    ),
    MultiFieldPanel(
        [
            _row("format", "width", "height"),
            _row("sampler", "scheduler"),
            _row("steps", "cfg_scale", "eta"),
            _row("count", "batch_size"),
            FieldPanel("styles"),
            _row("restore_faces", "tiling"),
        ],
        heading=gettext_lazy("Settings"),
        help_text=gettext_lazy("What is empty is left to the editor."),
    ),
    MultiFieldPanel(
        [
            _row("hires_upscaler", "hires_scale"),
            _row("hires_steps", "hires_denoising"),
            _row("hires_sampler", "hires_scheduler", "hires_model"),
            FieldPanel("hires_prompt"),
            FieldPanel("hires_negative_prompt"),
        ],
        heading=gettext_lazy("Second pass (hires fix)"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [_row("refiner", "refiner_switch_at"), _row("denoising", "resize_mode")],
        heading=gettext_lazy("Refiner, and pictures to start from"),
        classname="collapsed",
    ),
]
PRESET_HANDLER = ObjectList(PANELS, base_form_class=PresetForm)
