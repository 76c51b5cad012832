"""Reporting pictures, comments and people; moderators decide, and the reporter hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.comment_text import fit_text
from community.models import Report, ReportReason
from community.webhook_events import tell_reported

if TYPE_CHECKING:
    from accounts.models import User

MOST_WORDS = 500


class ReportForm(forms.Form):
    """Why, and in words."""

    kind = forms.ChoiceField(label=_("Why"), choices=ReportReason.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_text(self) -> str:
        return fit_text(self.cleaned_data["text"])


@dataclass(frozen=True, slots=True)
class Target:
    """What is reported: the column of `Report` and the id; how it is called, where it stands."""

    column: str
    id: int
    words: str
    back: str

    @property
    def fields(self) -> dict[str, int]:
        return {f"{self.column}_id": self.id}


def earlier_report(reporter: User, target: Target) -> Report | None:
    return Report.objects.filter(reporter=reporter, **target.fields).first()


def report(*, reporter: User, target: Target, kind: str, text: str) -> bool:
    """Whether it is new; one member reports one thing once."""
    try:
        with transaction.atomic():
            made = Report.objects.create(
                reporter=reporter,
                kind=kind,
                text=text,
                created_at=timezone.now(),
                **target.fields,
            )
            tell_reported(made)
    except IntegrityError:
        return False
    return True
