"""The copies Wagtail makes for its own screens: through intake's decoder, with the AI mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError
from willow.plugins.pillow import PillowImage

from pictures.intake import IntakeError, open_pixels
from pictures.marking import Statement, image_statements, packet
from pictures.marking.signing import sealed
from pictures.rendering import RENDITION_FORMATS, encode

if TYPE_CHECKING:
    from pictures.models import GalleryImage

USUAL_FORMAT = "webp"


@dataclass(frozen=True)
class Written:
    """What Wagtail wants to know of a finished copy."""

    f: IO[bytes]
    format_name: str


class GalleryFilter(Filter):
    """Wagtail's filter without its decoders, which read far more formats than we take in."""

    def run(self, image: GalleryImage, output: IO[bytes], source: Any = None) -> Written:
        """Write the copy to `output`. Raises `SourceImageIOError` where the original is broken."""
        pixels = self._pixels(image, source)
        transform = self.get_transform(image, pixels.size)
        copy = PillowImage(pixels).crop(transform.get_rect().round()).resize(transform.size)
        env: dict[str, Any] = {"original-format": USUAL_FORMAT}
        for operation in self.filter_operations:
            copy = operation.run(copy, image, env) or copy
        name = env.get("output-format", USUAL_FORMAT)
        if name not in RENDITION_FORMATS:
            raise InvalidFilterSpecError(f"format-{name} is not made here")
        said = _said(image)
        data = encode(copy.get_pillow_image(), name, packet(said))
        output.write(sealed(data, f"image/{name}", said)[0])
        return Written(output, name)

    def _pixels(self, image: GalleryImage, source: Any) -> Any:
        try:
            if source is not None:
                return open_pixels(source, name=image.title)
            with image.open_file() as original:
                return open_pixels(original, name=image.title)
        except IntakeError as error:
            raise SourceImageIOError(str(error)) from error


def _said(image: GalleryImage) -> Statement:
    return image_statements([image])[image.pk]
