"""Members' own lists of pictures: made, filled and put in order by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from community.likes import again_after_deadlock
from community.models import CollectionItem, CollectionVisibility, PictureCollection

MOST_COLLECTIONS = 200  # of one member
MOST_PICTURES = 2_000  # in one collection


class CollectionError(Exception):
    """Something does not fit into a collection; the message is a sentence for its owner."""


def create_collection(
    *,
    owner_id: int,
    title: str,
    description: str = "",
    visibility: str = CollectionVisibility.PRIVATE,
) -> PictureCollection:
    """An empty one. Raises `CollectionError` where its owner has very many."""
    if PictureCollection.objects.filter(owner_id=owner_id).count() >= MOST_COLLECTIONS:
        raise CollectionError(
            _("You have %(most)s collections; delete one first.") % {"most": MOST_COLLECTIONS}
        )
    return PictureCollection.objects.create(
        owner_id=owner_id, title=title, description=description, visibility=visibility
    )


def default_collection(owner_id: int) -> PictureCollection:
    """Where something goes without a word: what was changed last, or a new private one."""
    latest = PictureCollection.objects.filter(owner_id=owner_id).order_by("-updated_at", "-pk")
    return latest.first() or create_collection(owner_id=owner_id, title=_("Saved pictures"))


@again_after_deadlock
def add_picture(collection: PictureCollection, picture_id: int) -> bool:
    """Put a picture at the end; False where it is in already. Raises `CollectionError`."""
    try:
        with transaction.atomic():
            _lock(collection)
            items = collection.items
            if items.count() >= MOST_PICTURES:
                raise CollectionError(
                    _("“%(title)s” is full: it holds %(most)s pictures.")
                    % {"title": collection.title, "most": MOST_PICTURES}
                )
            last = items.aggregate(last=Max("position"))["last"]
            items.create(picture_id=picture_id, position=0 if last is None else last + 1)
            collection.save(update_fields=["updated_at"])
    except IntegrityError:
        return False
    return True


@again_after_deadlock
def remove_picture(collection: PictureCollection, picture_id: int) -> bool:
    """Whether it was in; a cover that leaves is no cover any more."""
    with transaction.atomic():
        _lock(collection)
        removed, _rows = collection.items.filter(picture_id=picture_id).delete()
        if removed and collection.cover_id == picture_id:
            collection.cover = None
        if removed:
            collection.save(update_fields=["cover", "updated_at"])
    return bool(removed)


@again_after_deadlock
def choose_collections(*, owner_id: int, picture_id: int, chosen: Iterable[int]) -> list[int]:
    """Let the picture be in exactly these of its owner's collections; the ids that hold it now.

    All or nothing. Raises `CollectionError` where one is full.
    """
    wanted = set(chosen)
    with transaction.atomic():
        for collection in PictureCollection.objects.filter(owner_id=owner_id).order_by("pk"):
            if collection.pk in wanted:
                add_picture(collection, picture_id)
            else:
                remove_picture(collection, picture_id)
    return holding(owner_id=owner_id, picture_id=picture_id)


def holding(*, owner_id: int, picture_id: int) -> list[int]:
    """Ids of the collections of `owner_id` that hold the picture."""
    items = CollectionItem.objects.filter(collection__owner_id=owner_id, picture_id=picture_id)
    return sorted(items.values_list("collection_id", flat=True))


def move_picture(
    collection: PictureCollection,
    picture_id: int,
    *,
    before: int | None = None,
    after: int | None = None,
) -> bool:
    """Put a picture of the collection before or after another, or at the end.

    False where one of them is not in.
    """

    def place(order: list[int]) -> int | None:
        beside = after if before is None else before
        if beside is None:
            return len(order)
        if beside not in order:
            return None
        return order.index(beside) + (before is None)

    return _put(collection, picture_id, place)


def step_picture(collection: PictureCollection, picture_id: int, step: int) -> bool:
    """Put a picture `step` places further (negative: nearer the beginning), as far as it goes."""
    old = list(collection.items.order_by("position", "pk").values_list("picture_id", flat=True))
    if picture_id not in old:
        return False
    wanted = old.index(picture_id) + step
    return _put(collection, picture_id, lambda order: min(max(wanted, 0), len(order)))


@again_after_deadlock
def _put(
    collection: PictureCollection, picture_id: int, place: Callable[[list[int]], int | None]
) -> bool:
    """Move a picture to the place among the others that `place` tells; None: nowhere."""
    with transaction.atomic():
        _lock(collection)
        items = list(collection.items.order_by("position", "pk"))
        order = [item.picture_id for item in items if item.picture_id != picture_id]
        index = place(order) if len(order) < len(items) else None
        if index is None:
            return False
        order.insert(index, picture_id)
        places = {pk: number for number, pk in enumerate(order)}
        moved = [item for item in items if item.position != places[item.picture_id]]
        for item in moved:
            item.position = places[item.picture_id]
        CollectionItem.objects.bulk_update(moved, ["position"], batch_size=200)
        collection.save(update_fields=["updated_at"])
    return True


def set_cover(collection: PictureCollection, picture_id: int | None) -> None:
    """Show a picture of the collection on its tile; None: the first ones.

    Raises `CollectionError` where it is not in.
    """
    if picture_id is not None and not collection.items.filter(picture_id=picture_id).exists():
        raise CollectionError(_("This picture is not in the collection."))
    collection.cover_id = picture_id
    collection.save(update_fields=["cover", "updated_at"])


def _lock(collection: PictureCollection) -> None:
    """One change of a collection at a time: positions are counted."""
    PictureCollection.objects.select_for_update().filter(pk=collection.pk).first()
