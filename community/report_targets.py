"""What members may report: public pictures, comments and people, never their own."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.text import Truncator

from community.comment_places import address_of
from community.models import Comment, CommentState, Profile
from community.nicknames import nickname_key
from community.people import person_address
from community.public_pictures import public_picture
from community.reporting import Target
from pictures.addresses import page_address

WORDS = 120  # characters of a comment that its report repeats


class OwnError(Exception):
    """It is the member's own: it can be changed or deleted."""


def picture_target(picture_id: int) -> Target:
    """Http404 where the public does not see it."""
    picture = public_picture(picture_id)
    return Target("picture", picture.pk, picture.title, page_address(picture.url_path))


def comment_target(pk: int, *, user_id: int | None) -> Target:
    """Http404 where it cannot be read; OwnError where `user_id` wrote it."""
    comments = Comment.objects.select_related("picture")
    comment = get_object_or_404(comments, pk=pk, state=CommentState.VISIBLE)
    public_picture(comment.picture_id)
    if comment.author_id == user_id:
        raise OwnError
    words = Truncator(comment.text).chars(WORDS)
    return Target("comment", comment.pk, words, address_of(comment))


def person_target(nickname: str, *, user_id: int | None) -> Target:
    """Http404 where they may not be looked up; OwnError where it is `user_id`."""
    profile = get_object_or_404(Profile.objects.shown(), nickname_key=nickname_key(nickname))
    if profile.user_id == user_id:
        raise OwnError
    back = person_address(profile.nickname)
    return Target("person", profile.user_id, profile.nickname, back)
