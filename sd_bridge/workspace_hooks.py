"""What Wagtail's admin learns of the workspace: address, place in the menu, ways into it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from pictures.models import PicturePage
from sd_bridge import workspace_urls
from sd_bridge.access import may_generate
from sd_bridge.workspace_topics import may_add_to
from topics.models import TopicPage

BEHIND_IMAGES = 310  # as drawn: pages, images, then this


class WorkspaceMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_generate(request.user)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("generate/", include(workspace_urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return WorkspaceMenuItem(
        gettext_lazy("Generate"),
        reverse("sd_workspace:index"),
        name="generate",
        icon_name="generate",
        order=BEHIND_IMAGES,
    )


@hooks.register("register_page_header_buttons")
def ways_from_a_page(
    page: Page, user: AbstractUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """From a picture's and a topic's own screens into the workspace."""
    if not page.pk or not may_generate(user):
        return
    kind = page.specific_class
    if kind is PicturePage:
        yield _button(_("Remix"), 80, picture=page.pk, seed="new")
        yield _button(_("Variations"), 81, picture=page.pk, seed="same", **{"as": "variation"})
    elif kind is TopicPage and may_add_to(user, page):
        yield _button(_("Generate into this topic"), 80, topic=page.pk)


def ways_from_an_image(user: AbstractUser, key: int) -> list[Button]:
    """For the screen of an image, which has no hook of its own: its template asks for them."""
    if not may_generate(user):
        return []
    return [
        _button(_("Paint over it"), 80, image=key, **{"as": "img2img"}),
        _button(_("Upscale it"), 81, image=key, **{"as": "upscale"}),
        _button(_("Describe it"), 82, image=key, **{"as": "interrogate"}),
    ]


def _button(label: str, priority: int, **query: Any) -> Button:
    url = f"{reverse('sd_workspace:index')}?{urlencode(query)}"
    return Button(label, url=url, icon_name="generate", priority=priority)
