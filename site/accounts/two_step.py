"""Passkeys and codes: what they are called on people's phones."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.devices import device_name


class TwoStepAdapter(DefaultMFAAdapter):
    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def generate_authenticator_name(
        self,
        user: Any,
        type: Authenticator.Type,  # noqa: A002 - allauth's name
    ) -> str:
        """A new passkey is named after the browser that makes it."""
        return device_name(context.request.headers.get("User-Agent", ""))
