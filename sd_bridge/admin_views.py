"""What the Generate panel asks for: start, look, cancel, run again, keep, discard, lists."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.models import PicturePage
from sd_bridge.access import may_generate, may_see
from sd_bridge.chosen_image import chosen_image
from sd_bridge.engine_lists import describe_engine
from sd_bridge.forms import GenerationForm
from sd_bridge.generating import (
    cancel_generation,
    discard_result,
    request_generation,
    run_again,
)
from sd_bridge.json_views import BadRequest, json_view, read_object
from sd_bridge.keeping import keep_for_picture, keep_for_topic
from sd_bridge.models import Generation, Result
from sd_bridge.panel_state import describe, describe_page
from sd_bridge.refusals import PageGone
from topics.models import TopicPage


@json_view("GET", "HEAD", "POST")
def page_generations(request: HttpRequest, page_id: int) -> JsonResponse:
    """GET: the page's recent generations. POST: ask for a new one."""
    page = _page_or_403(request, page_id)
    if request.method == "POST":
        generation = request_generation(user=_editor(request), page=page, **_asked(request))
        return JsonResponse({"id": str(generation.uuid)}, status=201)
    return JsonResponse({"generations": describe_page(page, for_topic=_is_topic(page))})


@json_view("GET", "HEAD")
def state(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """One generation, as the panel shows it."""
    generation = _generation_or_403(request, uuid)
    [described] = describe([generation], for_topic=_is_topic(generation.page))
    return JsonResponse(described)


@json_view("POST")
def cancel(request: HttpRequest, uuid: UUID) -> JsonResponse:
    generation = _generation_or_403(request, uuid)
    generation = cancel_generation(generation=generation, user=_editor(request))
    return JsonResponse({"id": str(generation.uuid), "state": generation.state})


@json_view("POST")
def again(request: HttpRequest, uuid: UUID) -> JsonResponse:
    generation = _generation_or_403(request, uuid)
    repeated = run_again(generation=generation, user=_editor(request))
    return JsonResponse({"id": str(repeated.uuid)}, status=201)


@json_view("POST")
def keep(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """For a topic drafts under it; for a picture what its form takes over."""
    generation = _generation_or_403(request, uuid)
    results = _chosen_results(request, generation)
    page = generation.page and generation.page.specific
    if isinstance(page, TopicPage):
        drafts = [
            keep_for_topic(result=each, topic=page, user=_editor(request)) for each in results
        ]
        return JsonResponse({"kept": [draft.pk for draft in drafts]})
    if not isinstance(page, PicturePage):
        raise PageGone
    if len(results) > 1:
        raise BadRequest(_("A picture takes one result."))
    image = keep_for_picture(result=results[0], user=_editor(request))
    return JsonResponse({"picture": chosen_image(request, image)})


@json_view("POST")
def discard(request: HttpRequest, uuid: UUID) -> JsonResponse:
    generation = _generation_or_403(request, uuid)
    results = _chosen_results(request, generation)
    for result in results:
        discard_result(result=result, user=_editor(request))
    return JsonResponse({"discarded": [result.index for result in results]})


@json_view("GET", "HEAD")
def lists(request: HttpRequest) -> JsonResponse:
    """What the engine offers, or in words why it is not known."""
    return JsonResponse(describe_engine())


def _page_or_403(request: HttpRequest, page_id: int) -> Page:
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_generate(request.user, page):
        raise PermissionDenied
    return page


def _generation_or_403(request: HttpRequest, uuid: UUID) -> Generation:
    generation = get_object_or_404(
        Generation.objects.select_related("page").with_results(), uuid=uuid
    )
    if not may_see(request.user, generation):
        raise PermissionDenied
    return generation


def _editor(request: HttpRequest) -> AbstractUser:
    """Who asks; `json_view` has turned everyone else away."""
    return cast(AbstractUser, request.user)


def _is_topic(page: Page | None) -> bool:
    return page is not None and issubclass(page.specific_class or Page, TopicPage)


def _asked(request: HttpRequest) -> dict[str, Any]:
    form = GenerationForm(read_object(request))
    if not form.is_valid():
        fields = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
        raise BadRequest(_("Please correct the marked fields."), fields)
    return form.cleaned_data


def _chosen_results(request: HttpRequest, generation: Generation) -> list[Result]:
    indexes = read_object(request).get("results")
    if not isinstance(indexes, list) or not all(type(index) is int for index in indexes):
        raise BadRequest(_("The request could not be read. Reload the page."))
    if not indexes:
        raise BadRequest(_("Select a picture first."))
    results = {result.index: result for result in Result.objects.filter(generation=generation)}
    if any(index not in results for index in indexes):
        raise BadRequest(_("This is no longer there. Reload the page."))
    return [results[index] for index in dict.fromkeys(indexes)]
