"""What a member fills in about themselves."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from community.models import Profile
from community.nicknames import MAX_NICKNAME, clean_nickname, nickname_problem
from community.profile_pictures import Portrait, read_portrait
from pictures.intake import ACCEPT, IntakeError

MOST_LINKS = 5
MAX_LABEL = 40
MAX_URL = 200
MAX_BIO = 500
_is_url = URLValidator(schemes=["https"])
# They turn the reading direction, so that words read as what they are not.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class ProfileForm(forms.ModelForm):
    """Name and words; the links are rows of a label and an address."""

    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=4 * MAX_NICKNAME,  # counted anew once it is composed
        help_text=_("2 to 20 letters. Your former name leads here for 30 days."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "spellcheck": "false"}),
    )
    bio = forms.CharField(
        label=_("About me"),
        required=False,
        max_length=2 * MAX_BIO,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Up to 500 characters, as plain text."),
    )

    class Meta:
        model = Profile
        fields = ("bio", "likes_are_public")
        labels = {"likes_are_public": _("Show my likes to everyone")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nickname"].initial = self.instance.nickname
        for number in range(MOST_LINKS):
            link = self._stored(number)
            self.fields[f"label_{number}"] = forms.CharField(
                label=_("Name of the link"),
                required=False,
                max_length=MAX_LABEL,
                initial=link.get("label", ""),
            )
            self.fields[f"url_{number}"] = forms.CharField(
                label=_("Address"),
                required=False,
                max_length=MAX_URL,
                initial=link.get("url", ""),
                widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
            )

    def _stored(self, number: int) -> dict[str, str]:
        links = self.instance.links
        return links[number] if number < len(links) else {}

    def link_rows(self) -> list[dict[str, forms.BoundField]]:
        """The pairs of fields that are filled, and an empty one."""
        return self._rows()[: self._shown()]

    def spare_rows(self) -> list[dict[str, forms.BoundField]]:
        """The empty pairs after those."""
        return self._rows()[self._shown() :]

    def _rows(self) -> list[dict[str, forms.BoundField]]:
        return [
            {"label": self[f"label_{number}"], "url": self[f"url_{number}"]}
            for number in range(MOST_LINKS)
        ]

    def _shown(self) -> int:
        filled = [
            number
            for number, row in enumerate(self._rows(), 1)
            if any(field.value() or field.errors for field in row.values())
        ]
        return max(filled, default=0) + 1

    def clean_nickname(self) -> str:
        nickname = clean_nickname(self.cleaned_data["nickname"])
        # One's own name may stay even where it would not be given today.
        problem = nickname != self.instance.nickname and nickname_problem(nickname)
        if problem:
            raise ValidationError(problem, code="nickname")
        return nickname

    def clean_bio(self) -> str:
        bio = plain(self.cleaned_data["bio"])
        if len(bio) > MAX_BIO:
            raise ValidationError(
                _("These are %(number)s characters; there may be 500."),
                code="max_length",
                params={"number": len(bio)},
            )
        return bio

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        links = []
        for number in range(MOST_LINKS):
            label, url = data.get(f"label_{number}", ""), data.get(f"url_{number}", "")
            try:
                link = clean_link(plain(label), url)
            except ValidationError as error:
                self.add_error(f"url_{number}", error)
            else:
                links += [link] if link and link not in links else []
        data["links"] = links
        return data


class PictureForm(forms.Form):
    """A file that becomes a picture of somebody; `portrait` once it is valid."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG, WebP, AVIF or GIF. Only its pixels are kept, in small."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_picture(self) -> Portrait:
        upload = self.cleaned_data["picture"]
        try:
            return read_portrait(upload, name=upload.name or "")
        except IntakeError as error:
            raise ValidationError(str(error), code=error.code) from error


class FocusForm(forms.Form):
    """Around which place the round picture is cut, in percent."""

    across = forms.IntegerField(label=_("Left or right"), min_value=0, max_value=100)
    down = forms.IntegerField(label=_("Up or down"), min_value=0, max_value=100)


def plain(text: str) -> str:
    """NFC, without control characters and tricks of direction; line breaks stay, two at most."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["".join(filter(_may_stand, line.replace("\t", " "))).rstrip() for line in lines]
    joined = "\n".join(kept).strip()
    while "\n\n\n" in joined:
        joined = joined.replace("\n\n\n", "\n\n")
    return joined


def _may_stand(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs", "Co", "Cn"} and letter not in _TURNING


def clean_link(label: str, url: str) -> dict[str, str] | None:
    """A link as it is stored, or None where nothing was typed; raises `ValidationError`."""
    wrong = ValidationError(_("An address looks like https://example.com."), code="url")
    url = url.strip()
    if not url:
        if label:
            raise ValidationError(_("Please add the address of this link."), code="required")
        return None
    if "://" not in url:
        url = f"https://{url}"
    try:
        _is_url(url)
        parts = urlsplit(url)
    except (ValidationError, ValueError) as error:
        raise ValidationError(
            _("An address looks like https://example.com."), code="url"
        ) from error
    if parts.username is not None or parts.password is not None or "." not in parts.netloc:
        raise wrong
    return {"label": label or parts.hostname or url, "url": url}
