"""From a checked file to pixels: the only place that hands bytes from outside to Pillow."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms

from pictures.headers import Survey
from pictures.hidden_text import HIDDEN, hidden_text
from pictures.intake_errors import BrokenError

SAMPLE_SIDE = 512
"""Longest side in px of the sample that hashes, colour and focal point are taken from."""

_SILENT = [0, 0, *(value | 1 for value in range(2, 256))]
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# What Pillow and its codecs are known to raise on damaged data.
_DECODER_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    Image.DecompressionBombError,
    ImageCms.PyCMSError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A small upright RGB copy; `width`/`height` in px are those of the whole picture."""

    pixels: Image.Image
    width: int
    height: int
    has_alpha: bool

    @property
    def factor(self) -> float:
        """How much longer the picture's sides are than the sample's."""
        return max(self.width, self.height) / max(self.pixels.size)


def decode(found: Survey, *, at_least: int = 0) -> Image.Image:
    """The upright picture in sRGB, RGB or RGBA; raises `BrokenError`.

    With `at_least` a JPEG may come smaller, but with its shorter side of that many px or more.
    """
    with _opened(found) as image:
        if at_least:
            image.draft(None, (at_least, at_least))
        orientation = _orientation(image, found)
        image.load()
        pixels = _to_srgb(_to_eight_bits(image))
        return _upright(_without_idle_alpha(pixels), orientation)


def decode_sample(found: Survey) -> Sample:
    """A sample of the picture, decoded whole once so that damage shows; raises `BrokenError`.

    A text hidden in the pixels joins those of `found`.
    """
    with _opened(found) as image:
        image.draft(None, (SAMPLE_SIDE, SAMPLE_SIDE))
        orientation = _orientation(image, found)
        image.load()
        found.add_text(HIDDEN, hidden_text(image, found.budget))
        pixels = _to_eight_bits(_thinned(image))
        alpha = _shows_through(pixels)
        scale = min(SAMPLE_SIDE / max(pixels.size), 1)
        small = _scaled(pixels, scale, Image.Resampling.BOX)
        small = _upright(on_white(small), orientation)
    width, height = found.width, found.height
    if orientation >= 5:
        width, height = height, width
    return Sample(small, width, height, alpha)


def _thinned(image: Image.Image) -> Image.Image:
    """Every n-th pixel of a large picture: averaging all would double the memory it takes."""
    step = max(image.size) // (4 * SAMPLE_SIDE)
    if step < 2:
        return image
    return _scaled(image, 1 / step, Image.Resampling.NEAREST)


def _scaled(image: Image.Image, scale: float, how: Image.Resampling) -> Image.Image:
    if scale == 1:
        return image
    width, height = image.size
    return image.resize((max(round(width * scale), 1), max(round(height * scale), 1)), how)


def on_white(image: Image.Image) -> Image.Image:
    """An RGB copy; what is transparent shows white."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


@contextmanager
def _opened(found: Survey) -> Iterator[Image.Image]:
    """The file with its one decoder, all its failures turned into `BrokenError`."""
    try:
        with Image.open(io.BytesIO(found.pixels), formats=[found.format.upper()]) as image:
            if image.size != (found.width, found.height):
                raise BrokenError
            yield image
    except BrokenError:
        raise
    except _DECODER_ERRORS as error:
        raise BrokenError from error


def _orientation(image: Image.Image, found: Survey) -> int:
    """EXIF orientation 1–8; AVIF turns by its own boxes, which the decoder has translated."""
    if found.format == "avif":
        return image.getexif().get(0x0112, 1)
    return found.orientation


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    turned = image if turn is None else image.transpose(turn)
    turned.info = {}
    return turned


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """RGB, RGBA or CMYK with the colour profile in `info`, from any mode of the five decoders."""
    profile = image.info.get("icc_profile")
    if image.mode == "I;16":
        # The upper byte of each little-endian value; Pillow's own conversion cuts off at 255.
        image = Image.frombytes("L", image.size, image.tobytes()[1::2])
    if image.mode not in ("RGB", "RGBA", "CMYK") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.info = {"icc_profile": profile} if profile else {}
    return image


def _to_srgb(image: Image.Image) -> Image.Image:
    """Convert by the colour profile, if there is one that fits and is not sRGB itself."""
    profile = image.info.get("icc_profile")
    if profile and len(profile) >= 128:
        colours = {b"RGB ": "RGB", b"CMYK": "CMYK"}.get(profile[16:20])
        if colours == image.mode.removesuffix("A") and not is_srgb(profile):
            image = _through_profile(image, profile)
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def is_srgb(profile: bytes) -> bool:
    return b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    try:
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            image.mode.removesuffix("A"),
            "RGB",
        )
        colours = transform.apply(image if alpha is None else image.convert("RGB"))
    except (ImageCms.PyCMSError, OSError):
        return image  # an unusable profile: the plain numbers are the best that is known
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _without_idle_alpha(image: Image.Image) -> Image.Image:
    """RGB where nothing is transparent.

    The lowest bit of the transparency is set: texts are hidden there, and some kinds of copies keep
    it exactly as it is.
    """
    if image.mode == "RGBA":
        image.putalpha(image.getchannel("A").point(_SILENT))
    return image if image.mode == "RGB" or _shows_through(image) else image.convert("RGB")


def _shows_through(image: Image.Image) -> bool:
    """Whether anything is transparent."""
    return image.mode == "RGBA" and any(image.getchannel("A").histogram()[:255])
