"""Gallery images, their renditions, picture pages, their places in lists, and imports."""

from pictures.models.gallery_image import GalleryImage, GalleryRendition, Origin, Sensitivity
from pictures.models.importing import (
    ImportBatch,
    ImportFile,
    ImportSource,
    ImportState,
    NearDecision,
)
from pictures.models.listing import Placement, PlacementState, Total
from pictures.models.media import MediaReport
from pictures.models.picture_page import (
    LICENCE_URLS,
    ContentLanguage,
    Licence,
    PicturePage,
    PictureTag,
    RecipeVisibility,
)
from pictures.models.removed import RemovedAddress
from pictures.models.resemblance import (
    MergedPicture,
    NotTheSame,
    ResemblanceGroup,
    ResemblanceKind,
    ResemblanceMember,
    ResemblanceScan,
)
from pictures.models.routed_page import RoutedPage
from pictures.models.searching import SearchPosting, SearchTerm, SearchText, TermKind
from pictures.models.side_lists import (
    NameTotal,
    PersonPlacement,
    PersonTotal,
    TagPlacement,
    TagTotal,
    UsedLora,
)

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
    "MediaReport",
    "MergedPicture",
    "NameTotal",
    "NearDecision",
    "NotTheSame",
    "Origin",
    "PersonPlacement",
    "PersonTotal",
    "PicturePage",
    "PictureTag",
    "Placement",
    "PlacementState",
    "RecipeVisibility",
    "RemovedAddress",
    "ResemblanceGroup",
    "ResemblanceKind",
    "ResemblanceMember",
    "ResemblanceScan",
    "RoutedPage",
    "SearchPosting",
    "SearchTerm",
    "SearchText",
    "Sensitivity",
    "TagPlacement",
    "TagTotal",
    "TermKind",
    "Total",
    "UsedLora",
]
