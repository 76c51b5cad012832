"""What a collection shows: its public pictures in its owner's order, and tiles of collections."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from community.models import CollectionItem, CollectionVisibility, PictureCollection
from community.people import Person, people
from pictures import browsing
from pictures.copies import CardSources, grid_copies
from pictures.models import Placement

COLLAGE = 3
PAGE = browsing.PAGE_SIZE
TILES = 60


@dataclass(frozen=True, slots=True)
class Tile:
    """A collection in a list. `covers`: up to three copies with the colour behind each."""

    key: str
    title: str
    url: str
    manage_url: str
    total: int
    visibility: str
    covers: list[tuple[CardSources, str]]
    ai_generated: bool


@dataclass(slots=True)
class ItemPage:
    """A page of a collection; an unreadable place in the address shows its beginning."""

    cards: list[browsing.Card]
    next_url: str | None


def readable(key: str, *, user_id: int | None) -> tuple[PictureCollection, Person | None]:
    """A collection and its owner: public and unlisted ones for everyone alike, a private one for
    its owner only. Http404 for any other. Two queries.
    """
    found = get_object_or_404(PictureCollection.objects.select_related("owner"), key=key)
    is_private = found.visibility == CollectionVisibility.PRIVATE
    owner = people([found.owner_id]).get(found.owner_id)
    if (is_private and user_id != found.owner_id) or (owner is None and not is_private):
        raise Http404
    return found, owner


def shown_items(home_id: int) -> QuerySet[CollectionItem]:
    """Places of pictures that the public may see."""
    listed = Placement.objects.in_topic(home_id).listed()
    return CollectionItem.objects.filter(Exists(listed.filter(picture_id=OuterRef("picture_id"))))


def page_of(request: HttpRequest, collection: PictureCollection, home_id: int) -> ItemPage:
    """The page that `after=<picture id>` of the address asks for. Four queries."""
    items = shown_items(home_id).filter(collection=collection).order_by("position", "pk")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 12:
        last = collection.items.filter(picture_id=int(after)).first()
        if last is not None:
            beyond = Q(position__gt=last.position) | Q(position=last.position, pk__gt=last.pk)
            items = items.filter(beyond)
    ids = list(items.values_list("picture_id", flat=True)[: PAGE + 1])
    cards = cards_of(ids[:PAGE], home_id)
    more = len(ids) > PAGE
    address = f"{request.path}?{urlencode({'after': ids[PAGE - 1]})}" if more else None
    return ItemPage(cards, address)


def cards_of(picture_ids: list[int], home_id: int) -> list[browsing.Card]:
    """Cards of public pictures in the order of their ids. Two queries."""
    rows = Placement.objects.in_topic(home_id).listed().filter(picture_id__in=picture_ids)
    found = {row["picture_id"]: row for row in rows.values(*browsing.COLUMNS)}
    ordered = [found[pk] for pk in picture_ids if pk in found]
    return browsing.cards(ordered, grid_copies(browsing.keys(ordered)))


def tiles(collections: QuerySet[PictureCollection], home_id: int) -> list[Tile]:
    """Tiles of these collections, the last changed first. Four queries, whatever their number."""
    mine = shown_items(home_id).filter(collection_id=OuterRef("pk"))
    first = mine.order_by("position", "pk").values("picture_id")
    rows = list(
        collections.annotate(
            **{f"first_{place}": Subquery(first[place : place + 1]) for place in range(COLLAGE)}
        ).order_by("-updated_at", "-pk")[:TILES]
    )
    items = shown_items(home_id).filter(collection__in=[row.pk for row in rows])
    totals = dict(items.values_list("collection_id").annotate(Count("pk")))
    wanted = {row.pk: _covers(row) for row in rows}
    pictures = sorted({pk for covers in wanted.values() for pk in covers})
    cards = {card.id: card for card in cards_of(pictures, home_id)}
    return [_tile(row, totals.get(row.pk, 0), wanted[row.pk], cards) for row in rows]


def public_of(user_id: int) -> QuerySet[PictureCollection]:
    """What others find on somebody's page."""
    return PictureCollection.objects.filter(
        owner_id=user_id, visibility=CollectionVisibility.PUBLIC
    )


def _covers(row: PictureCollection) -> list[int]:
    """The chosen cover, if there is one, and the first pictures."""
    ids = [row.cover_id, *(getattr(row, f"first_{place}") for place in range(COLLAGE))]
    return list(dict.fromkeys(pk for pk in ids if pk is not None))[: COLLAGE + 1]


def _tile(
    row: PictureCollection, total: int, picture_ids: list[int], cards: dict[int, browsing.Card]
) -> Tile:
    shown = [cards[pk] for pk in picture_ids if pk in cards][:COLLAGE]
    return Tile(
        key=row.key,
        title=row.title,
        url=reverse("collection", args=[row.key]),
        manage_url=reverse("my_collection", args=[row.key]),
        total=total,
        visibility=row.visibility,
        covers=[(card.sources, card.colour) for card in shown],
        ai_generated=any(card.ai_generated for card in shown),
    )
