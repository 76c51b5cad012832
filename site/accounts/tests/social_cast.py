"""Going to a log-in service and back, as a browser does."""

from __future__ import annotations

import html
import re
from typing import Any

import requests
from django.test import Client

from accounts.tests.scripted_provider import CLIENT

LOG_IN = "/accounts/oidc/oidc/login/"
CALLBACK = "/accounts/oidc/oidc/login/callback/"


def offer(settings, address: str) -> None:
    """Let the site offer the OpenID provider at `address`."""
    app = {
        "client_id": CLIENT,
        "secret": "secret",
        "provider_id": "oidc",
        "name": "Example ID",
        "settings": {"server_url": address},
    }
    stated = settings.SOCIALACCOUNT_PROVIDERS
    settings.SOCIALACCOUNT_PROVIDERS = {
        **stated,
        "openid_connect": {**stated["openid_connect"], "APPS": [app]},
    }


def leave(client: Client, *, language: str = "", **fields: str) -> str:
    """Press the button; the address that the page of ours leads on to."""
    answer = client.post(f"{language}{LOG_IN}", fields)
    assert answer.status_code == 200, answer
    target = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.content.decode())
    return html.unescape(target[1])


def agree(address: str, **form: str) -> str:
    """Say yes there; the path and query of our callback."""
    if form:
        answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
    else:
        answer = requests.get(address, allow_redirects=False, timeout=10)
    return answer.headers["Location"].removeprefix("http://testserver")


def come_back(client: Client, **fields: str) -> Any:
    """The whole way with the scripted provider; the answer of the callback."""
    return client.get(agree(leave(client, **fields)))


def who(client: Client) -> str | None:
    """The user name of whoever is signed in."""
    user = client.get("/me/state/").wsgi_request.user
    return user.get_username() if user.is_authenticated else None
