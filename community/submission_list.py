"""What a member has sent, as their own pages show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from community.keyset import after_query, older_than, read_cursor
from community.models import Submission, SubmissionState
from community.submission_states import EDITABLE
from pictures.addresses import page_address

PAGE_SIZE = 24
ICONS = {
    SubmissionState.WAITING: "clock",
    SubmissionState.CHANGES: "pencil",
    SubmissionState.PUBLISHED: "check2",
    SubmissionState.REJECTED: "x-lg",
    SubmissionState.REMOVED: "x-lg",
    SubmissionState.WITHDRAWN: "arrow-counterclockwise",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission with what may be done with it. `public_url` is "" where nothing is public."""

    row: Submission
    icon: str
    words: str
    public_url: str
    has_file: bool
    is_editable: bool
    can_withdraw: bool
    can_undo: bool


@dataclass(frozen=True, slots=True)
class SentPage:
    """`is_known` is False for a place in the list that was not understood."""

    sent: list[Sent] = field(default_factory=list)
    next_query: str = ""
    is_first: bool = True
    is_known: bool = True


def sent_page(user_id: int, query: QueryDict) -> SentPage:
    """A page of the member's own list, the newest first. One query."""
    cursor, is_known = read_cursor(query)
    rows = own(user_id)
    if cursor is not None:
        rows = rows.filter(older_than(cursor, "created_at", "id"))
    found = list(rows.order_by("-created_at", "-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return SentPage(
        sent=[describe(row) for row in shown],
        next_query=after_query(shown[-1].created_at, shown[-1].pk) if found[PAGE_SIZE:] else "",
        is_first=cursor is None,
        is_known=is_known,
    )


def own(user_id: int) -> QuerySet[Submission]:
    rows = Submission.objects.filter(author_id=user_id)
    return rows.select_related("topic", "picture", "picture__image")


def describe(row: Submission) -> Sent:
    picture = row.picture
    state = SubmissionState(row.state)
    is_live = picture is not None and picture.live
    has_page = picture is not None
    return Sent(
        row=row,
        icon=ICONS[state],
        words=state_words(state, is_live=is_live),
        public_url=page_address(picture.url_path) if picture is not None and is_live else "",
        has_file=picture is not None and picture.image_id is not None,
        is_editable=has_page and state in EDITABLE,
        can_withdraw=state != SubmissionState.WITHDRAWN,
        can_undo=has_page and state == SubmissionState.WITHDRAWN,
    )


def state_words(state: SubmissionState, *, is_live: bool) -> str:
    """The state in words; of a live picture, that of its latest version."""
    if is_live and state == SubmissionState.WAITING:
        return _("Published; your change waits for a curator")
    if is_live and state == SubmissionState.CHANGES:
        return _("Published; a curator asks for more of your change")
    return str(state.label)
