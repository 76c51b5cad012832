"""What members gave to a picture goes to the one it is merged into.

Nothing counts twice: who likes both likes one, a collection holds it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.like_counting import count_for
from community.models import (
    CollectionItem,
    Comment,
    DailyViews,
    FreshView,
    Like,
    Notification,
    PictureCollection,
    Report,
    ReportState,
)
from community.submission_signals import silently
from pictures import public_versions, scores
from pictures.merging import Part, register_part
from pictures.models import PicturePage


def carry(other: PicturePage, kept: PicturePage) -> None:
    """In the transaction of the merge, which has locked both pictures."""
    _carry_likes(other.pk, kept.pk)
    Comment.objects.filter(picture_id=other.pk).update(picture_id=kept.pk)
    Notification.objects.filter(picture_id=other.pk).update(picture_id=kept.pk)
    _carry_collections(other.pk, kept.pk)
    _carry_reports(other.pk, kept.pk)
    _carry_views(other.pk, kept.pk)
    for pk in (other.pk, kept.pk):
        scores.correct(pk, partial(count_for, pk))
    public_versions.changed("picture", kept.pk)


def _carry_likes(other: int, kept: int) -> None:
    """The earlier of two likes of one member is the one that counts."""
    earlier = dict(Like.objects.filter(picture_id=other).values_list("user_id", "created_at"))
    doubles = Like.objects.filter(picture_id=kept, user_id__in=earlier)
    for like in doubles:
        if earlier[like.user_id] < like.created_at:
            Like.objects.filter(pk=like.pk).update(created_at=earlier[like.user_id])
    who = list(doubles.values_list("user_id", flat=True))
    Like.objects.filter(picture_id=other, user_id__in=who).delete()
    Like.objects.filter(picture_id=other).update(picture_id=kept)


def _carry_collections(other: int, kept: int) -> None:
    items = CollectionItem.objects.filter(picture_id=other)
    touched = list(items.values_list("collection_id", flat=True))
    has_both = list(
        CollectionItem.objects.filter(picture_id=kept, collection_id__in=touched).values_list(
            "collection_id", flat=True
        )
    )
    items.filter(collection_id__in=has_both).delete()
    items.update(picture_id=kept)
    PictureCollection.objects.filter(cover_id=other).update(cover_id=kept)
    for pk in touched:
        public_versions.changed("collection", pk)


def _carry_reports(other: int, kept: int) -> None:
    """Open ones, so that they are decided on where the picture is; the others stay on record."""
    reports = Report.objects.filter(picture_id=other, state=ReportState.OPEN)
    again = Report.objects.filter(picture_id=kept).values("reporter_id")
    reports.exclude(reporter_id__in=list(again.values_list("reporter_id", flat=True))).update(
        picture_id=kept
    )


def _carry_views(other: int, kept: int) -> None:
    FreshView.objects.filter(page=other).update(page=kept)
    for row in DailyViews.objects.filter(page_id=other):
        more = DailyViews.objects.filter(page_id=kept, day=row.day)
        if more.update(views=F("views") + row.views):
            row.delete()
        else:
            DailyViews.objects.filter(pk=row.pk).update(page_id=kept)


def tell(kept: PicturePage, others: Sequence[PicturePage]) -> Iterator[str]:
    """One sentence each for likes, comments and collections, where there are any."""
    ids = [other.pk for other in others]
    likes = Like.objects.filter(picture_id__in=ids)
    given = Like.objects.filter(picture_id=kept.pk).values("user_id")
    new = likes.exclude(user_id__in=given).values("user_id").distinct().count()
    if number := likes.count():
        yield ngettext("%(n)s like moves over", "%(n)s likes move over", new) % {"n": new} + (
            " " + _("(of %(all)s; the rest are from people who like both).") % {"all": number}
            if new < number
            else "."
        )
    if number := Comment.objects.filter(picture_id__in=ids).count():
        yield ngettext(
            "%(n)s comment moves over, with its answers.",
            "%(n)s comments move over, with their answers.",
            number,
        ) % {"n": number}
    if number := CollectionItem.objects.filter(picture_id__in=ids).count():
        yield ngettext(
            "%(n)s place in members' collections moves over.",
            "%(n)s places in members' collections move over.",
            number,
        ) % {"n": number}


register_part("community", Part(carry, tell, silently))
