"""What a member says of a new access token."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rest.scopes import Scope

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))]
LASTS = [*DAYS, ("date", _("Until the day below")), ("never", _("For ever"))]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What it is for, such as a machine or a script")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        initial=[Scope.READ.value],
        widget=forms.CheckboxSelectMultiple,
    )
    lasts = forms.ChoiceField(label=_("How long it works"), choices=LASTS, initial="90")
    until = forms.DateField(
        label=_("Its last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("lasts") == "date":
            day = cleaned.get("until")
            if day is None or day < timezone.localdate():
                self.add_error("until", _("Choose a day to come."))
        return cleaned

    def expires_at(self) -> datetime | None:
        """The moment it ends: the end of its last day, in the zone of the site."""
        lasts = self.cleaned_data["lasts"]
        if lasts == "never":
            return None
        if lasts != "date":
            return timezone.now() + timedelta(days=int(lasts))
        after = self.cleaned_data["until"] + timedelta(days=1)
        return timezone.make_aware(datetime.combine(after, datetime.min.time()))
