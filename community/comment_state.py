"""What `/me/state/` tells of the comments of the picture one looks at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page

from community.comment_rows import draw
from community.comment_writing import draft_of, forget_draft
from community.models import Block, Comment, CommentState
from community.people import NOBODY, people
from community.rights import may_moderate
from community.taking_part import refusal
from pictures.models import PicturePage

if TYPE_CHECKING:
    from accounts.models import User

MOST = 200  # own comments on one picture
FRESH = timedelta(minutes=10)  # shared caches may still hold the page without it


def comments_state(request: HttpRequest, page: Page | None) -> dict[str, Any]:
    """Only on a picture's page. `own`: ids; `shown`: what the page lacks, as HTML; `blocked`: ids
    of what those wrote whom one blocks; `draft`: what waited for the log-in; `refusal`: a sentence.
    """
    if page is None or page.specific_class is not PicturePage:
        return {}
    picture: PicturePage = page.specific
    draft = draft_of(request, picture.pk)
    forget_draft(request, picture.pk)  # the browser keeps it from here on
    user = cast("User", request.user)  # the state of visitors has no parts
    ours = Comment.objects.filter(picture_id=picture.pk)
    waiting = Q(state=CommentState.HELD)
    mine = Q(author_id=user.pk) & (waiting | Q(created_at__gte=timezone.now() - FRESH))
    others = waiting if may_moderate(user, picture) else Q(pk=None)
    blocked = Block.objects.filter(user_id=user.pk).values("blocked_id")
    me = people([user.pk]).get(user.pk, NOBODY)
    return {
        "comments": {
            "own": list(ours.filter(author_id=user.pk).values_list("pk", flat=True)[:MOST]),
            "shown": draw(ours.filter(mine | others).order_by("-pk")[:20], picture),
            "blocked": list(ours.filter(author_id__in=blocked).values_list("pk", flat=True)[:MOST]),
            "draft": draft,
            "refusal": refusal(user, "comment"),
            "avatar": render_to_string("community/_avatar.html", {"person": me, "size": 36}),
        }
    }
