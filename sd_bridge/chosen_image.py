"""What the image chooser and the fields of a picture's form take from a kept image."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.images.views.chooser import ImageChosenResponseMixin

from pictures.formats import propose_format
from pictures.models import GalleryImage, PicturePage


class _Chosen(ImageChosenResponseMixin):
    """Wagtail's own answer to a chosen image, asked for outside its dialog."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.model = GalleryImage


def chosen_image(request: HttpRequest, image: GalleryImage) -> dict[str, Any]:
    """`chosen` for the chooser widget, `proposals` for fields that the editor left empty."""
    return {
        "chosen": _Chosen(request).get_chosen_response_data(image),
        "proposals": image_proposals(image),
    }


def image_proposals(image: GalleryImage) -> dict[str, str]:
    return {
        "alt_text": image.description,
        "format": str(propose_format(image.width, image.height)),
    }


def current_proposals(page: PicturePage) -> dict[str, str]:
    """What may be replaced on the form because it was a proposal from the image it has."""
    return image_proposals(page.image) if page.image else {}
