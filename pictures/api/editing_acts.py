"""What becomes of pictures: published, taken off, moved, submitted, decided on."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field
from wagtail.models import Page

from pictures import page_acts, workflow_acts
from pictures.api.editing_pages import Closed, editable, seen_if_said
from pictures.api.editing_pictures import PictureDraft, described
from pictures.api.editing_refusals import foreseen, wrong
from pictures.models import PicturePage
from rest.authentication import MEMBER, member
from rest.scopes import Scope

router = Router(tags=["drafts"])

CURATE = MEMBER(Scope.CURATE)
AT = "/drafts/pictures/{int:picture_id}"


class MoveIn(Closed):
    topic: int = Field(ge=1, le=2**31 - 1, description="Id of the topic it goes to.", examples=[7])


class Decision(Closed):
    comment: str = Field("", max_length=2000, description="Read by who submitted it.")


@router.post(f"{AT}/publish", response=PictureDraft, auth=CURATE, operation_id="publish_picture")
@foreseen()
def publish(request: HttpRequest, picture_id: int) -> PictureDraft:
    """Make the draft public. With `If-Match`, only that revision."""
    picture = editable(request, PicturePage, picture_id)
    return described(page_acts.publish(picture, member(request), seen_if_said(request)), request)


@router.post(
    f"{AT}/unpublish", response=PictureDraft, auth=CURATE, operation_id="unpublish_picture"
)
@foreseen()
def unpublish(request: HttpRequest, picture_id: int) -> PictureDraft:
    """Take it off the public pages; it stays as a draft."""
    picture = editable(request, PicturePage, picture_id)
    return described(page_acts.unpublish(picture, member(request)), request)


@router.post(f"{AT}/move", response=PictureDraft, auth=CURATE, operation_id="move_picture")
@foreseen()
def move(request: HttpRequest, picture_id: int, asked: MoveIn) -> PictureDraft:
    """Move it to another topic. Its address changes; the former one leads there."""
    picture = editable(request, PicturePage, picture_id)
    topic = Page.objects.filter(pk=asked.topic).first()
    if topic is None or not PicturePage.can_exist_under(topic.specific):
        raise wrong({"topic": _("Choose a topic.")})
    return described(page_acts.move(picture, topic, member(request)), request)


@router.post(f"{AT}/submit", response=PictureDraft, auth=CURATE, operation_id="submit_picture")
@foreseen()
def submit(request: HttpRequest, picture_id: int) -> PictureDraft:
    """Begin the moderation of its topic."""
    picture = editable(request, PicturePage, picture_id)
    return described(workflow_acts.submit(picture, member(request), seen_if_said(request)), request)


@router.post(f"{AT}/approve", response=PictureDraft, auth=CURATE, operation_id="approve_picture")
@foreseen()
def approve(request: HttpRequest, picture_id: int, asked: Decision) -> PictureDraft:
    """Pass the open step of moderation; behind the last one it is published."""
    return _decided(request, picture_id, "approve", asked)


@router.post(f"{AT}/reject", response=PictureDraft, auth=CURATE, operation_id="reject_picture")
@foreseen()
def reject(request: HttpRequest, picture_id: int, asked: Decision) -> PictureDraft:
    """Ask for changes."""
    return _decided(request, picture_id, "reject", asked)


def _decided(request: HttpRequest, picture_id: int, action: str, asked: Decision) -> PictureDraft:
    picture = editable(request, PicturePage, picture_id)
    done = workflow_acts.decide(
        picture,
        member(request),
        action,
        comment=asked.comment,
        seen=seen_if_said(request),
    )
    return described(done, request)
