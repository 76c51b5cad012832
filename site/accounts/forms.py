"""Forms with one password that can be looked at, instead of two that are typed blindly."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

from accounts.honeypot import HoneypotSignUp
from accounts.usernames import suggest_username


class SignupForm(HoneypotSignUp, forms.SignupForm):
    """An address, a name to log in with, a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        name = self.fields["username"]
        name.label = _("User name")
        name.help_text = _(
            "You log in with it, and it is your first nickname. This one is only a suggestion."
        )
        if not self.is_bound:
            self.initial.setdefault("username", suggest_username())
        self.fields["password1"].widget.attrs["autocomplete"] = "new-password"


class _OnePassword:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].widget.attrs["autocomplete"] = "new-password"


class ChangePasswordForm(_OnePassword, forms.ChangePasswordForm):
    pass


class SetPasswordForm(_OnePassword, forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(_OnePassword, forms.ResetPasswordKeyForm):
    pass
