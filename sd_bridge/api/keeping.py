"""Keeping results: they become pictures of a topic; and letting go of the others."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field
from wagtail.models import Page

from pictures.api.editing_pictures import Licence, RecipeShown
from pictures.api.sources import whole
from pictures.models import PicturePage
from pictures.publishing import default_visibility
from rest.authentication import MEMBER
from rest.idempotency import idempotent
from rest.scopes import Scope
from sd_bridge import keep_requests, keeping
from sd_bridge.api.answers import answered, editor, visible
from sd_bridge.api.asking import Closed, Id
from sd_bridge.generating import discard_result
from sd_bridge.keep_forms import MAX_CHOICES, MAX_TAG, MAX_TAGS
from sd_bridge.models import Generation
from sd_bridge.panel_requests import results_by_index

router = Router(tags=["tray"])

Index = Annotated[int, Field(ge=0, le=10_000, description="Number of a result, from 0.")]
Tag = Annotated[str, Field(max_length=MAX_TAG)]


class Choice(Closed):
    """One result. Words that are left out are those proposed from the prompt."""

    result: Index
    title: str | None = Field(None, max_length=255, examples=["물가의 등대"])
    alt_text: str | None = Field(None, max_length=300, description="Needed, but for a draft.")
    tags: list[Tag] | None = Field(None, max_length=MAX_TAGS)


class KeepIn(Closed):
    """All of them become pictures, or none does."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "topic": 7,
                    "action": "publish",
                    "choices": [{"result": 0, "title": "등대", "alt_text": "절벽 위의 등대"}],
                }
            ]
        },
    )

    topic: Id
    choices: list[Choice] = Field(min_length=1, max_length=MAX_CHOICES)
    action: Literal["draft", "submit", "publish", "schedule"] = "draft"
    go_live_at: datetime | None = Field(None, description="`schedule`: when; with its offset.")
    licence: Licence = "cc-by"
    recipe_visibility: RecipeShown | None = Field(None, description="Left out: the topic's.")


class KeptPicture(Schema):
    """`url` is empty until it is public; drafts are read and changed at `drafts/pictures/{id}`."""

    id: int
    result: int = Field(description="Number of the result it was made of.")
    title: str
    is_public: bool
    url: str


class Kept(Schema):
    items: list[KeptPicture]


class DiscardIn(Closed):
    results: list[Index] = Field(min_length=1, max_length=MAX_CHOICES)


class Discarded(Schema):
    discarded: list[int]


@router.post(
    "/generations/{uuid:uuid}/keep",
    response={201: Kept},
    auth=MEMBER(Scope.CURATE),
    operation_id="keep_results",
)
@idempotent
@answered
def keep(request: HttpRequest, uuid: UUID, asked: KeepIn) -> Status[Kept]:
    """Make pictures of results. Asked again, the same pictures."""
    editor(request)
    generation = visible(request, uuid)
    topic = keep_requests.topic_named(request, {"topic": asked.topic})
    data = _as_sent(asked, generation, topic)
    pictures = keep_requests.keep_asked(request, generation, data, topic)
    rows = zip(pictures, asked.choices, strict=True)
    return Status(201, Kept(items=[_kept(picture, choice.result) for picture, choice in rows]))


@router.post(
    "/generations/{uuid:uuid}/discard",
    response=Discarded,
    auth=MEMBER(Scope.GENERATE),
    operation_id="discard_results",
)
@answered
def discard(request: HttpRequest, uuid: UUID, asked: DiscardIn) -> Discarded:
    """Remove files of results for good. One that is kept is not discarded (409)."""
    user = editor(request)
    results = results_by_index(visible(request, uuid), asked.results)
    for result in results:
        discard_result(result=result, user=user)
    return Discarded(discarded=[result.index for result in results])


def _as_sent(asked: KeepIn, generation: Generation, topic: Page) -> dict[str, Any]:
    """As the dialog sends it, with what it would have proposed."""
    moment = asked.go_live_at
    if moment is not None and timezone.is_aware(moment):
        moment = timezone.make_naive(moment)
    return {
        "action": asked.action,
        "licence": asked.licence,
        "recipe_visibility": asked.recipe_visibility or default_visibility(topic),
        "go_live_at": moment.isoformat(timespec="seconds") if moment else "",
        "choices": [_words(choice, generation) for choice in asked.choices],
    }


def _words(choice: Choice, generation: Generation) -> dict[str, Any]:
    by_index = {result.index: result for result in generation.tray}
    result = by_index.get(choice.result)
    proposed = dict(keeping.proposals(result)) if result else {}
    said = choice.model_dump(exclude_none=True)
    return {"title": "", "alt_text": "", "tags": [], **proposed, **said}


def _kept(picture: PicturePage, index: int) -> KeptPicture:
    return KeptPicture(
        id=picture.pk,
        result=index,
        title=picture.get_admin_display_title(),
        is_public=picture.live,
        url=whole(picture.get_url() or "") if picture.live else "",
    )
