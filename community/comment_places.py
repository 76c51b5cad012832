"""Where a comment is to be read, and which pictures take comments."""

from __future__ import annotations

from django.utils.http import urlencode

from community.comment_threads import REPLIES, THREADS, VISIBLE, shown_tops
from community.models import Comment
from pictures.addresses import page_address

FORM = "comment-form"


def address_of(comment: Comment) -> str:
    """The page and the place on it where `comment` stands. Two queries at most."""
    return f"{page_address(comment.picture.url_path)}{_page(comment)}#comment-{comment.pk}"


def _page(comment: Comment) -> str:
    """The part of the address that chooses a page of comments; none while it is the first."""
    ours = Comment.objects.filter(picture_id=comment.picture_id)
    if comment.parent_id:
        earlier = ours.filter(parent_id=comment.parent_id, state=VISIBLE, pk__lt=comment.pk)
        if earlier[:REPLIES].count() == REPLIES:
            thread = {"comments_thread": comment.parent_id, "replies_after": comment.pk - 1}
            return f"?{urlencode(thread)}"
    top = comment.parent_id or comment.pk
    newer = ours.filter(shown_tops(), pk__gt=top)
    if newer.order_by()[:THREADS].count() == THREADS:
        return f"?{urlencode({'comments_after': top + 1})}"
    return ""
