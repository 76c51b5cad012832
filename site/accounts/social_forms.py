"""The form that disconnects an account elsewhere."""

from __future__ import annotations

from allauth.socialaccount.forms import DisconnectForm as AllauthDisconnectForm
from allauth.socialaccount.internal.flows.connect import disconnect
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User


class DisconnectForm(AllauthDisconnectForm):
    """Checks and removes in one step: two removed at once must not be the last two ways in."""

    @transaction.atomic
    def clean(self) -> dict:
        User.objects.select_for_update().get(pk=self.request.user.pk)
        account = self.cleaned_data.get("account")
        if account is None or not SocialAccount.objects.filter(pk=account.pk).exists():
            raise ValidationError(_("Choose a connected account."))
        cleaned = super().clean()
        disconnect(self.request, account)
        return cleaned

    def save(self) -> None:
        """Done already, under the lock."""
