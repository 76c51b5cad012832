"""What a picture has of its own that another gets in a merge: its places in lists, its tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pictures import scores, visibility
from pictures.models import PicturePage, PictureTag, Placement, PlacementState

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def carry_places(other: PicturePage, kept: PicturePage) -> None:
    """Let `kept` hang wherever `other` hangs, and be proposed where only `other` is.

    What curators decided about `kept` itself holds: where it was rejected it stays so.
    """
    there = dict(Placement.objects.filter(picture_id=kept.pk).values_list("topic_id", "state"))
    known = scores.of_picture(kept.pk)
    touched = []
    places = Placement.objects.filter(picture_id=other.pk).exclude(state=PlacementState.REJECTED)
    for topic_id, state in places.order_by("pk").values_list("topic_id", "state"):
        if topic_id not in there:
            Placement.objects.create(topic_id=topic_id, picture_id=kept.pk, state=state, **known)
        elif (there[topic_id], state) == (PlacementState.PROPOSED, PlacementState.PLACED):
            rows = Placement.objects.filter(topic_id=topic_id, picture_id=kept.pk)
            rows.update(state=PlacementState.PLACED)
        else:
            continue
        touched.append(topic_id)
    visibility.refresh(PicturePage.objects.filter(pk=kept.pk))
    visibility.recount(touched)


def further_topics(other: PicturePage, kept: PicturePage) -> list[str]:
    """Titles of the lists in which `kept` will hang for the first time."""
    there = Placement.objects.filter(picture_id=kept.pk, state=PlacementState.PLACED)
    places = Placement.objects.filter(picture_id=other.pk, state=PlacementState.PLACED)
    fresh = places.exclude(topic_id__in=there.values("topic_id"))
    return list(fresh.order_by("topic__title").values_list("topic__title", flat=True))


def missing_tags(other: PicturePage, kept: PicturePage) -> list[str]:
    """Names of the tags of `other` that the draft of `kept` lacks."""
    has = {tag.name for tag in kept.get_latest_revision_as_object().tags.all()}
    return [tag.name for tag in other.tags.all() if tag.name not in has]


def carry_tags(other: PicturePage, kept: PicturePage, *, user: AbstractUser) -> None:
    """Give `kept` the tags of `other`: its draft, and what is public of it.

    Other changes that wait in the draft stay there.
    """
    names = missing_tags(other, kept)
    if not names:
        return
    draft = kept.get_latest_revision_as_object()
    waits = kept.has_unpublished_changes
    draft.tags.add(*names)
    revision = draft.save_revision(user=user, clean=False)
    if kept.live and not waits:
        revision.publish(user=user)
    else:
        for tag_id in PictureTag.objects.filter(content_object=other).values_list("tag_id"):
            PictureTag.objects.get_or_create(content_object_id=kept.pk, tag_id=tag_id[0])
    kept.refresh_from_db()
