"""What a tile of the moderation area shows, gathered for a whole page of them at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import Ban, Comment, CommentState, Profile, Report, ReportReason, ReportState
from community.moderation_scope import decides_everywhere
from pictures.addresses import page_address
from pictures.models import PicturePage, Sensitivity

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

MOST_WORDS = 3  # reports whose own words are repeated on a tile


@dataclass(slots=True)
class Tile:
    """One thing to decide on. `image` is the id of the picture page whose image is shown."""

    id: int
    title: str
    since: datetime
    url: str = ""
    edit_url: str = ""
    picture_id: int | None = None
    veiled: bool = True
    text: str = ""
    member: str = ""
    member_url: str = ""
    ban_url: str = ""
    status: str = ""
    people: int | None = None
    reasons: list[tuple[str, int]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    version: int | None = None


class _Members:
    """Names and standings of members, in two queries."""

    def __init__(self, user_ids: Iterable[int | None], moderator: AbstractUser) -> None:
        ids = {pk for pk in user_ids if pk is not None}
        profiles = Profile.objects.filter(user_id__in=ids)
        self.names = dict(profiles.values_list("user_id", "nickname"))
        self.banned = set(
            Ban.objects.in_force().filter(user_id__in=ids).values_list("user", flat=True)
        )
        self.may_ban = decides_everywhere(moderator)

    def of(self, user_id: int | None) -> dict[str, Any]:
        name = self.names.get(user_id or 0, "")
        if not name:
            return {"member": ""}
        return {
            "member": name,
            "member_url": reverse("person", args=[name]),
            "ban_url": reverse("moderation:ban", args=[user_id]) if self.may_ban else "",
            "status": _("Banned") if user_id in self.banned else "",
        }


class _Reasons:
    """Why things are reported, in one query; only open reports count."""

    def __init__(self, column: str, ids: list[int]) -> None:
        self.kinds: dict[int, Counter] = defaultdict(Counter)
        self.words: dict[int, list[str]] = defaultdict(list)
        found = Report.objects.filter(state=ReportState.OPEN, **{f"{column}__in": ids})
        for pk, kind, text in found.order_by("pk").values_list(f"{column}_id", "kind", "text"):
            self.kinds[pk][kind] += 1
            if text and len(self.words[pk]) < MOST_WORDS:
                self.words[pk].append(text)

    def of(self, pk: int) -> dict[str, Any]:
        labels = dict(ReportReason.choices)
        kinds = self.kinds[pk].most_common()
        return {
            "reasons": [(str(labels.get(kind, kind)), number) for kind, number in kinds],
            "words": self.words[pk],
        }


def picture_tiles(rows: list[dict[str, Any]], moderator: AbstractUser) -> list[Tile]:
    """Of groups of reports."""
    ids = [row["picture_id"] for row in rows]
    pictures = PicturePage.objects.select_related("image").in_bulk(ids)
    members = _Members((picture.author_id for picture in pictures.values()), moderator)
    reasons = _Reasons("picture", ids)
    return [
        Tile(
            pk,
            since=row["since"],
            people=row["people"],
            **_picture(pictures[pk]),
            **_with_level(members.of(pictures[pk].author_id), pictures[pk]),
            **reasons.of(pk),
        )
        for row in rows
        if (pk := row["picture_id"]) in pictures
    ]


def comment_tiles(rows: list[Any], moderator: AbstractUser) -> list[Tile]:
    """Of comments, or of groups of reports on them."""
    groups = {row["comment_id"]: row for row in rows if isinstance(row, dict)}
    ids = list(groups) or [comment.pk for comment in rows]
    comments = Comment.objects.select_related("picture__image").in_bulk(ids)
    members = _Members((comment.author_id for comment in comments.values()), moderator)
    reasons = _Reasons("comment", list(groups)) if groups else None
    return [
        _comment_tile(comments[pk], members, groups.get(pk), reasons)
        for pk in ids
        if pk in comments
    ]


def _comment_tile(
    comment: Comment, members: _Members, group: dict[str, Any] | None, reasons: _Reasons | None
) -> Tile:
    shown = {**_picture(comment.picture), **members.of(comment.author_id)}
    if comment.state != CommentState.VISIBLE:
        shown["status"] = " · ".join(
            part for part in (shown.get("status", ""), comment.get_state_display()) if part
        )
    # A sensitive picture stays covered; others are only there to tell where it was said.
    image = comment.picture.image
    shown["veiled"] = image is not None and image.sensitivity != Sensitivity.NONE
    more = reasons.of(comment.pk) if reasons else {}
    return Tile(
        comment.pk,
        since=group["since"] if group else comment.created_at,
        people=group["people"] if group else None,
        text=comment.text,
        **shown,
        **more,
    )


def person_tiles(rows: list[dict[str, Any]], moderator: AbstractUser) -> list[Tile]:
    ids = [row["person_id"] for row in rows]
    users = get_user_model().objects.in_bulk(ids)
    profiles = Profile.objects.in_bulk(ids, field_name="user_id")
    members, reasons = _Members(ids, moderator), _Reasons("person", ids)
    return [
        Tile(
            pk,
            title=users[pk].shown_name(),
            since=row["since"],
            people=row["people"],
            text=profiles[pk].bio if pk in profiles else "",
            **members.of(pk),
            **reasons.of(pk),
        )
        for row in rows
        if (pk := row["person_id"]) in users
    ]


def submission_tiles(rows: list[Any], moderator: AbstractUser) -> list[Tile]:
    ids = [submission.picture_id for submission in rows]
    pictures = PicturePage.objects.select_related("image").in_bulk(ids)
    members = _Members((submission.author_id for submission in rows), moderator)
    return [
        Tile(
            submission.pk,
            since=submission.changed_at,
            text=submission.note,
            version=pictures[submission.picture_id].latest_revision_id,
            **{**_picture(pictures[submission.picture_id]), "veiled": False},
            **members.of(submission.author_id),
        )
        for submission in rows
        if submission.picture_id in pictures
    ]


def _picture(picture: PicturePage) -> dict[str, Any]:
    return {
        "title": picture.title,
        "picture_id": picture.pk,
        "url": page_address(picture.url_path) if picture.live else "",
        "edit_url": reverse("wagtailadmin_pages:edit", args=[picture.pk]),
    }


def _with_level(shown: dict[str, Any], picture: PicturePage) -> dict[str, Any]:
    image = picture.image
    if image is None or image.sensitivity == Sensitivity.NONE:
        return shown
    words = (shown.get("status", ""), str(image.get_sensitivity_display()))
    return {**shown, "status": " · ".join(part for part in words if part)}
