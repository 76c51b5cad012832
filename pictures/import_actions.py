"""What an editor does with imported files: begin, describe, decide, register, try again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.import_answers import batch_or_403, editor, import_view
from pictures.import_rows import FILTERS
from pictures.importing import batches, editing, registering
from pictures.json_answers import BadRequest, read_object
from pictures.models import ImportBatch, ImportFile, Licence

MAX_TITLE, MAX_ALT, MAX_TAGS, MAX_TAG = 255, 300, 30, 100


@import_view("POST")
def start(request: HttpRequest) -> JsonResponse:
    """A new batch with the options of the screen."""
    batch = batches.start_batch(user=editor(request), **_options(read_object(request)))
    return JsonResponse(
        {"id": str(batch.uuid), "url": reverse("import:batch", args=[batch.uuid])}, status=201
    )


@import_view("POST")
def options(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """New options: for files still to come, and for those here that had the former ones."""
    batch = batch_or_403(request, uuid)
    former = {"topic": batch.topic, "licence": batch.licence, "publish": batch.publish}
    wanted = {**former, **_options(read_object(request))}
    for name, value in wanted.items():
        if value == former[name]:
            continue
        rows = batch.files.filter(state__in=editing.EDITABLE, **{name: former[name]})
        editing.edit_files(editor(request), rows, **{name: value})
        setattr(batch, name, value)
    batch.save(update_fields=["topic", "licence", "publish"])
    return JsonResponse({})


@import_view("POST")
def edit(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Change words, topic or licence of the chosen files."""
    _batch, rows, asked = _chosen(request, uuid)
    changes = _changes(asked.get("changes"))
    return JsonResponse({"count": len(editing.edit_files(editor(request), rows, **changes))})


@import_view("POST")
def decide(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Import or leave out pictures that nearly equal others."""
    _batch, rows, asked = _chosen(request, uuid)
    decision = asked.get("decision")
    if decision not in ("import", "skip"):
        raise _unreadable()
    return JsonResponse({"count": len(editing.decide_near(editor(request), rows, decision))})


@import_view("POST")
def leave_out(request: HttpRequest, uuid: UUID) -> JsonResponse:
    _batch, rows, _asked = _chosen(request, uuid)
    return JsonResponse({"count": len(editing.leave_out(editor(request), rows))})


@import_view("POST")
def retry(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Try failed files again. Those that were refused when they were read are not kept."""
    _batch, rows, _asked = _chosen(request, uuid)
    tried = editing.retry(editor(request), rows)
    if not tried:
        raise BadRequest(_("The failed files are not kept. Bring them again."))
    return JsonResponse({"count": len(tried)})


@import_view("POST")
def register(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """Make pages of the chosen files, in the background."""
    batch, rows, _asked = _chosen(request, uuid)
    return JsonResponse({"count": registering.register(editor(request), batch, rows)})


def _chosen(
    request: HttpRequest, uuid: UUID
) -> tuple[ImportBatch, QuerySet[ImportFile], dict[str, Any]]:
    """The batch, its files named by `files` (ids) or `all` (a filter's name), and the body."""
    batch = batch_or_403(request, uuid)
    asked = read_object(request)
    everything = asked.get("all")
    if isinstance(everything, str) and everything in FILTERS:
        return batch, batch.files.filter(state__in=FILTERS[everything]), asked
    named = asked.get("files")
    if not isinstance(named, list) or not named:
        raise BadRequest(_("Select a file first."))
    try:
        ids = [UUID(each) for each in named]
    except (TypeError, ValueError, AttributeError) as error:
        raise _unreadable() from error
    return batch, batch.files.filter(uuid__in=ids), asked


def _options(asked: dict[str, Any]) -> dict[str, Any]:
    """Those of `topic`, `licence` and `publish` that were sent."""
    found: dict[str, Any] = {}
    if "topic" in asked:
        found["topic"] = _topic(asked["topic"])
    if "licence" in asked:
        found["licence"] = _licence(asked["licence"])
    if "publish" in asked:
        found["publish"] = asked["publish"] is True
    return found


def _changes(asked: Any) -> dict[str, Any]:
    """What is to be changed; what was not sent stays as it is. Raises `BadRequest`."""
    if not isinstance(asked, dict):
        raise _unreadable()
    found: dict[str, Any] = _options({key: asked[key] for key in asked if key != "publish"})
    for name, limit in (("title", MAX_TITLE), ("alt_text", MAX_ALT)):
        if name in asked:
            if not isinstance(asked[name], str) or len(asked[name]) > limit:
                raise BadRequest(_("At most %(limit)s characters are possible.") % {"limit": limit})
            found[name] = " ".join(asked[name].split())
    for name in ("tags", "add_tags"):
        if name in asked:
            found[name] = _tags(asked[name])
    if not found:
        raise BadRequest(_("Nothing to change. Fill in a field first."))
    return found


def _tags(words: Any) -> list[str]:
    if not isinstance(words, str):
        raise _unreadable()
    tags = list(dict.fromkeys(filter(None, (" ".join(w.split()) for w in words.split(",")))))
    if len(tags) > MAX_TAGS or any(len(tag) > MAX_TAG for tag in tags):
        raise BadRequest(_("These are too many tags, or one is too long."))
    return tags


def _topic(value: Any) -> Page | None:
    """Whether the editor may add pictures there is asked by whoever changes the rows."""
    if value in (None, ""):
        return None
    if not str(value).isascii() or not str(value).isdigit() or len(str(value)) > 10:
        raise _unreadable()
    return get_object_or_404(Page, pk=int(value))


def _licence(value: Any) -> str:
    if value not in Licence.values:
        raise _unreadable()
    return value


def _unreadable() -> BadRequest:
    return BadRequest(_("The request could not be read. Reload the page."))
