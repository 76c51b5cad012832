"""Images on screens of the admin: the small copies that only editors see."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.permissions import policy_registry

from pictures.file_views import private
from pictures.intake import IntakeError
from pictures.models import GalleryImage

SPEC = "max-640x640|format-webp"


@require_safe
def thumbnail(request: HttpRequest, image_id: int) -> HttpResponseBase:
    """To Wagtail's own copy of an image, made when it is first asked for; 404 without a file."""
    image = get_object_or_404(GalleryImage, pk=image_id)
    policy = policy_registry.get_by_type(GalleryImage)
    if not policy.user_has_any_permission_for_instance(request.user, ["choose", "change"], image):
        raise PermissionDenied
    try:
        rendition = image.get_rendition(SPEC)
    except (IntakeError, InvalidFilterSpecError, OSError) as error:
        raise Http404 from error
    return private(redirect(rendition.url))
