"""The provider of allauth with a nonce in each log-in, and e-mail verified only when it says so."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from accounts.social_oidc.adapter import CheckedAdapter


class CheckedProvider(OpenIDConnectProvider):
    oauth2_adapter_class = CheckedAdapter
    pkce_enabled_default = True

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **more: Any,
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        parameters = {**(more.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        return super().redirect(
            request, process, next_url, data, auth_params=parameters, nonce=nonce, **more
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The token's subject: it is signed."""
        return str(data["id_token"]["sub"])

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        # From one source, or one's address would be verified by what is said of another.
        told: dict[str, Any] = next((each for each in data.values() if "email" in each), {})
        email = told.get("email")
        if not isinstance(email, str) or not email:
            return []
        # Some write booleans as words; "false" is a word too. Letters beyond ASCII may become
        # others when an address is put into small letters: such an address is asked by mail.
        said = told.get("email_verified")
        verified = (said is True or said == "true") and email.isascii()
        return [EmailAddress(email=email, verified=verified, primary=True)]


provider_classes = [CheckedProvider]
