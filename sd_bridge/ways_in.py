"""Ways from a public page into the workspace, for who may generate."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Page

from pictures.models import PicturePage
from sd_bridge.access import may_generate
from sd_bridge.workspace_topics import may_add_to
from topics.models import TopicPage


def ways_in(user: AbstractUser | AnonymousUser, page: Page | None) -> dict[str, str]:
    """Addresses by the names that the page's own links have; none for who may not generate."""
    if not may_generate(user):
        return {}
    kind = page.specific_class if page else None
    if page and kind is PicturePage:
        return {
            "generate": _address(),
            "remix_new": _address(picture=page.pk, seed="new"),
            "remix_same": _address(picture=page.pk, seed="same"),
        }
    if page and kind is TopicPage and may_add_to(user, page):
        return {"generate": _address(topic=page.pk)}
    return {"generate": _address()}


def _address(**query: Any) -> str:
    address = reverse("sd_workspace:index")
    return f"{address}?{urlencode(query)}" if query else address
