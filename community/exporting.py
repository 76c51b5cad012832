"""What somebody did here, for `accounts.signals.data_wanted`; their profile tells itself.

Only what is theirs: of others' pictures and comments the archive names no more than an address.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.storage import storages
from django.db.models import Q, QuerySet
from django.dispatch import receiver

from accounts.signals import data_wanted
from community.models import (
    Ban,
    CollectionItem,
    Comment,
    FormerNickname,
    Like,
    Notification,
    PictureCollection,
    Profile,
    Report,
    Submission,
    Subscription,
)
from pictures.addresses import absolute, page_address
from pictures.models import GalleryImage, PicturePage

if TYPE_CHECKING:
    from accounts.models import User


@receiver(data_wanted, dispatch_uid="community")
def give_community(sender: type, user: User, **kwargs: Any) -> dict[str, Any]:
    """Every list in the order in which it came about."""
    own = PicturePage.objects.filter(Q(author=user) | Q(pk__in=_submitted(user)))
    return {
        "standing": _standing(user),
        "likes": _rows(
            Like.objects.filter(user=user), given_at="created_at", picture="picture__url_path"
        ),
        "comments": _comments(user),
        "subscriptions": _subscriptions(user),
        "collections": _collections(user),
        "pictures": [_picture(picture) for picture in own.select_related("image")],
        "submissions": _rows(
            Submission.objects.filter(author=user),
            title="title",
            picture="picture__url_path",
            topic="topic__url_path",
            state="state",
            reason="reason",
            note="note",
            sent_at="created_at",
            decided_at="decided_at",
        ),
        "reports": _reports(user),
        "notifications": _rows(
            Notification.objects.filter(user=user),
            kind="kind",
            picture="picture__url_path",
            count="count",
            outcome="outcome",
            reason="reason",
            created_at="created_at",
            seen_at="seen_at",
        ),
        "files": _files(user, own),
    }


def _rows(rows: QuerySet, **columns: str) -> list[dict[str, Any]]:
    """Each row as `{name: value}`; tree paths become addresses."""
    found = rows.order_by("pk").values_list(*columns.values())
    paths = [column.endswith("url_path") for column in columns.values()]
    return [
        {
            name: _address(value) if is_path else value
            for name, value, is_path in zip(columns, row, paths, strict=True)
        }
        for row in found
    ]


def _address(url_path: str | None) -> str | None:
    return absolute(page_address(url_path)) if url_path else None


def _submitted(user: User) -> QuerySet:
    return Submission.objects.filter(author=user).values("picture_id")


def _standing(user: User) -> dict[str, Any]:
    former = FormerNickname.objects.filter(user=user).values_list("nickname_key", flat=True)
    ban = Ban.objects.filter(user=user).values("reason", "until", "created_at").first()
    return {"former_nicknames": list(former), "ban": ban}


def _comments(user: User) -> list[dict[str, Any]]:
    return _rows(
        Comment.objects.filter(author=user),
        text="text",
        picture="picture__url_path",
        answers_number="parent_id",
        number="pk",
        state="state",
        reason="reason",
        written_at="created_at",
        edited_at="edited_at",
    )


def _subscriptions(user: User) -> list[dict[str, Any]]:
    return _rows(
        Subscription.objects.filter(user=user),
        topic="topic__url_path",
        person="person__profile__nickname",
        tag="tag__name",
        is_muted="is_muted",
        since="created_at",
    )


def _collections(user: User) -> list[dict[str, Any]]:
    return [
        {
            "title": each.title,
            "description": each.description,
            "visibility": each.visibility,
            "created_at": each.created_at,
            "pictures": [
                {"picture": _address(path), "added_at": added_at}
                for path, added_at in CollectionItem.objects.filter(collection=each)
                .order_by("position", "id")
                .values_list("picture__url_path", "added_at")
            ],
        }
        for each in PictureCollection.objects.filter(owner=user).order_by("pk")
    ]


def _reports(user: User) -> list[dict[str, Any]]:
    """Without what a comment said or who a person is: these are others' words and names."""
    return _rows(
        Report.objects.filter(reporter=user),
        picture="picture__url_path",
        comment_number="comment_id",
        person_number="person_id",
        why="kind",
        words="text",
        state="state",
        answer="answer",
        reported_at="created_at",
    )


def _picture(picture: PicturePage) -> dict[str, Any]:
    return {
        "title": picture.title,
        "address": _address(picture.url_path) if picture.live else None,
        "alternative_text": picture.alt_text,
        "caption": picture.caption,
        "tags": list(picture.tags.names()),
        "licence": picture.licence,
        "recipe": picture.recipe_data,
        "file": _path(picture.image) if picture.image else None,
        "published_at": picture.first_published_at,
    }


def _files(user: User, own: QuerySet) -> dict[str, Any]:
    """Originals of their pictures, and what they uploaded that hangs nowhere."""
    portraits = Profile.objects.exclude(image=None).values("image_id")
    loose = Q(uploaded_by_user=user, pictures=None) & ~Q(pk__in=portraits)
    images = GalleryImage.objects.filter(Q(pictures__in=own) | loose).distinct()
    return _openers(images.order_by("pk"))


def _openers(images: Iterable[GalleryImage]) -> dict[str, Any]:
    private = storages["private"]
    return {_path(image): partial(private.open, image.file.name) for image in images}


def _path(image: GalleryImage) -> str:
    """Made by us: no name of a file from outside is part of the archive."""
    return f"files/{image.pk}{PurePosixPath(image.file.name).suffix}"
