"""The form of a webhook."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outbox.calling import ANY_PORT
from outbox.events import KINDS
from outbox.models import Webhook
from outbox.web_addresses import WebError, is_public, place_of


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.name, f"{kind.label} ({kind.name})") for kind in KINDS.values()]


class WebhookForm(forms.ModelForm):
    """Whoever switches a webhook on again has looked after what had stopped it."""

    events = forms.MultipleChoiceField(
        label=gettext_lazy("events"), choices=_kinds, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "events", "is_active")
        widgets = {"url": forms.URLInput(attrs={"placeholder": "https://"})}

    def clean_url(self) -> str:
        """What can be said without asking a resolver; the rest is checked with each delivery."""
        url = self.cleaned_data["url"]
        try:
            host = place_of(url, ports=ANY_PORT).host
        except WebError as error:
            raise forms.ValidationError(_("This is no web address.")) from error
        try:
            is_open = is_public(ip_address(host))
        except ValueError:  # a name
            is_open = host not in {"localhost", "localhost."}
        if not is_open and host not in settings.WEBHOOK_PRIVATE_HOSTS:
            raise forms.ValidationError(
                _("This does not lie on the public web. WEBHOOK_PRIVATE_HOSTS may allow it.")
            )
        return url

    def save(self, commit: bool = True) -> Webhook:
        if self.instance.is_active and "is_active" in self.changed_data:
            self.instance.stopped_because, self.instance.stopped_at = "", None
            self.instance.failing_since = None
        return super().save(commit)
