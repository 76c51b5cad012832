"""The tabs of the moderation area, and the tiles of one: a fixed number of queries each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PageOfTiles
from django.core.paginator import Paginator
from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.models import Submission, SubmissionState
from community.moderation_scope import (
    decides_everywhere,
    first_comments,
    held_comments,
    open_reports,
    trusted_reporter,
)
from community.moderation_tiles import (
    Tile,
    comment_tiles,
    person_tiles,
    picture_tiles,
    submission_tiles,
)
from community.submission_rights import submissions_to_decide

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

TILES = 48  # a page


@dataclass(frozen=True, slots=True)
class Button:
    """What can be done to a tile; `needs_reason`: the author reads why."""

    action: str
    label: Any
    key: str
    icon: str
    needs_reason: bool = False


APPROVE = Button("approve", _("Leave as it is"), "A", "check")
HIDE = Button("hide", _("Hide"), "H", "no-view")
SENSITIVE = Button("sensitive", pgettext_lazy("moderation", "Sensitive"), "S", "warning")


@dataclass(frozen=True, slots=True)
class Tab:
    """`rows` answers what waits for somebody, `tiles` turns a page of it into tiles."""

    name: str
    label: Any
    empty: Any
    rows: Callable[[AbstractUser], QuerySet]
    tiles: Callable[[Any, AbstractUser], list[Tile]]
    buttons: tuple[Button, ...]
    for_moderators_only: bool = False
    reason_use: str = ""

    def count(self, user: AbstractUser) -> int:
        return self.rows(user).count()


def _reported(column: str) -> Callable[[AbstractUser], QuerySet]:
    """Things by how many people report them; those that report under no known name count none."""

    def rows(user: AbstractUser) -> QuerySet:
        return (
            open_reports(user, column)
            .values(f"{column}_id")
            .annotate(
                people=Count("reporter_id", filter=trusted_reporter()), since=Min("created_at")
            )
            .order_by("-people", "since", f"{column}_id")
        )

    return rows


def _waiting(user: AbstractUser) -> QuerySet[Submission]:
    return (
        submissions_to_decide(user)
        .filter(state=SubmissionState.WAITING, picture__isnull=False)
        .order_by("changed_at", "pk")
    )


TABS = {
    tab.name: tab
    for tab in (
        Tab(
            "pictures",
            _("Reported pictures"),
            _("No picture is reported."),
            _reported("picture"),
            picture_tiles,
            (APPROVE, HIDE, SENSITIVE),
            reason_use="picture",
        ),
        Tab(
            "comments",
            _("Reported comments"),
            _("No comment is reported."),
            _reported("comment"),
            comment_tiles,
            (APPROVE, HIDE),
            reason_use="comment",
        ),
        Tab(
            "people",
            _("Reported people"),
            _("Nobody is reported."),
            _reported("person"),
            person_tiles,
            (APPROVE,),
            for_moderators_only=True,
            reason_use="person",
        ),
        Tab(
            "held",
            _("Held comments"),
            _("No comment waits to be read."),
            lambda user: held_comments(user).order_by("created_at", "pk"),
            comment_tiles,
            (Button("approve", pgettext_lazy("moderation", "Show"), "A", "check"), HIDE),
            reason_use="comment",
        ),
        Tab(
            "newcomers",
            _("First-time posters"),
            _("Everybody who wrote here is known."),
            lambda user: first_comments(user).order_by("created_at", "pk"),
            comment_tiles,
            (Button("approve", _("All right"), "A", "check"), HIDE),
            reason_use="comment",
        ),
        Tab(
            "submissions",
            _("Submissions"),
            _("No submission waits."),
            _waiting,
            submission_tiles,
            (
                Button("approve", _("Publish"), "A", "check"),
                Button("changes", _("Ask for changes"), "C", "edit", needs_reason=True),
                Button("reject", _("Do not accept"), "R", "cross", needs_reason=True),
                SENSITIVE,
            ),
            reason_use="submission",
        ),
    )
}


def tabs_of(user: AbstractUser) -> list[Tab]:
    everywhere = decides_everywhere(user)
    return [tab for tab in TABS.values() if everywhere or not tab.for_moderators_only]


def page_of(tab: Tab, user: AbstractUser, number: str | None) -> tuple[PageOfTiles, list[Tile]]:
    """A page of what waits and its tiles."""
    page = Paginator(tab.rows(user), TILES).get_page(number)
    return page, tab.tiles(list(page.object_list), user)


def waiting(user: AbstractUser) -> list[tuple[Tab, int]]:
    """Each tab with how much waits there. One query a tab."""
    return [(tab, tab.count(user)) for tab in tabs_of(user)]
