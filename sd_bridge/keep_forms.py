"""What an editor decides when she keeps results: for all of them, and for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pictures.models import Licence, RecipeVisibility
from pictures.storable import storable

ACTIONS = {
    "draft": _("Save as draft"),
    "submit": _("Submit for moderation"),
    "publish": _("Publish now"),
    "schedule": _("Publish later"),
}
MAX_TAGS = 30
MAX_TAG = 100  # characters
MAX_CHOICES = 50


def storable_only(text: str) -> None:
    """No NUL and no half characters: no database takes them."""
    if storable(text) != text:
        raise forms.ValidationError(_("There is a character in it that cannot be stored."))


class KeepForm(forms.Form):
    """Where the pictures go and what becomes of them; `actions` are those she may take there."""

    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices)
    recipe_visibility = forms.ChoiceField(
        label=_("Visitors see of the recipe"), choices=RecipeVisibility.choices
    )
    action = forms.ChoiceField(label=_("Afterwards"), choices=list(ACTIONS.items()))
    go_live_at = forms.DateTimeField(
        label=_("Publish on"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )

    def __init__(self, data: Mapping[str, Any], *, actions: list[str]) -> None:
        super().__init__({name: str(data.get(name) or "") for name in self.base_fields})
        self.actions = actions

    def clean_action(self) -> str:
        action = self.cleaned_data["action"]
        if action not in self.actions:
            raise forms.ValidationError(_("You may not do that in this topic."))
        return action

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("action") != "schedule":
            cleaned["go_live_at"] = None
        elif "go_live_at" not in self.errors:
            moment = cleaned.get("go_live_at")
            if moment is None:
                self.add_error("go_live_at", _("Say when it is to be published."))
            elif moment <= timezone.now():
                self.add_error("go_live_at", _("This moment has passed."))
        return cleaned


class TagsField(forms.Field):
    """A list of words, or one text with commas between them."""

    def to_python(self, value: Any) -> list[str]:
        words = value.split(",") if isinstance(value, str) else value or []
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise forms.ValidationError(_("Write tags with commas between them."))
        found = dict.fromkeys(" ".join(word.split()) for word in words)
        return [word for word in found if word]

    def validate(self, value: list[str]) -> None:
        if len(value) > MAX_TAGS:
            raise forms.ValidationError(_("No more than %(most)s tags.") % {"most": MAX_TAGS})
        for word in value:
            storable_only(word)
            if len(word) > MAX_TAG:
                raise forms.ValidationError(_("One of the tags is too long."))


class KeepChoiceForm(forms.Form):
    """One picture. A draft may do without a text for people who do not see it."""

    title = forms.CharField(label=_("Title"), max_length=255, validators=[storable_only])
    alt_text = forms.CharField(
        label=_("Alternative text"), max_length=300, validators=[storable_only]
    )
    tags = TagsField(label=_("Tags"), required=False)

    def __init__(self, data: Mapping[str, Any], *, is_draft: bool) -> None:
        super().__init__(data)
        self.fields["alt_text"].required = not is_draft


def topic_options(topics: list[Page]) -> list[dict[str, Any]]:
    return [{"value": topic.pk, "label": topic.get_admin_display_title()} for topic in topics]


def options(choices: Any) -> list[dict[str, str]]:
    return [{"value": str(value), "label": str(label)} for value, label in choices]
