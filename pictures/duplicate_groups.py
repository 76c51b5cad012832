"""Groups of duplicates as editors see them: a page of groups, of each its first pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from pictures.models import (
    PicturePage,
    Placement,
    ResemblanceGroup,
    ResemblanceKind,
    ResemblanceMember,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

MOST_SHOWN = 8  # pictures of a group
PAIR = 2


@dataclass(frozen=True, slots=True)
class Member:
    """A picture of a group; `topic` is the title of the page it lies in, `size` in bytes."""

    pk: int
    title: str
    live: bool
    image: int
    width: int
    height: int
    size: int
    author: str
    likes: int
    comments: int
    seed: int | None
    topic: str
    sha256: str

    @property
    def thumbnail(self) -> str:
        return reverse("image_thumbnail", args=[self.image])

    @property
    def worth(self) -> tuple[bool, int, int, int]:
        """What speaks for keeping this one, the most important first."""
        return self.live, self.likes + self.comments, self.width * self.height, -self.pk


@dataclass(slots=True)
class Group:
    """`size` counts those that are not shown, too; `best` is the one to keep, if nobody objects."""

    pk: int
    kind: str
    size: int
    members: list[Member] = field(default_factory=list)

    @property
    def best(self) -> int:
        return max(self.members, key=lambda one: one.worth).pk if self.members else 0

    @property
    def hidden(self) -> int:
        return self.size - len(self.members)

    @property
    def is_series(self) -> bool:
        return self.kind == ResemblanceKind.SERIES

    @property
    def is_clear(self) -> bool:
        """Whether what is said of one picture goes for all of them: they are chosen beforehand."""
        return self.kind != ResemblanceKind.NEAR or self.size == PAIR

    @property
    def same_file(self) -> set[int]:
        """Those that have exactly the file of an earlier one."""
        seen: set[str] = set()
        found = set()
        for member in self.members:
            if member.sha256 in seen:
                found.add(member.pk)
            seen.add(member.sha256)
        return found


def may_see(user: AbstractUser | AnonymousUser) -> bool:
    """Whoever may publish pictures somewhere."""
    return PagePermissionPolicy(PicturePage).user_has_permission(user, "publish")


def groups_for(user: AbstractUser, topic: Page | None = None) -> QuerySet[ResemblanceGroup]:
    """Groups with a picture that `user` may publish, and with one below `topic`."""
    groups = ResemblanceGroup.objects.filter(size__gt=1)
    members = ResemblanceMember.objects.order_by()
    if not user.is_superuser:
        own = PagePermissionPolicy(PicturePage).instances_user_has_permission_for(user, "publish")
        own_ids = members.filter(picture__in=own.order_by())
        groups = groups.filter(pk__in=own_ids.values("group_id"))
    if topic is not None:
        there = members.filter(picture__path__startswith=topic.path)
        groups = groups.filter(pk__in=there.values("group_id"))
    return groups


def numbers(groups: QuerySet[ResemblanceGroup]) -> dict[str, int]:
    """How many groups of each kind."""
    return dict(groups.order_by().values_list("kind").annotate(Count("pk")))


def described(rows: Iterable[ResemblanceGroup]) -> list[Group]:
    """With their first pictures. Two queries, however many they are."""
    found = {row.pk: Group(row.pk, row.kind, row.size) for row in rows}
    for group_id, member in _members(list(found)):
        found[group_id].members.append(member)
    return [group for group in found.values() if len(group.members) > 1]


def _members(group_ids: list[int]) -> list[tuple[int, Member]]:
    place = Placement.objects.filter(picture_id=OuterRef("picture_id")).order_by("pk")
    rows = (
        ResemblanceMember.objects.filter(group_id__in=group_ids)
        .annotate(
            number=Window(RowNumber(), partition_by=F("group_id"), order_by=F("picture_id").asc()),
            likes=Subquery(place.values("popularity")[:1]),
            comments=Subquery(place.values("discussion")[:1]),
        )
        .filter(number__lte=MOST_SHOWN)
        .order_by("group_id", "picture_id")
        .values("group_id", "likes", "comments", *_COLUMNS)
    )
    found = list(rows)
    topics = _topics(row["picture__path"] for row in found)
    return [(row["group_id"], _member(row, topics)) for row in found]


_COLUMNS = (
    *("picture_id", "picture__title", "picture__live", "picture__path", "picture__image_id"),
    *("picture__author_name", "picture__author__public_name", "picture__recipe_data__seed"),
    *("picture__image__width", "picture__image__height", "picture__image__file_size"),
    "picture__image__sha256",
)


def _topics(paths: Iterable[str]) -> dict[str, str]:
    above = {path[: -Page.steplen] for path in paths}
    found: dict[str, str] = defaultdict(str)
    found.update(Page.objects.filter(path__in=above).values_list("path", "title"))
    return found


def _member(row: dict[str, Any], topics: dict[str, str]) -> Member:
    return Member(
        pk=row["picture_id"],
        title=row["picture__title"],
        live=row["picture__live"],
        image=row["picture__image_id"] or 0,
        width=row["picture__image__width"] or 0,
        height=row["picture__image__height"] or 0,
        size=row["picture__image__file_size"] or 0,
        author=row["picture__author_name"] or row["picture__author__public_name"] or "",
        likes=row["likes"] or 0,
        comments=row["comments"] or 0,
        seed=row["picture__recipe_data__seed"],
        topic=topics[row["picture__path"][: -Page.steplen]],
        sha256=row["picture__image__sha256"] or "",
    )
