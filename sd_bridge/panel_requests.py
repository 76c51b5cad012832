"""What the panel and the workspace send, read and checked: pages, generations, results, fields."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.models import Page

from sd_bridge.access import may_generate, may_see
from sd_bridge.forms import GenerationForm
from sd_bridge.json_views import BadRequest, read_object
from sd_bridge.models import Generation, Result

LARGEST_KEY = 2**31 - 1  # of a row; databases refuse larger ones with an error of their own


def editor(request: HttpRequest) -> AbstractUser:
    """Who asks; `json_view` has turned everyone else away."""
    return cast(AbstractUser, request.user)


def page_or_403(request: HttpRequest, page_id: int) -> Page:
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_generate(request.user, page):
        raise PermissionDenied
    return page


def generation_or_403(request: HttpRequest, uuid: UUID) -> Generation:
    generation = get_object_or_404(
        Generation.objects.select_related("page").with_results(), uuid=uuid
    )
    if not may_see(request.user, generation):
        raise PermissionDenied
    return generation


def result_or_404(request: HttpRequest, uuid: UUID, index: int) -> Result:
    """One picture that is still in the tray of a generation the editor may see."""
    generation = generation_or_403(request, uuid)
    found = [result for result in generation.tray if result.index == index]
    if not found:
        raise Http404
    return found[0]


def named_result(request: HttpRequest, name: object) -> Result:
    """The result called `<uuid>/<index>`. Raises `BadRequest`, `Http404`, `PermissionDenied`."""
    uuid, _slash, index = str(name).partition("/")
    try:
        return result_or_404(request, UUID(uuid), int(index))
    except ValueError as error:
        raise unreadable() from error


def chosen_results(request: HttpRequest, generation: Generation) -> list[Result]:
    """Those whose numbers the body lists under `results`. Raises `BadRequest`."""
    indexes = read_object(request).get("results")
    if not isinstance(indexes, list) or not all(type(index) is int for index in indexes):
        raise unreadable()
    return results_by_index(generation, indexes)


def results_by_index(generation: Generation, indexes: list[int]) -> list[Result]:
    """Each once, in the order named; discarded ones too. Raises `BadRequest`."""
    if not indexes:
        raise BadRequest(_("Select a picture first."))
    results = {result.index: result for result in Result.objects.filter(generation=generation)}
    if any(index not in results for index in indexes):
        raise BadRequest(_("This is no longer there. Reload the page."))
    return [results[index] for index in dict.fromkeys(indexes)]


def key_in(data: dict[str, Any], name: str) -> int | None:
    """The primary key under `name`; None where it is empty. Raises `BadRequest`."""
    value = data.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not str(value).isascii() or not str(value).isdecimal():
        raise BadRequest(_("Please correct the marked fields."), {name: _("This is not there.")})
    if int(value) > LARGEST_KEY:
        raise BadRequest(_("Please correct the marked fields."), {name: _("This is not there.")})
    return int(value)


def cleaned(
    data: dict[str, Any], form_class: type[GenerationForm] = GenerationForm
) -> dict[str, Any]:
    """The fields of a request. Raises `BadRequest` with a sentence for each wrong one."""
    form = form_class(data)
    if not form.is_valid():
        raise BadRequest(_("Please correct the marked fields."), sentences(form.errors))
    return form.cleaned_data


def sentences(errors: Any) -> dict[str, str]:
    """A form's errors, one sentence a field."""
    return {name: " ".join(map(str, found)) for name, found in errors.items()}


def unreadable() -> BadRequest:
    return BadRequest(_("The request could not be read. Reload the page."))
