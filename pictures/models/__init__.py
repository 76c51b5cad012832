"""Gallery images, their renditions, picture pages, their places in lists, and imports."""

from pictures.models.gallery_image import GalleryImage, GalleryRendition
from pictures.models.importing import (
    ImportBatch,
    ImportFile,
    ImportSource,
    ImportState,
    NearDecision,
)
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
    "ImportBatch",
    "ImportFile",
    "ImportSource",
    "ImportState",
    "Licence",
    "NearDecision",
    "PicturePage",
    "PictureTag",
    "Placement",
    "PlacementState",
    "RecipeVisibility",
    "RoutedPage",
    "Total",
]
