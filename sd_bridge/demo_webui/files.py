"""Picture files as a WebUI makes them: PNG, JPEG or WebP with the infotext inside."""

import base64
import binascii
import io
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, PngImagePlugin

from .problems import AnswerError

_USER_COMMENT = ExifTags.Base.UserComment
_UNICODE = b"UNICODE\0"


@dataclass(frozen=True)
class FileOptions:
    """How pictures are written."""

    format: str = "png"
    jpeg_quality: int = 80
    webp_lossless: bool = False
    with_infotext: bool = True


def _exif(text: str) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[_USER_COMMENT] = _UNICODE + text.encode("utf-16-be")
    return exif.tobytes()


def encoded(picture: Image.Image, infotext: str, options: FileOptions) -> bytes:
    """The file; AnswerError 500 for a format that is none of png, jpg, jpeg, webp."""
    out = io.BytesIO()
    wanted = options.format.lower()
    extra: dict[str, Any] = {}
    if wanted == "png":
        if options.with_infotext:
            # Pillow writes tEXt where Latin-1 will do, else iTXt.
            extra["pnginfo"] = PngImagePlugin.PngInfo()
            extra["pnginfo"].add_text("parameters", infotext)
        picture.save(out, "PNG", **extra)
        return out.getvalue()
    if wanted not in {"jpg", "jpeg", "webp"}:
        raise AnswerError(500, "Invalid image format")
    if options.with_infotext:
        extra["exif"] = _exif(infotext)
    if wanted == "webp":
        picture.save(
            out, "WEBP", quality=options.jpeg_quality, lossless=options.webp_lossless, **extra
        )
    else:
        picture.save(out, "JPEG", quality=options.jpeg_quality, **extra)
    return out.getvalue()


def as_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def decoded(text: str) -> Image.Image:
    """The picture of bare base64 or of a data address; AnswerError 500 if there is none."""
    if text.startswith("data:image/"):
        text = text.partition(",")[2]
    try:
        picture = Image.open(
            io.BytesIO(base64.b64decode(text)), formats=("PNG", "JPEG", "WEBP", "AVIF")
        )
        picture.load()
    except (OSError, ValueError, binascii.Error, Image.DecompressionBombError) as error:
        raise AnswerError(500, "Invalid encoded image") from error
    return picture


def read_infotext(picture: Image.Image) -> tuple[str, dict[str, str]]:
    """The infotext in a picture ("" if none) and its other texts."""
    texts = {str(key): value for key, value in picture.info.items() if isinstance(value, str)}
    infotext = texts.pop("parameters", "")
    comment = picture.getexif().get_ifd(ExifTags.IFD.Exif).get(_USER_COMMENT, b"")
    if isinstance(comment, bytes) and comment.startswith(_UNICODE):
        infotext = comment.removeprefix(_UNICODE).decode("utf-16-be", errors="replace")
    return infotext, texts
