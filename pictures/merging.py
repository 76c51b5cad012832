"""Two pages of one picture become one: what people gave to either belongs to the one that stays.

Whoever keeps something by picture registers its part (`register_part`); pictures know nothing of
likes or comments. All of it is one transaction. It cannot be undone: the other page stays as a
draft with its file and history, but what has moved does not move back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex

from pictures import resemblance, visibility
from pictures.merging_places import carry_places, carry_tags
from pictures.models import MergedPicture, PicturePage
from pictures.public_versions import changed
from pictures.redirecting import redirect_to
from pictures.replacement_rights import why_not
from pictures.searching.indexing import request_index
from pictures.shelving import shelve

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

MERGED, TAKEN_IN = "pictures.merge", "pictures.take_in"
MOST = 20  # pictures at once

Carry = Callable[[PicturePage, PicturePage], None]
Tell = Callable[[PicturePage, Sequence[PicturePage]], Iterable[str]]
Meanwhile = Callable[[PicturePage], AbstractContextManager[None]]


class MergeError(Exception):
    """These pictures cannot be merged; the message is a sentence for the editor."""


class Part(NamedTuple):
    """What an app does in a merge.

    `carry(other, kept)` gives `kept` what belongs to `other`, in the merge's transaction, and
    leaves all numbers right. `tell(kept, others)` says in sentences what that will be.
    `meanwhile(other)` is held while `other` is unpublished.
    """

    carry: Carry
    tell: Tell
    meanwhile: Meanwhile = lambda _other: nullcontext()


_parts: dict[str, Part] = {}


def register_part(name: str, part: Part) -> None:
    _parts[name] = part


def what_moves(kept: PicturePage, others: Sequence[PicturePage]) -> list[str]:
    """What the other apps will give to `kept`, in sentences."""
    return [line for part in _parts.values() for line in part.tell(kept, others)]


def uses_of(others: Sequence[PicturePage]) -> int:
    """How many texts and pages point to the others; they have to be changed by hand."""
    return sum(ReferenceIndex.get_references_to(other).count() for other in others)


def why_not_merge(user: AbstractUser, kept: PicturePage, others: Sequence[PicturePage]) -> str:
    """Why `user` cannot merge `others` into `kept`; "" where they can."""
    if not others:
        return _("Choose at least two pictures.")
    if len(others) >= MOST:
        return _("At most %(most)s pictures can be merged at once.") % {"most": MOST}
    if not kept.live and any(other.live for other in others):
        return _("A published picture cannot be merged into a draft.")
    for picture in (kept, *others):
        may = picture.permissions_for_user(user)
        if not (may.can_edit() and may.can_publish()):
            return _("You may not publish “%(title)s”.") % {"title": picture.title}
        if picture.workflow_in_progress:
            return _("“%(title)s” is in moderation. Decide on it first.") % {"title": picture.title}
        if why_not(user, picture):
            return _("“%(title)s” is locked.") % {"title": picture.title}
    return ""


def merge(kept: PicturePage, others: Sequence[PicturePage], *, user: AbstractUser) -> None:
    """Make one of several pages: `kept` stays, the addresses of `others` lead to it.

    All or nothing. Raises `MergeError`.
    """
    with transaction.atomic():
        rows = _locked([kept, *others])
        if len(rows) != 1 + len(others):
            raise MergeError(_("One of the pictures has been deleted meanwhile."))
        kept, *others = rows
        if problem := why_not_merge(user, kept, others):
            raise MergeError(problem)
        for other in others:
            _take_in(kept, other, user)
        visibility.refresh(PicturePage.objects.filter(pk=kept.pk))
        shelve([kept.pk])
        request_index([kept.pk])
        changed()
        resemblance.look_again([kept.pk, *(other.pk for other in others)])


def _locked(pictures: Sequence[PicturePage]) -> list[PicturePage]:
    """The rows as they are now, in the order of `pictures`; no like or comment comes meanwhile."""
    ids = [picture.pk for picture in pictures]
    found = {
        row.pk: row
        for row in PicturePage.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def _take_in(kept: PicturePage, other: PicturePage, user: AbstractUser) -> None:
    carry_places(other, kept)
    for part in _parts.values():
        part.carry(other, kept)
    carry_tags(other, kept, user=user)
    with ExitStack() as stack:
        for part in _parts.values():
            stack.enter_context(part.meanwhile(other))
        if other.live:
            other.unpublish(user=user)
        other.revisions.update(approved_go_live_at=None)
    Redirect.objects.filter(redirect_page_id=other.pk).update(redirect_page_id=kept.pk)
    redirect_to(kept, other.url_path)
    MergedPicture.objects.filter(kept=other).update(kept=kept)
    MergedPicture.objects.update_or_create(picture=other, defaults={"kept": kept, "by_id": user.pk})
    log(other, MERGED, user=user, data={"title": kept.title, "picture": kept.pk})
    log(kept, TAKEN_IN, user=user, data={"title": other.title, "picture": other.pk})


def kept_of(page: Page) -> PicturePage | None:
    """The picture that `page` was merged into, while it is no page of its own again."""
    if page.live:
        return None
    row = MergedPicture.objects.select_related("kept").filter(picture_id=page.pk).first()
    return row.kept if row else None
