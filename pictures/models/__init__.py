"""Gallery images, their renditions, picture pages and their places in lists."""

from pictures.models.gallery_image import GalleryImage, GalleryRendition
from pictures.models.listing import Placement, PlacementState, Total
from pictures.models.picture_page import (
    LICENCE_URLS,
    ContentLanguage,
    Licence,
    PicturePage,
    PictureTag,
    RecipeVisibility,
)
from pictures.models.routed_page import RoutedPage

__all__ = [
    "LICENCE_URLS",
    "ContentLanguage",
    "GalleryImage",
    "GalleryRendition",
    "Licence",
    "PicturePage",
    "PictureTag",
    "Placement",
    "PlacementState",
    "RecipeVisibility",
    "RoutedPage",
    "Total",
]
