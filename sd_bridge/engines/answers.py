"""From the body of a finished request to an `Answer`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sd_bridge.engines.asking import MAX_COUNT, TextToImage
from sd_bridge.engines.comparing import differences
from sd_bridge.engines.data import Answer, Difference, EngineLists, Picture
from sd_bridge.engines.decoding import Decoded, decode
from sd_bridge.engines.errors import EngineUnreadable
from sd_bridge.engines.info import Info
from sd_bridge.engines.recipes import recipe_of

MAX_PICTURES = 2 * MAX_COUNT  # more than this is never decoded, whatever the server sends


def read_answer(
    body: Any, request: TextToImage, *, program: str, lists: EngineLists | None = None
) -> Answer:
    """Pictures in the server's order, without its grid and what extensions append.

    Raises EngineUnreadable when the body is of another shape or none of its pictures opens;
    single broken ones are left out and told as a difference.
    """
    images, info = _parts(body)
    pictures = []
    failures: list[EngineUnreadable] = []
    for index, image in enumerate(images[:MAX_PICTURES]):
        try:
            decoded = decode(image)
        except EngineUnreadable as error:
            failures.append(error)
        else:
            pictures.append(_picture(index, decoded, info, request, program))
    if failures and not pictures:
        raise failures[0]
    found = [
        *_counts(request, info, len(images)),
        *([Difference("picture_unreadable")] if failures else []),
        *differences(request, info, tuple(pictures), lists),
    ]
    return Answer(tuple(pictures), tuple(found))


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
    index: int, decoded: Decoded, info: Info, request: TextToImage, program: str
) -> Picture:
    infotext = _at(info.infotexts, info.first_picture + index) or decoded.text
    recipe = recipe_of(index, decoded, infotext, info, request, program=program)
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


def _counts(request: TextToImage, info: Info, made: int) -> Iterator[Difference]:
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
