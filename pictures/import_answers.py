"""The import screen's answers: who may ask, and every foreseen error as a sentence in a 4xx."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pictures.importing.access import NotAllowedError, may_change, may_import
from pictures.importing.refusals import ImportRefusedError
from pictures.json_answers import guarded, problem
from pictures.models import ImportBatch, ImportFile


def import_view(*methods: str) -> Callable[..., Callable[..., HttpResponse]]:
    """A JSON view for whoever may import; GET and HEAD or POST."""
    return guarded(methods, may=may_import, refusal=_refusal)


def _refusal(error: Exception) -> JsonResponse | None:
    match error:
        case ImportRefusedError():
            return problem(str(error), 409)
        case PermissionDenied() | NotAllowedError():
            return problem(_("You are not allowed to import pictures here."), 403)
    return None


def editor(request: HttpRequest) -> AbstractUser:
    """Who asks; `import_view` has turned everyone else away."""
    return cast(AbstractUser, request.user)


def batch_or_403(request: HttpRequest, uuid: UUID) -> ImportBatch:
    batch = get_object_or_404(ImportBatch.objects.select_related("topic"), uuid=uuid)
    if not may_change(editor(request), batch):
        raise PermissionDenied
    return batch


def file_or_403(request: HttpRequest, uuid: UUID) -> ImportFile:
    found = get_object_or_404(
        ImportFile.objects.select_related("batch", "topic", "near_of", "duplicate_of", "twin"),
        uuid=uuid,
    )
    if not may_change(editor(request), found.batch):
        raise PermissionDenied
    return found
