"""What Wagtail's admin learns of files: replacing them, links to them, small copies, the log."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from pictures import image_views, replace_urls, replacing, signed_views
from pictures.models import PicturePage


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [
        path("pictures/<id:picture_id>/file/", include(replace_urls)),
        path("images/<id:image_id>/thumbnail/", image_views.thumbnail, name="image_thumbnail"),
        path("images/<id:image_id>/link/", signed_views.make_link, name="make_signed_link"),
    ]


@hooks.register("register_page_header_buttons")
def way_to_another_file(
    page: Page, user: AbstractUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """From a picture's own screens."""
    if not page.pk or page.specific_class is not PicturePage:
        return
    if page.permissions_for_user(user).can_edit():
        yield Button(
            _("Replace the file"),
            url=reverse("replace:choose", args=[page.pk]),
            icon_name="image",
            priority=60,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        replacing.REPLACED, gettext_lazy("Replace the file"), gettext_lazy("Replaced the file")
    )
    actions.register_action(
        replacing.BROUGHT_BACK,
        gettext_lazy("Bring back a file"),
        gettext_lazy("Brought back an earlier file"),
    )
    actions.register_action(
        signed_views.MADE,
        gettext_lazy("Make a link to the file"),
        gettext_lazy("Made a link to the file"),
    )
