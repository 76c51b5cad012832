"""The dialog that makes pictures of results: what it offers, what it proposes, what it sends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from pictures.models import Licence, PicturePage, RecipeVisibility
from pictures.publishing import default_visibility
from sd_bridge import keep_requests, keeping
from sd_bridge.absence import absent_everywhere
from sd_bridge.json_views import json_view, read_object
from sd_bridge.keep_forms import ACTIONS, options, topic_options
from sd_bridge.models import Result
from sd_bridge.panel_requests import (
    editor,
    generation_or_403,
    key_in,
    result_or_404,
)
from topics.models import TopicPage


@json_view("GET", "HEAD")
def keep_options(request: HttpRequest) -> JsonResponse:
    """Topics the editor may add to, what she may do in the one named, and what else is chosen."""
    topics = topics_of(request)
    wanted = [key_in({"topic": value}, "topic") for value in request.GET.getlist("topic")]
    by_key = {topic.pk: topic for topic in topics}
    chosen = next((by_key[key] for key in wanted if key in by_key), next(iter(topics), None))
    actions = keeping.actions_for(editor(request), chosen) if chosen else []
    return JsonResponse(
        {
            "topics": topic_options(topics),
            "topic": chosen.pk if chosen else None,
            "actions": options((name, ACTIONS[name]) for name in actions),
            "licence": str(Licence.CC_BY),
            "licences": options(Licence.choices),
            # "" where the topic asks for nothing special: what was chosen last is as good.
            "visibility": _stricter(default_visibility(chosen)) if chosen else "",
            "visibilities": options(RecipeVisibility.choices),
        }
    )


def _stricter(visibility: str) -> str:
    return "" if visibility == RecipeVisibility.PUBLIC else visibility


@json_view("GET", "HEAD")
def proposals(request: HttpRequest, uuid: UUID, index: int) -> JsonResponse:
    """Title, alternative text and tags for a result, from what was asked; pictures like it.

    `absent` is why no engine can be asked what is to be seen in it, "" where one can.
    """
    result = result_or_404(request, uuid, index)
    return JsonResponse(
        {
            **keeping.proposals(result),
            "duplicates": _twins(result),
            "absent": absent_everywhere("interrogate"),
        }
    )


@json_view("GET", "HEAD")
def duplicates(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Pictures of the gallery that look like a result, by the result's number."""
    generation = generation_or_403(request, uuid)
    found = {result.index: _twins(result) for result in generation.tray if not result.is_kept}
    return JsonResponse({"duplicates": {key: images for key, images in found.items() if images}})


@json_view("POST")
def keep_many(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """All of the chosen results become pictures of one topic, or none does."""
    generation = generation_or_403(request, uuid)
    data = read_object(request)
    topic = keep_requests.topic_named(request, data)
    pictures = keep_requests.keep_asked(request, generation, data, topic)
    return JsonResponse(
        {
            "kept": [_described(picture) for picture in pictures],
            "message": _message(data["action"], len(pictures), topic),
        }
    )


def topics_of(request: HttpRequest) -> list[Page]:
    allowed = PagePermissionPolicy().instances_user_has_permission_for(editor(request), "add")
    return list(TopicPage.objects.filter(pk__in=allowed.order_by().values("pk")).order_by("title"))


def _twins(result: Result) -> list[dict[str, str]]:
    return [
        {"title": image.title, "url": reverse("wagtailimages:edit", args=[image.pk])}
        for image in keeping.duplicates_of(result)
    ]


def _described(picture: PicturePage) -> dict[str, Any]:
    return {
        "id": picture.pk,
        "title": picture.get_admin_display_title(),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[picture.pk]),
        "url": (picture.get_url() or "") if picture.live else "",
    }


def _message(action: str, count: int, topic: Page) -> str:
    words = {"count": count, "topic": topic.get_admin_display_title()}
    match action:
        case "publish":
            text = ngettext(
                "%(count)s picture was published in “%(topic)s”.",
                "%(count)s pictures were published in “%(topic)s”.",
                count,
            )
        case "submit":
            text = ngettext(
                "%(count)s picture of “%(topic)s” was submitted for moderation.",
                "%(count)s pictures of “%(topic)s” were submitted for moderation.",
                count,
            )
        case "schedule":
            text = ngettext(
                "%(count)s picture of “%(topic)s” will be published at the time you chose.",
                "%(count)s pictures of “%(topic)s” will be published at the time you chose.",
                count,
            )
        case _:
            text = ngettext(
                "%(count)s draft was put into “%(topic)s”.",
                "%(count)s drafts were put into “%(topic)s”.",
                count,
            )
    return text % words
