"""What is told of a public picture beside itself, on its page and to programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from pictures import browsing
from pictures.browsing import Card, Neighbour
from pictures.copies import CardSources, all_copies
from pictures.models import LICENCE_URLS, Licence, PicturePage
from pictures.series import same_prompt, series_cards
from pictures.standing import standing_of

MORE_FROM_TOPIC = 10


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`large`: the uncropped copies, `cut` those of lists, only where asked for; `more`: the newest
    of the topic; both neighbours there.
    """

    large: CardSources | None
    cut: CardSources | None
    previous: Neighbour | None
    next: Neighbour | None
    series: list[Card]
    more: list[Card]


def surroundings(
    picture: PicturePage, topic_id: int, listed_at: datetime, *, with_cut: bool = False
) -> Surroundings:
    """What its topic shows around the picture, and the copies of it all. Four queries."""
    previous, following = browsing.neighbours(topic_id, picture.pk, listed_at)
    series = same_prompt(picture, topic_id=topic_id)
    more = browsing.newest(topic_id, limit=MORE_FROM_TOPIC, without=picture.pk)
    own = (picture.image_id or 0, picture.format)
    wanted = [*browsing.keys([*series, *more]), *([own] if with_cut else [])]
    copies, large = all_copies(wanted, picture.image)
    return Surroundings(
        large=large,
        cut=copies.get(own) if with_cut else None,
        previous=previous,
        next=following,
        series=series_cards(series, copies),
        more=browsing.cards(more, copies),
    )


def open_picture(picture_id: int) -> tuple[PicturePage, int, datetime]:
    """A picture that everyone may see, its `standing` on it; its topic, and since when it hangs
    there. Http404 for any other. Two queries.
    """
    pictures = PicturePage.objects.select_related("image", "author")
    picture = pictures.filter(live=True, pk=picture_id).first()
    standing = standing_of(picture) if picture else None
    if picture is None or standing is None or standing.withdrawn or standing.maybe_restricted:
        raise Http404
    if standing.parent is None or standing.listed_at is None:
        raise Http404
    picture.standing = standing
    return picture, standing.parent.id, standing.listed_at


def author_name(picture: PicturePage) -> str:
    """What visitors read; never the name somebody logs in with."""
    if picture.author_name:
        return picture.author_name
    return picture.author.public_name if picture.author else ""


def licence(picture: PicturePage) -> dict[str, str]:
    chosen = Licence(picture.licence)
    return {"label": str(chosen.label), "url": LICENCE_URLS.get(chosen, "")}
