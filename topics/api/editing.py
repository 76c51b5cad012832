"""`drafts/topics`: topics as their curators edit them, published or not."""

from __future__ import annotations

from typing import Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field
from wagtail.models import Page

from pictures import page_acts
from pictures.api.editing_pages import Closed, Standing, editable, seen, seen_if_said, standing
from pictures.api.editing_refusals import foreseen, wrong
from pictures.api.sources import whole
from rest.authentication import MEMBER, member
from rest.idempotency import idempotent
from rest.scopes import Scope
from topics.editing import change_topic, create_topic
from topics.models import TopicIndexPage, TopicPage

router = Router(tags=["drafts"])

CURATE = MEMBER(Scope.CURATE)
AT = "/drafts/topics/{int:topic_id}"

LEFT_OUT: Any = None  # null itself is refused: no word of a page may be


class TopicWords(Closed):
    """What is left out stays as it is."""

    title: str = Field(LEFT_OUT, min_length=1, max_length=255, examples=["등대"])
    description: str = Field(
        LEFT_OUT, max_length=5_000, description="HTML: p, b, i, a, ol, ul; all else is taken out."
    )
    content_language: Literal["ko", "en"] = Field(LEFT_OUT)
    recipe_visibility: Literal["public", "parameters", "hidden"] = Field(LEFT_OUT)
    offers_downloads: bool = Field(LEFT_OUT)


class TopicIn(TopicWords):
    title: str = Field(min_length=1, max_length=255, examples=["등대"])
    parent: int | None = Field(
        None, ge=1, le=2**31 - 1, description="Topic that it lies in; left out: none."
    )
    publish: bool = False


class TopicDraft(Standing):
    """The latest version of a topic."""

    title: str
    slug: str
    description: str
    content_language: Literal["ko", "en"]
    recipe_visibility: Literal["public", "parameters", "hidden"]
    offers_downloads: bool
    parent: int


@router.post("/drafts/topics", response={201: TopicDraft}, auth=CURATE, operation_id="create_topic")
@idempotent
@foreseen()
def create(request: HttpRequest, response: HttpResponse, asked: TopicIn) -> Status[TopicDraft]:
    """Add a topic, as a draft or published."""
    user = member(request)
    index = TopicIndexPage.objects.first()
    parent = index if asked.parent is None else TopicPage.objects.filter(pk=asked.parent).first()
    if parent is None:
        raise wrong({"parent": _("Choose a topic.")})
    values = asked.model_dump(exclude_unset=True, exclude={"parent", "publish"})
    made = create_topic(cast(Page, parent), user, values, publish=asked.publish)
    response["Location"] = whole(reverse("api:read_topic_draft", kwargs={"topic_id": made.pk}))
    return Status(201, _described(made, request))


@router.get(AT, response=TopicDraft, auth=CURATE, operation_id="read_topic_draft")
def read_topic_draft(request: HttpRequest, topic_id: int) -> TopicDraft:
    """A topic as its form shows it, and how it stands."""
    return _described(editable(request, TopicPage, topic_id), request)


@router.patch(AT, response=TopicDraft, auth=CURATE, operation_id="change_topic_draft")
@foreseen()
def change(request: HttpRequest, topic_id: int, asked: TopicWords) -> TopicDraft:
    """Change the draft. `If-Match` names the revision that was read; 412 if it is no longer."""
    topic = editable(request, TopicPage, topic_id)
    values = asked.model_dump(exclude_unset=True)
    return _described(change_topic(topic, member(request), values, seen=seen(request)), request)


@router.post(f"{AT}/publish", response=TopicDraft, auth=CURATE, operation_id="publish_topic")
@foreseen()
def publish(request: HttpRequest, topic_id: int) -> TopicDraft:
    """Make the draft public. With `If-Match`, only that revision."""
    topic = editable(request, TopicPage, topic_id)
    return _described(page_acts.publish(topic, member(request), seen_if_said(request)), request)


@router.post(f"{AT}/unpublish", response=TopicDraft, auth=CURATE, operation_id="unpublish_topic")
@foreseen()
def unpublish(request: HttpRequest, topic_id: int) -> TopicDraft:
    """Take it off the public pages; what hangs in it is hidden with it."""
    topic = editable(request, TopicPage, topic_id)
    return _described(page_acts.unpublish(topic, member(request)), request)


@router.delete(AT, response={204: None}, auth=CURATE, operation_id="delete_topic")
@foreseen()
def delete(request: HttpRequest, topic_id: int) -> Status[None]:
    """Delete a topic with the pictures and topics in it."""
    page_acts.delete(editable(request, TopicPage, topic_id), member(request))
    return Status(204, None)


def _described(topic: TopicPage, request: HttpRequest) -> TopicDraft:
    draft = topic.get_latest_revision_as_object()
    names = [name for name in TopicWords.model_fields if name != "title"]
    values: dict[str, Any] = {name: getattr(draft, name) for name in names}
    return TopicDraft(
        **standing(topic, member(request)),
        **values,
        title=draft.title,
        slug=draft.slug,
        parent=cast(Any, topic.get_parent()).pk,
    )
