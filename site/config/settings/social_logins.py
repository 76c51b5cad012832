"""Which log-in services this installation offers, as the settings that allauth wants."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.engine_addresses import is_web_address
from config.env import env

OIDC = "openid_connect"
OIDC_ID = "oidc"  # in the addresses and in the accounts' rows


def social_logins(stated: dict[str, Any]) -> dict[str, Any]:
    """`stated` (`SOCIALACCOUNT_PROVIDERS` of the base settings) with the configured services.

    Raises ImproperlyConfigured for a service of which only one half is given.
    """
    keys = {
        "kakao": ("KAKAO", env.str("SOCIAL_KAKAO_CLIENT_ID", default=""),
                  env.str("SOCIAL_KAKAO_SECRET", default="")),
        "naver": ("NAVER", env.str("SOCIAL_NAVER_CLIENT_ID", default=""),
                  env.str("SOCIAL_NAVER_SECRET", default="")),
        "google": ("GOOGLE", env.str("SOCIAL_GOOGLE_CLIENT_ID", default=""),
                   env.str("SOCIAL_GOOGLE_SECRET", default="")),
        "github": ("GITHUB", env.str("SOCIAL_GITHUB_CLIENT_ID", default=""),
                   env.str("SOCIAL_GITHUB_SECRET", default="")),
        OIDC: ("OIDC", env.str("SOCIAL_OIDC_CLIENT_ID", default=""),
               env.str("SOCIAL_OIDC_SECRET", default="")),
    }  # fmt: skip
    found = {}
    for provider, (name, client_id, secret) in keys.items():
        app = _app(provider, name, client_id, secret)
        found[provider] = {**stated.get(provider, {}), "APPS": [app] if app else []}
    return found


def _app(provider: str, name: str, client_id: str, secret: str) -> dict[str, Any] | None:
    server = _server() if provider == OIDC else ""
    # Kakao's secret is optional at Kakao; a public client of our own would be a mistake elsewhere.
    needs = [client_id, secret or (client_id if provider == "kakao" else "")]
    if provider == OIDC:
        needs.append(server)
    if not any((client_id, secret, server)):
        return None
    if not all(needs):
        more = " and SOCIAL_OIDC_SERVER_URL" if provider == OIDC else ""
        raise ImproperlyConfigured(
            f"Set SOCIAL_{name}_CLIENT_ID and SOCIAL_{name}_SECRET{more}, or none of them"
        )
    app: dict[str, Any] = {"client_id": client_id, "secret": secret}
    if provider == OIDC:
        app["provider_id"] = OIDC_ID
        app["name"] = env.str("SOCIAL_OIDC_NAME", default="OpenID")
        app["settings"] = {"server_url": server}
    return app


def _server() -> str:
    url = env.str("SOCIAL_OIDC_SERVER_URL", default="").rstrip("/")
    url = url.removesuffix("/.well-known/openid-configuration")
    if url and not is_web_address(url):
        raise ImproperlyConfigured("SOCIAL_OIDC_SERVER_URL must look like https://id.example.com")
    return url
