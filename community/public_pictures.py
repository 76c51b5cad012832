"""Pictures as the public sees them, for what members do with them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import Http404

from pictures.addresses import page_address
from pictures.models import PicturePage, Placement


def public_address(picture_id: int) -> str | None:
    """Where the public sees the picture; None where it does not. One query."""
    listed = Placement.objects.listed().filter(picture_id=picture_id)
    path = listed.values_list("picture__url_path", flat=True).first()
    return page_address(path) if path else None


def public_picture(picture_id: int) -> PicturePage:
    """The picture where the public sees it, else Http404. One query."""
    listed = Placement.objects.listed().filter(picture_id=OuterRef("pk"))
    picture = PicturePage.objects.filter(Exists(listed), pk=picture_id).first()
    if picture is None:
        raise Http404
    return picture
