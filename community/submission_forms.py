"""What members write about a picture they send."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from community.submitting import Words
from pictures.importing.proposals import propose
from pictures.intake import ACCEPT
from pictures.models import (
    ImportFile,
    Licence,
    PicturePage,
    RecipeVisibility,
    Sensitivity,
)
from pictures.publishing import default_visibility
from pictures.storable import storable

MOST_TAGS = 8
LONGEST_TAG = 30


class FileForm(forms.Form):
    """The file itself is judged by intake, which tells what is wrong with it."""

    file = forms.FileField(
        label=gettext_lazy("Picture file"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": gettext_lazy("Choose a picture.")},
        allow_empty_file=True,
    )


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files, each as a `FileField` takes it."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        clean_one = super().clean
        return [clean_one(file, initial) for file in data or [None]]


class FilesForm(forms.Form):
    file = ManyFilesField(
        label=gettext_lazy("Picture files"),
        widget=ManyFilesInput(attrs={"accept": ACCEPT}),
        error_messages={"required": gettext_lazy("Choose a picture.")},
        allow_empty_file=True,
    )


class WordsForm(forms.Form):
    """`Words` of a picture; `is_public` leaves out what its author may no longer say."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    alt_text = forms.CharField(
        label=gettext_lazy("What is to be seen"),
        max_length=300,
        help_text=gettext_lazy("Read aloud to people who do not see the picture."),
    )
    caption = forms.CharField(
        label=gettext_lazy("A few sentences"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Separated by commas, eight at most."),
    )
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), choices=Licence.choices)
    recipe_visibility = forms.ChoiceField(
        label=gettext_lazy("What visitors see of the recipe"), choices=RecipeVisibility.choices
    )
    ai_generated = forms.BooleanField(
        label=gettext_lazy("Made with an AI generator"), required=False
    )
    is_sensitive = forms.BooleanField(
        label=gettext_lazy("Sensitive: blurred until asked for"), required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the curators"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Not shown to anybody else."),
    )

    def __init__(self, *args: Any, is_public: bool = False, is_marked: bool = False, **kw: Any):
        super().__init__(*args, **kw)
        if is_public:
            del self.fields["ai_generated"]
            if is_marked:
                del self.fields["is_sensitive"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = storable(value)
        return cleaned

    def clean_tags(self) -> list[str]:
        found = split_tags(self.cleaned_data["tags"])
        if len(found) > MOST_TAGS:
            raise forms.ValidationError(_("Eight tags at most."))
        if any(len(tag) > LONGEST_TAG for tag in found):
            raise forms.ValidationError(
                _("A tag has %(number)s letters at most.") % {"number": LONGEST_TAG}
            )
        return found

    def words(self) -> Words:
        """What was written; fields that are not shown stay as they were."""
        said: dict[str, Any] = {
            name: self.cleaned_data.get(name, self.initial.get(name)) for name in _NAMES
        }
        return Words(**said)


_NAMES = (
    *("title", "alt_text", "caption", "tags", "licence", "recipe_visibility"),
    *("ai_generated", "is_sensitive", "note"),
)


def split_tags(text: str) -> list[str]:
    """Tags as written, without `#`, each once whatever its case."""
    pieces = (
        " ".join(storable(piece).split()).lstrip("#") for piece in re.split("[,\n，、]", text)
    )
    return list({piece.casefold(): piece for piece in pieces if piece}.values())


def proposed(row: ImportFile, topic: Page) -> dict[str, Any]:
    """What the form of a file that waits begins with."""
    words = propose(row.recipe, row.name)
    return {
        **words,
        "title": words["title"][:120],
        "tags": ", ".join(words["tags"]),
        "licence": row.licence,
        "recipe_visibility": default_visibility(topic),
        "ai_generated": is_ai(row),
    }


def is_ai(row: ImportFile) -> bool:
    """Whether the file tells that a generator made it: it carries a recipe, or says so."""
    if row.recipe.is_parsed or row.recipe.raw:
        return True
    texts = " ".join((row.facts.get("raw_metadata") or {}).values())
    return "trainedAlgorithmicMedia" in texts


def written(picture: PicturePage, note: str) -> dict[str, Any]:
    """What the form of a picture that was sent begins with: its latest version."""
    image = picture.image
    return {
        "title": picture.title,
        "alt_text": picture.alt_text,
        "caption": picture.caption,
        "tags": ", ".join(tag.name for tag in picture.tags.all()),
        "licence": picture.licence,
        "recipe_visibility": picture.recipe_visibility,
        "ai_generated": image.ai_generated if image else True,
        "is_sensitive": image is not None and image.sensitivity != Sensitivity.NONE,
        "note": note,
    }
