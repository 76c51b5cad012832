"""From the body of a finished request to an `Answer`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pictures.recipe_reader import parse_infotext
from sd_bridge.engines.asking import MAX_COUNT, AnyPainting
from sd_bridge.engines.comparing import differences
from sd_bridge.engines.data import Answer, Difference, EngineLists, Picture
from sd_bridge.engines.decoding import Decoded, decode
from sd_bridge.engines.dialects import Dialect
from sd_bridge.engines.errors import EngineUnreadable
from sd_bridge.engines.info import Info
from sd_bridge.engines.recipes import recipe_of

MAX_PICTURES = 2 * MAX_COUNT  # more than this is never decoded, whatever the server sends


def read_answer(
    body: Any,
    request: AnyPainting,
    *,
    sent: AnyPainting | None = None,
    dialect: Dialect,
    lists: EngineLists | None = None,
) -> Answer:
    """Pictures in the server's order, without its grid and what extensions append.

    `sent` is the request in the server's own words, where they differ. Raises EngineUnreadable
    when the body is of another shape or none of its pictures opens; single broken ones are left
    out and told as a difference.
    """
    sent = sent or request
    images, info = _parts(body)
    pictures = []
    failures: list[EngineUnreadable] = []
    for index, image in enumerate(images[:MAX_PICTURES]):
        try:
            decoded = decode(image)
        except EngineUnreadable as error:
            failures.append(error)
        else:
            pictures.append(_picture(index, decoded, info, request, sent, dialect))
    if failures and not pictures:
        raise failures[0]
    found = [
        *_counts(request, info, len(images)),
        *([Difference("picture_unreadable")] if failures else []),
        *_told(sent, info, tuple(pictures), lists, dialect),
    ]
    return Answer(tuple(pictures), tuple(found))


def _told(
    sent: AnyPainting,
    info: Info,
    pictures: tuple[Picture, ...],
    lists: EngineLists | None,
    dialect: Dialect,
) -> Iterator[Difference]:
    """Compared with what `info` tells, else the first file, else nothing, which is said."""
    if not info.is_known and pictures:
        if pictures[0].recipe.steps is None:
            yield Difference("info_missing")
        else:
            info = Info.from_recipe(parse_infotext(pictures[0].infotext))
    yield from differences(sent, info, pictures, lists, dialect)


def info_of(body: Any) -> Info:
    return Info(body.get("info") if isinstance(body, dict) else None)


def _parts(body: Any) -> tuple[list[Any], Info]:
    if not isinstance(body, dict) or "images" not in body:
        raise EngineUnreadable("wrong_shape", detail="The answer has no list of pictures.")
    images = body["images"] or []
    if not isinstance(images, list):
        raise EngineUnreadable("wrong_shape", detail="The pictures are no list.")
    info = info_of(body)
    # Extensions append their own pictures (masks, depth maps) without an infotext.
    end = len(info.infotexts) or len(images)
    return images[info.first_picture : end], info


def _picture(
    index: int,
    decoded: Decoded,
    info: Info,
    request: AnyPainting,
    sent: AnyPainting,
    dialect: Dialect,
) -> Picture:
    infotext = _at(info.infotexts, info.first_picture + index) or decoded.text
    recipe = recipe_of(index, decoded, infotext, info, request, sent=sent, program=dialect.label)
    return Picture(
        data=decoded.data,
        format=decoded.format,
        width=decoded.width,
        height=decoded.height,
        seed=recipe.seed,
        infotext=infotext,
        recipe=recipe,
        is_black=decoded.is_black,
    )


def _counts(request: AnyPainting, info: Info, made: int) -> Iterator[Difference]:
    asked = str(request.count)
    if made == 0:
        yield Difference("no_pictures", asked, "0")
    elif made < request.count:
        yield Difference("fewer_pictures", asked, str(made))
    elif made > request.count:
        yield Difference("more_pictures", asked, str(made))
    # The seeds are those planned: more of them than pictures means that work was broken off.
    if made < len(info.seeds):
        yield Difference("interrupted")


def _at(items: list[str], index: int) -> str:
    return items[index] if index < len(items) else ""
