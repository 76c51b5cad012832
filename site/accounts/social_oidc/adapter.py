"""Talks with an OpenID provider and believes only what can be proved."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from accounts.social_oidc.tokens import TokenError, read_token


class CheckedAdapter(OpenIDConnectOAuth2Adapter):
    nonce = ""  # of the log-in that comes back; the callback view takes it from the session

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes about itself, if it is about itself."""
        config = super().openid_config
        stated = self.get_provider().app.settings["server_url"].rstrip("/")
        if str(config.get("issuer", "")).rstrip("/") != stated:
            raise OAuth2Error("the configuration is of another issuer")
        return config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **more: Any
    ) -> SocialLogin:
        config = self.openid_config
        try:
            claims = read_token(
                more["response"].get("id_token") or "",
                keys=self._fetch(config["jwks_uri"]),
                issuer=config["issuer"],
                audience=app.client_id,
                nonce=self.nonce,
            )
        except TokenError as error:
            raise OAuth2Error(f"The identity token: {error}") from error
        data = {"id_token": claims}
        if config.get("userinfo_endpoint"):
            userinfo = self._fetch_user_info(token.token)
            if userinfo.get("sub") != claims["sub"]:
                raise OAuth2Error("The userinfo address tells of somebody else")
            data = {"userinfo": userinfo, **data}
        return self.get_provider().sociallogin_from_response(request, data)

    def _fetch(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(address)
            response.raise_for_status()
            return response.json()
