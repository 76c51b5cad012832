"""Wagtail's own upload and edit forms, pointed at intake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from pictures.intake import ACCEPT, IntakeError, TakenIn, take_in
from pictures.library import describe
from pictures.renditions import request_sync


class IntakeFileField(forms.FileField):
    """A file that passed intake; what intake learnt is left on it as `taken`."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        if isinstance(upload, UploadedFile):
            vars(upload)["taken"] = self._take_in(upload)
        return upload

    def _take_in(self, upload: UploadedFile) -> TakenIn:
        try:
            taken = take_in(upload.read(), name=upload.name or "")
        except IntakeError as error:
            raise ValidationError(str(error), code=error.code) from error
        finally:
            upload.seek(0)
        stem = (upload.name or "picture").rsplit(".", 1)[0]
        upload.name = f"{stem}.{taken.extension}"
        return taken


class GalleryImageForm(BaseImageForm):
    """Every form that takes an image file: add, edit, multiple upload, chooser."""

    file = IntakeFileField(label=_("file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stock = BaseImageForm.Meta.widgets["file"].attrs
        target = self.fields["file"].widget.attrs.get("data-w-sync-target-value", "")
        self.fields["file"].widget = forms.FileInput(
            attrs={**stock, "accept": ACCEPT, "data-w-sync-target-value": target}
        )
        self.fields["file"].required = not self.instance.pk
        if level := self.fields.get("sensitivity"):
            level.required = False  # Wagtail's multiple upload sends a file and nothing else

    def clean_sensitivity(self) -> str:
        return self.cleaned_data.get("sensitivity") or self.instance.sensitivity

    def save(self, commit: bool = True) -> Any:
        upload = self.cleaned_data.get("file")
        taken = getattr(upload, "taken", None)
        if taken is not None:
            describe(self.instance, taken, name=upload.name or "")
        elif any(name.startswith("focal_point") for name in self.changed_data):
            self.instance.focal_point_proposed = False
        image = super().save(commit=commit)
        if commit:
            request_sync([image.pk])
        return image
