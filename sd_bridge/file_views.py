"""Results, previews and sources, for those who may see their generation; 404 for everyone else."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from pictures.file_views import private, stored_file
from pictures.models.gallery_image import private_storage
from sd_bridge.access import may_see
from sd_bridge.models import Generation, Result


@require_safe
def result_file(request: HttpRequest, uuid: UUID, index: int) -> HttpResponseBase:
    generation = _visible_generation(request, uuid)
    result = get_object_or_404(Result.objects.in_tray(), generation=generation, index=index)
    return _file(result.file.name)


@require_safe
def preview_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The newest one; gone as soon as the generation ends."""
    return _file(_visible_generation(request, uuid).preview.name)


@require_safe
def source_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The copy of the picture that a generation began with."""
    return _file(_visible_generation(request, uuid).source_file.name)


def _visible_generation(request: HttpRequest, uuid: UUID) -> Generation:
    generation = get_object_or_404(Generation.objects.select_related("page"), uuid=uuid)
    if not may_see(request.user, generation):
        raise Http404
    return generation


def _file(name: str | None) -> HttpResponseBase:
    if not name:
        raise Http404
    return private(stored_file(private_storage(), name))
