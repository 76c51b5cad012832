"""The one writer of groups of duplicates.

At night, or when asked to, the whole library is sorted anew in memory; between that, what has come
is looked up in the index. Writers take turns by locking the row of `ResemblanceScan`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from pictures import duplicates
from pictures.models import (
    GalleryImage,
    MergedPicture,
    NotTheSame,
    PicturePage,
    ResemblanceGroup,
    ResemblanceMember,
    ResemblanceScan,
)
from pictures.resembling import Found, Looked, sort_out

MANY_NEW = 2000  # pictures; for more, the whole library is sorted
LARGEST_SORTED = 500  # pictures around a new one; with more, it joins the group that is there
BATCH = 400


def scan() -> ResemblanceScan:
    return ResemblanceScan.objects.get_or_create(pk=1)[0]


def rebuild() -> int:
    """Sort the whole library; how many groups there are. What comes meanwhile is added at last."""
    pictures_to, images_to = _highest()
    found = sort_out(list(_looked(PicturePage.objects.all())), _apart())
    with transaction.atomic():
        row = _locked()
        ResemblanceMember.objects.all().delete()
        ResemblanceGroup.objects.all().delete()
        _write(found)
        row.pictures_to, row.images_to = pictures_to, images_to
        row.whole_at, row.asked_at = timezone.now(), None
        row.save()
    catch_up()
    return len(found)


def catch_up() -> int:
    """Look at the pictures and files that have come since the last time; how many they were."""
    row = scan()
    pictures_to, images_to = _highest()
    new = Q(pk__gt=row.pictures_to) | Q(image_id__gt=row.images_to)
    pages = PicturePage.objects.filter(new, pk__lte=pictures_to).order_by("pk")
    ids = list(pages.values_list("pk", flat=True)[: MANY_NEW + 1])
    if len(ids) > MANY_NEW:
        return rebuild()
    for pk in ids:
        look_again([pk])
    done = ResemblanceScan.objects.filter(pk=row.pk, images_to__lte=images_to)
    done.update(pictures_to=pictures_to, images_to=images_to)
    return len(ids)


def look_again(picture_ids: Iterable[int]) -> None:
    """Sort these pictures anew, with all that they resemble or stood with."""
    with transaction.atomic():
        _locked()
        ids = set(picture_ids)
        around = ids | _standing_with(ids) | _resembling(ids)
        if len(around) > LARGEST_SORTED and _join(ids, around):
            return
        members = ResemblanceMember.objects.filter(picture_id__in=around)
        stale = set(members.values_list("group_id", flat=True))
        ResemblanceGroup.objects.filter(pk__in=stale).delete()
        pages = PicturePage.objects.filter(pk__in=around)
        _write(sort_out(list(_looked(pages)), _apart(around)))


def tell_apart(pictures: Sequence[PicturePage], *, user_id: int | None) -> None:
    """Keep that none of `pictures` is the same as another of them."""
    rows = sorted(pictures, key=lambda one: one.pk)
    with transaction.atomic():
        for number, first in enumerate(rows):
            for second in rows[number + 1 :]:
                NotTheSame.objects.update_or_create(
                    first=first,
                    second=second,
                    defaults={
                        "first_image": first.image_id or 0,
                        "second_image": second.image_id or 0,
                        "by_id": user_id,
                    },
                )
        look_again(one.pk for one in rows)


def _locked() -> ResemblanceScan:
    scan()
    return ResemblanceScan.objects.select_for_update().get(pk=1)


def _highest() -> tuple[int, int]:
    """The highest ids of pictures and images."""
    picture = PicturePage.objects.order_by().aggregate(last=Max("pk"))["last"]
    return picture or 0, GalleryImage.objects.order_by().aggregate(last=Max("pk"))["last"] or 0


def _looked(pages: QuerySet[PicturePage]) -> Iterator[Looked]:
    """Those with an image, that are not merged into another."""
    merged = MergedPicture.objects.filter(picture__live=False).values("picture_id")
    rows = (
        pages.filter(image__isnull=False)
        .exclude(pk__in=merged)
        .order_by("pk")
        .values_list(
            *("pk", "image_id", "image__sha256", "image__dhash"),
            *("recipe_key", "recipe_data__seed"),
        )
    )
    for pk, image, sha256, dhash, key, seed in rows.iterator(chunk_size=2000):
        yield Looked(pk, image, sha256, dhash, key, seed)


def _apart(ids: Iterable[int] | None = None) -> set[tuple[int, int]]:
    """Pairs that editors told apart, as far as both still show what they showed."""
    rows = NotTheSame.objects.all()
    if ids is not None:
        rows = rows.filter(first_id__in=list(ids))
    return {
        (first, second)
        for first, second, *images in rows.values_list(
            *("first_id", "second_id", "first_image", "second_image"),
            *("first__image_id", "second__image_id"),
        )
        if images[:2] == images[2:]
    }


def _standing_with(ids: set[int]) -> set[int]:
    groups = ResemblanceMember.objects.filter(picture_id__in=ids).values("group_id")
    others = ResemblanceMember.objects.filter(group_id__in=groups)
    return set(others.values_list("picture_id", flat=True)[: LARGEST_SORTED + 1])


def _resembling(ids: set[int]) -> set[int]:
    """Pictures that show a nearly equal file, and those that stand in a group with them."""
    images = GalleryImage.objects.filter(pictures__pk__in=ids).distinct()
    near: set[int] = set()
    for pk, sha256, dhash in images.values_list("pk", "sha256", "dhash"):
        near.add(pk)
        if dhash:
            near.update(pk for _distance, pk in duplicates.near_ids(_everywhere(), dhash))
        elif sha256:
            near.update(_everywhere().filter(sha256=sha256).values_list("pk", flat=True))
    found: set[int] = set()
    some = sorted(near)
    for start in range(0, len(some), BATCH):
        pages = PicturePage.objects.filter(image_id__in=some[start : start + BATCH])
        found.update(pages.values_list("pk", flat=True)[: LARGEST_SORTED + 1])
        if len(found) > LARGEST_SORTED:
            break
    return found | _standing_with(found)


def _everywhere() -> QuerySet[GalleryImage]:
    return GalleryImage.objects.all()


def _join(ids: set[int], around: set[int]) -> bool:
    """Put `ids` into a group that is there; the night sorts it. Whether there was one."""
    others = ResemblanceMember.objects.filter(picture_id__in=list(around - ids)[:BATCH])
    group = ResemblanceGroup.objects.filter(pk__in=others.values("group_id")).first()
    if group is None:
        return False
    ResemblanceMember.objects.filter(picture_id__in=ids).delete()
    ResemblanceMember.objects.bulk_create(
        ResemblanceMember(group=group, picture_id=one.pk, image=one.image)
        for one in _looked(PicturePage.objects.filter(pk__in=ids))
    )
    group.size = group.members.count()
    group.save(update_fields=["size"])
    return True


def _write(found: Sequence[Found]) -> None:
    groups = ResemblanceGroup.objects.bulk_create(
        (ResemblanceGroup(kind=one.kind, size=len(one.pictures)) for one in found),
        batch_size=BATCH,
    )
    ResemblanceMember.objects.bulk_create(
        (
            ResemblanceMember(group_id=group.pk, picture_id=picture.pk, image=picture.image)
            for group, one in zip(groups, found, strict=True)
            for picture in one.pictures
        ),
        batch_size=BATCH,
    )
