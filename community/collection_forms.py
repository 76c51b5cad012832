"""What a member may say of a collection."""

from __future__ import annotations

from django import forms

from community.models import PictureCollection


class CollectionForm(forms.ModelForm):
    class Meta:
        model = PictureCollection
        fields = ("title", "description", "visibility")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "visibility": forms.RadioSelect,
        }
