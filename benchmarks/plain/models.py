"""The page that somebody writes who follows Wagtail's tutorial."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page

SHOWN = 24


class PlainPage(Page):
    """The first 24 images of the site, each in one rendition of Wagtail's."""

    template = "plain/plain_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        images = get_image_model().objects.prefetch_related("renditions").order_by("pk")[:SHOWN]
        return {**super().get_context(request, *args, **kwargs), "images": images}
