"""The pages below `/me/settings/`: which there are, and how each answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Name of the address, symbol, word.
PAGES = (
    ("me_settings", "person", _("Profile")),
    ("me_display", "circle-half", pgettext_lazy("settings", "Display")),
    ("me_notification_settings", "bell", _("Notifications")),
    ("account_security", "key", _("Account and security")),
    ("account_tokens", "code-slash", _("Access tokens")),
    ("me_blocks", "slash-circle", _("Blocked people")),
    ("account_export", "download", _("Export my data")),
    ("account_delete", "trash3", _("Delete my account")),
    ("account_logout", "box-arrow-right", _("Log out")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    icon: str
    word: str
    is_here: bool


def entries(path: str) -> list[Entry]:
    """The navigation of the settings as `path` shows it."""
    found = [(address(name), icon, word) for name, icon, word in PAGES]
    # Pages elsewhere that wear this frame belong to the account: passwords, passkeys, sessions.
    elsewhere = address("account_security")
    fitting = (url for url, _icon, _word in found if url and path.startswith(url))
    here = max(fitting, key=len, default=elsewhere)
    return [Entry(url, icon, str(word), url == here) for url, icon, word in found if url]


def address(name: str) -> str:
    """Where the page is; empty while this site has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For somebody signed in, and in no cache."""

    @login_required
    @wraps(view)
    def kept_private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return kept_private
