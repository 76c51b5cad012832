"""Covers of topics: which copies of them the public sees."""

from __future__ import annotations

from pictures.formats import PictureFormat
from pictures.models import GalleryImage
from pictures.visibility import is_public
from topics.models import TopicPage


def cover_formats(image: GalleryImage) -> set[PictureFormat]:
    """The formats in which public topics show `image` as their cover."""
    topics = TopicPage.objects.filter(cover=image, live=True)
    return {PictureFormat.LANDSCAPE} if any(is_public(topic) for topic in topics) else set()


def cover_position(image: GalleryImage) -> str:
    """CSS `object-position` that keeps the focal point of `image` in a wider strip."""
    if image.focal_point_x is None or image.focal_point_y is None:
        return "50% 50%"
    return (
        f"{round(100 * image.focal_point_x / image.width)}% "
        f"{round(100 * image.focal_point_y / image.height)}%"
    )
