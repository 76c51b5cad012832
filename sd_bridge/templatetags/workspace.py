"""What Wagtail's own templates are told of the workspace."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import ButtonWithDropdown

from pictures.models import GalleryImage
from sd_bridge.workspace_hooks import ways_from_an_image

register = template.Library()


@register.simple_tag(takes_context=True)
def is_workspace(context: RequestContext) -> bool:
    """Whether the page that is being rendered is the workspace."""
    match = getattr(getattr(context, "request", None), "resolver_match", None)
    return getattr(match, "view_name", "") == "sd_workspace:index"


@register.simple_tag(takes_context=True)
def with_ways(context: RequestContext, buttons: list[Any], image: GalleryImage) -> list[Any]:
    """The buttons of an image's header, and before them a menu of the ways into the workspace."""
    ways = ways_from_an_image(context["request"].user, image.pk)
    if not ways:
        return buttons
    menu = ButtonWithDropdown(
        buttons=ways,
        icon_name="generate",
        attrs={"aria-label": _("Use in the workspace")},
        classname="w-h-slim-header",
    )
    return [menu, *buttons]
