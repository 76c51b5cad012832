"""From what is sent to keep results to pictures of a topic: read, checked, kept together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.models import PicturePage
from sd_bridge import keeping
from sd_bridge.json_views import BadRequest
from sd_bridge.keep_forms import MAX_CHOICES, KeepChoiceForm, KeepForm
from sd_bridge.models import Generation, Result
from sd_bridge.panel_requests import editor, key_in, results_by_index, sentences, unreadable
from sd_bridge.refusals import KeepNotAllowed
from topics.models import TopicPage


def keep_asked(
    request: HttpRequest, generation: Generation, data: dict[str, Any], topic: Page
) -> list[PicturePage]:
    """All of the results that `data` names become pictures of `topic`, or none does.

    Raises `BadRequest`, and as `keeping.keep_results` does.
    """
    cleaned, choices = _checked(data, generation, topic, request)
    return keeping.keep_results(
        user=editor(request),
        choices=[keeping.KeepChoice(result=result, **values) for result, values in choices],
        topic=topic,
        **cleaned,
    )


def topic_named(request: HttpRequest, data: dict[str, Any]) -> Page:
    """The one that `data` names, if she may add pictures to it. Raises `BadRequest`."""
    key = key_in(data, "topic")
    topic = None if key is None else TopicPage.objects.filter(pk=key).first()
    if topic is None:
        raise BadRequest(_("Please correct the marked fields."), {"topic": _("Choose a topic.")})
    if not topic.permissions_for_user(editor(request)).can_add_subpage():
        raise KeepNotAllowed
    return topic


def _checked(
    data: dict[str, Any], generation: Generation, topic: Page, request: HttpRequest
) -> tuple[dict[str, Any], list[tuple[Result, dict[str, Any]]]]:
    """What holds for all, and each result with its words. Raises `BadRequest`."""
    given = _given_choices(data)
    form = KeepForm(data, actions=keeping.actions_for(editor(request), topic))
    fields = sentences(form.errors)
    is_draft = data.get("action") == "draft"
    values = []
    for place, words in enumerate(given):
        choice = KeepChoiceForm(words, is_draft=is_draft)
        fields |= {f"{place}.{name}": text for name, text in sentences(choice.errors).items()}
        values.append(choice.cleaned_data)
    if fields:
        raise BadRequest(_("Please correct the marked fields. Nothing was kept."), fields)
    results = results_by_index(generation, [words["result"] for words in given])
    return form.cleaned_data, list(zip(results, values, strict=True))


def _given_choices(data: dict[str, Any]) -> list[dict[str, Any]]:
    choices = data.get("choices")
    if not isinstance(choices, list) or len(choices) > MAX_CHOICES:
        raise unreadable()
    if not all(isinstance(each, dict) and type(each.get("result")) is int for each in choices):
        raise unreadable()
    if len({each["result"] for each in choices}) != len(choices):
        raise unreadable()
    return choices
