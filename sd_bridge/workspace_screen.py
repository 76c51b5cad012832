"""What the page of the workspace holds when it opens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.forms import Widget
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.images.widgets import AdminImageChooser
from wagtail.users.models import UserProfile

from pictures.models import PicturePage
from sd_bridge.engine_registry import engine_names
from sd_bridge.form_screen import form_screen
from sd_bridge.forms import GenerationForm
from sd_bridge.generation_log import log_url
from sd_bridge.screen_media import workspace_media
from sd_bridge.workspace_opening import opening
from sd_bridge.workspace_status import workspace_status
from sd_bridge.workspace_topics import topics_for

SAVING = ("sd_bridge.add_preset", "sd_bridge.change_preset")


def workspace_screen(user: AbstractUser, query: Mapping[str, str]) -> dict[str, Any]:
    """The template's context. `query` is what the address says; see `opening`."""
    opened = opening(user, query)
    images, pages = _choosers()
    return {
        **form_screen(user),
        "header_title": _("Generate"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Generate")},
        ],
        "purpose": "workspace",
        "form": GenerationForm(auto_id="generate-%s"),
        "opened": opened,
        "fields": json.dumps(opened.fields),
        "told": json.dumps(workspace_status(user)),
        "engine_names": engine_names(),
        "topics": topics_for(user),
        "may_save_presets": any(user.has_perm(permission) for permission in SAVING),
        "image_chooser": _rendered(images, "source-image"),
        "page_chooser": _rendered(pages, "source-page"),
        "keys_enabled": UserProfile.get_for_user(user).keyboard_shortcuts,
        "log_url": log_url(user),
        "media": images.media + pages.media + workspace_media(),
    }


def _choosers() -> tuple[Widget, Widget]:
    texts = {"choose_one_text": _("Choose an image"), "show_edit_link": False}
    pages = AdminPageChooser(target_models=[PicturePage], show_edit_link=False)
    pages.choose_one_text = _("Choose a picture")
    return AdminImageChooser(**texts), pages


def _rendered(widget: Widget, name: str) -> str:
    return widget.render(name, None, {"id": f"generate-{name}"})
