"""What becomes of a member's traces when their account is deleted.

What others wrote stays. What they chose to keep stays without their name. Rows that only point to
them go with the account itself: profile, notifications, blocks, bans.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db.models import F, Q
from django.dispatch import receiver
from wagtail.models import Revision

from accounts.signals import departing
from community.comments import delete_comment
from community.likes import unlike_picture
from community.models import (
    Comment,
    CommentState,
    Like,
    PictureCollection,
    Report,
    Submission,
    Subscription,
)
from outbox.models import Message
from pictures.models import GalleryImage, PicturePage
from pictures.replacing import remove_unused
from pictures.shelving import shelve

if TYPE_CHECKING:
    from accounts.models import User

STAFF = "wagtailadmin.access_admin"


@receiver(departing, dispatch_uid="traces of who leaves")
def remove_traces(sender: type, user: User, keep: list[str], **kwargs: Any) -> None:
    """In the transaction that deletes the account."""
    for picture_id in Like.objects.filter(user=user).values_list("picture_id", flat=True):
        unlike_picture(user_id=user.pk, picture_id=picture_id)
    _leave_comments(user, keep="comments" in keep)
    _take_names_from_pictures(user)
    PictureCollection.objects.filter(owner=user).delete()
    Subscription.objects.filter(Q(user=user) | Q(person=user)).delete()
    # Moderators still see what was reported and why; the words were the reporter's.
    Report.objects.filter(reporter=user).update(reporter=None, text="")
    _forget_mails(user)


def _leave_comments(user: User, *, keep: bool) -> None:
    """Replies first, so that a comment with nothing below it leaves no empty place."""
    comments = Comment.objects.filter(author=user)
    shown = CommentState.VISIBLE
    going = comments.exclude(state=shown) if keep else comments
    for comment in going.order_by(F("parent_id").desc(nulls_last=True), "pk"):
        delete_comment(comment=comment)
    comments.update(author=None, token=None)


def _take_names_from_pictures(user: User) -> None:
    """What stays of their pictures stays without them, here and in every older revision.

    `community.submission_departures` has deleted by now what does not stay. A curator's pictures
    are the site's and stay in any case.
    """
    submitted = Submission.objects.filter(author=user)
    own = Q(author=user) | Q(pk__in=submitted.exclude(picture=None).values("picture_id"))
    nameless = list(PicturePage.objects.filter(own).values_list("pk", flat=True))
    PicturePage.objects.filter(pk__in=nameless).update(author=None, author_name="")
    shelve(nameless)
    submitted.update(note="")
    _forget_names_in_revisions(nameless)
    if not user.has_perm(STAFF):
        uploaded = GalleryImage.objects.filter(uploaded_by_user=user, pictures=None)
        remove_unused(uploaded.values_list("pk", flat=True))


def _forget_names_in_revisions(picture_ids: Iterable[int]) -> None:
    """Publishing an older revision must not bring the name back."""
    names = [str(pk) for pk in picture_ids]
    revisions = Revision.page_revisions.filter(object_id__in=names)
    for revision in revisions.iterator():
        revision.content |= {"author": None, "author_name": "", "owner": None}
        revision.save(update_fields=["content"])


def _forget_mails(user: User) -> None:
    known = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    addresses = {user.email, *known} - {""}
    Message.objects.filter(Q(user=user) | Q(to__in=addresses)).delete()
