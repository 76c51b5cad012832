"""Recipes in files of their own beside a picture: `a.png` and `a.txt`, `a.png.txt` or `a.json`.

cat.txt, cat.png.txt          infotext, as A1111 and SD.Next save it
cat.json, cat.png.json        InvokeAI, SD.Next, Civitai, our own `Recipe.as_json`, …
cat.swarm.json                SwarmUI
"""

from __future__ import annotations

from pathlib import PurePosixPath

from pictures.intake import EXTENSIONS
from pictures.intake_errors import EmptyFileError, TooMuchTextError
from pictures.intake_limits import MAX_TEXT_BYTES
from pictures.recipe import Recipe
from pictures.recipe_reader import read_text
from pictures.storable import storable

_ENDINGS = (".swarm.json", ".json", ".txt")
_PICTURE_ENDINGS = (*(f".{extension}" for extension in EXTENSIONS.values()), ".jpeg")
_ENCODINGS = ("utf-8-sig", "cp949")


def is_sidecar_name(name: str) -> bool:
    """Whether a file of this name may tell of a picture beside it."""
    return _stem(PurePosixPath(name).name) != ""


def picture_names_of(name: str) -> list[str]:
    """Names, in lower case, that the picture of this sidecar may have, likeliest first.

    The folder stays in front. Compare with the picture's name in lower case.
    """
    path = PurePosixPath(name)
    stem = _stem(path.name)
    if not stem:
        return []
    if stem.endswith(_PICTURE_ENDINGS):
        names = [stem]
    else:
        names = [f"{stem}{ending}" for ending in _PICTURE_ENDINGS]
    folder = "" if str(path.parent) == "." else f"{path.parent}/".lower()
    return [folder + candidate for candidate in names]


def read_sidecar(name: str, data: bytes) -> Recipe:
    """The recipe in a sidecar; one of unknown form is kept raw.

    Raises `EmptyFileError`, and `TooMuchTextError` above 2 MB, with `name` in their sentence.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise TooMuchTextError(name)
    text = storable(_decoded(data)).strip()
    if not text:
        raise EmptyFileError(name)
    return read_text(text)


def merged(own: Recipe, beside: Recipe) -> Recipe:
    """What the picture's file tells of itself, or, where that is nothing or raw, its sidecar."""
    return own if own.is_parsed or (own and not beside.is_parsed) else beside


def _stem(name: str) -> str:
    lowered = name.lower()
    for ending in _ENDINGS:
        if lowered.endswith(ending) and not lowered.startswith("."):
            return lowered.removesuffix(ending)
    return ""


def _decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 or the Korean CP949, which old editors under Windows write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:200]:
        data = data[: len(data) // 2 * 2]
        little = data[1:200:2].count(0) > data[0:200:2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(errors="replace")
