"""Links to one private file that open without a log-in, for a while.

The signature is for the file's name and the moment, with a salt of its own: it opens nothing else,
and no other signature of the site opens a file. Who changes `SECRET_KEY` ends all of them.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

from pictures.models import GalleryImage

SALT = "pictures.signed_links.original"


class LinkExpiredError(Exception):
    """The link was right, and is too old."""


def signed_link(image: GalleryImage) -> str:
    """The path that opens the original of `image` for `lifetime()`."""
    value = _signer().sign(_value(image))
    signature = value.removeprefix(f"{_value(image)}:")
    return f"{reverse('signed_original', args=[image.pk])}?signature={signature}"


def lifetime() -> timedelta:
    return timedelta(seconds=settings.SIGNED_LINK_SECONDS)


def is_signed(image: GalleryImage, signature: str) -> bool:
    """Whether `signature` is for this very file. Raises `LinkExpiredError`."""
    try:
        _signer().unsign(f"{_value(image)}:{signature}", max_age=lifetime())
    except SignatureExpired as error:
        raise LinkExpiredError from error
    except BadSignature:
        return False
    return True


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT)


def _value(image: GalleryImage) -> str:
    return f"{image.pk}/{image.file.name}"
