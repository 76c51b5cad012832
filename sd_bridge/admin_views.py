"""What the Generate panel asks for: start, look, cancel, run again, keep, discard, lists."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.models import PicturePage
from sd_bridge.chosen_image import chosen_image
from sd_bridge.engine_lists import describe_engine
from sd_bridge.generating import cancel_generation, discard_result, run_again
from sd_bridge.json_views import BadRequest, json_view
from sd_bridge.keeping import keep_for_picture, keep_for_topic
from sd_bridge.panel_requests import chosen_results, editor, generation_or_403, page_or_403
from sd_bridge.panel_state import describe, describe_page
from sd_bridge.refusals import PageGone
from sd_bridge.starting import start
from topics.models import TopicPage


@json_view("GET", "HEAD", "POST")
def page_generations(request: HttpRequest, page_id: int) -> JsonResponse:
    """GET: the page's recent generations. POST: ask for a new one."""
    page = page_or_403(request, page_id)
    if request.method == "POST":
        return JsonResponse({"id": str(start(request, page).uuid)}, status=201)
    return JsonResponse({"generations": describe_page(page, purpose=_purpose(page))})


@json_view("GET", "HEAD")
def state(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """One generation, as the panel shows it."""
    generation = generation_or_403(request, uuid)
    [described] = describe([generation], purpose=_purpose(generation.page))
    return JsonResponse(described)


@json_view("POST")
def cancel(request: HttpRequest, uuid: UUID) -> JsonResponse:
    generation = generation_or_403(request, uuid)
    generation = cancel_generation(generation=generation, user=editor(request))
    return JsonResponse({"id": str(generation.uuid), "state": generation.state})


@json_view("POST")
def again(request: HttpRequest, uuid: UUID) -> JsonResponse:
    generation = generation_or_403(request, uuid)
    repeated = run_again(generation=generation, user=editor(request))
    return JsonResponse({"id": str(repeated.uuid)}, status=201)


@json_view("POST")
def keep(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """For a topic drafts under it; for a picture what its form takes over."""
    generation = generation_or_403(request, uuid)
    results = chosen_results(request, generation)
    page = generation.page and generation.page.specific
    if isinstance(page, TopicPage):
        drafts = [keep_for_topic(result=each, topic=page, user=editor(request)) for each in results]
        return JsonResponse({"kept": [draft.pk for draft in drafts]})
    if not isinstance(page, PicturePage):
        raise PageGone
    if len(results) > 1:
        raise BadRequest(_("A picture takes one result."))
    image = keep_for_picture(result=results[0], user=editor(request))
    return JsonResponse({"picture": chosen_image(request, image)})


@json_view("POST")
def discard(request: HttpRequest, uuid: UUID) -> JsonResponse:
    generation = generation_or_403(request, uuid)
    results = chosen_results(request, generation)
    for result in results:
        discard_result(result=result, user=editor(request))
    return JsonResponse({"discarded": [result.index for result in results]})


@json_view("GET", "HEAD")
def lists(request: HttpRequest) -> JsonResponse:
    """What the engine offers, or in words why it is not known."""
    return JsonResponse(describe_engine(request.GET.get("engine", "")))


def _purpose(page: Page | None) -> str:
    """Which of the panels the page has."""
    is_picture = page is not None and issubclass(page.specific_class or Page, PicturePage)
    return "picture" if is_picture else "topic"
