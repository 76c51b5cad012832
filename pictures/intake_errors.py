"""Why the one door refuses a file.

IntakeError
├── EmptyFileError
├── TooLargeError          more bytes than allowed
├── UnsupportedError       no PNG, JPEG, WebP, AVIF or GIF
├── BrokenError            truncated, damaged or contradicting itself
├── TooManyPixelsError
├── TooSmallError
├── SideTooLongError
├── TooMuchTextError       text, EXIF and colour profile together
└── TooManyFramesError
"""

from __future__ import annotations

from pathlib import PurePosixPath

from django.utils.translation import gettext, gettext_lazy

from pictures import intake_limits

_MAX_NAME = 80


class IntakeError(ValueError):
    """A refused file; `str()` is a sentence in the reader's language that names it."""

    code = "refused"
    sentence = gettext_lazy("“%(name)s” cannot be used.")

    def __init__(self, name: str = "", limit: str = "") -> None:
        super().__init__(name, limit)
        self.name = name
        self.limit = limit

    def __str__(self) -> str:
        return self.sentence % {"name": shown_name(self.name), "limit": self.limit}


class EmptyFileError(IntakeError):
    code = "empty"
    sentence = gettext_lazy("“%(name)s” is empty.")


class TooLargeError(IntakeError):
    code = "too_large"
    sentence = gettext_lazy("“%(name)s” is larger than %(limit)s MB.")

    def __init__(self, name: str = "") -> None:
        super().__init__(name, str(intake_limits.MAX_BYTES // 1024**2))


class UnsupportedError(IntakeError):
    code = "unsupported"
    sentence = gettext_lazy("“%(name)s” is not a PNG, JPEG, WebP, AVIF or GIF picture.")


class BrokenError(IntakeError):
    code = "broken"
    sentence = gettext_lazy("“%(name)s” is damaged and cannot be opened.")


class TooManyPixelsError(IntakeError):
    code = "too_many_pixels"
    sentence = gettext_lazy("“%(name)s” has more than %(limit)s megapixels.")

    def __init__(self, name: str = "", pixels: int = intake_limits.MAX_PIXELS) -> None:
        super().__init__(name, str(pixels // 1_000_000))


class TooSmallError(IntakeError):
    code = "too_small"
    sentence = gettext_lazy("“%(name)s” is smaller than %(limit)s pixels on one side.")

    def __init__(self, name: str = "") -> None:
        super().__init__(name, str(intake_limits.MIN_SIDE))


class SideTooLongError(IntakeError):
    code = "side_too_long"
    sentence = gettext_lazy("“%(name)s” is longer than %(limit)s pixels on one side.")

    def __init__(self, name: str = "") -> None:
        super().__init__(name, str(intake_limits.MAX_SIDE))


class TooMuchTextError(IntakeError):
    code = "too_much_text"
    sentence = gettext_lazy("“%(name)s” carries more than %(limit)s MB of hidden data.")

    def __init__(self, name: str = "") -> None:
        super().__init__(name, str(intake_limits.MAX_TEXT_BYTES // 1024**2))


class TooManyFramesError(IntakeError):
    code = "too_many_frames"
    sentence = gettext_lazy("“%(name)s” is an animation of more than %(limit)s frames.")

    def __init__(self, name: str = "") -> None:
        super().__init__(name, str(intake_limits.MAX_FRAMES))


def shown_name(name: str) -> str:
    """The file's own name without folders and control characters, at most 80 characters."""
    base = PurePosixPath(name.replace("\\", "/")).name
    base = "".join(letter for letter in base if letter.isprintable())
    if len(base) > _MAX_NAME:
        base = base[: _MAX_NAME - 12] + "…" + base[-11:]
    return base or gettext("The file")
