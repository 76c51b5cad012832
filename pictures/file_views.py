"""Files: public copies for everyone, originals for those who may."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage, storages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from pictures.models import GalleryImage

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
}
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition; its address is unguessable and never holds anything else."""
    response = stored_file(storages["default"], name)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def original_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """An original, for who sent it and who may choose or change it; 404 for everyone else."""
    image = GalleryImage.objects.filter(file=f"originals/{name}").first()
    if image is None or not may_see_original(request, image):
        raise Http404
    return private(stored_file(storages["private"], image.file.name))


def may_see_original(request: HttpRequest, image: GalleryImage) -> bool:
    """Whether who asks has sent the image, or may choose or change it."""
    user = request.user
    if user.is_authenticated and image.uploaded_by_user_id == user.pk:
        return True
    policy = policy_registry.get_by_type(GalleryImage)
    return policy.user_has_any_permission_for_instance(user, ["choose", "change"], image)


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep `response` out of every cache."""
    response["Cache-Control"] = "private, no-store"
    return response


def stored_file(storage: Storage, name: str) -> FileResponse:
    """The file `name` of `storage` with its exact type; 404 where there is none."""
    content_type = CONTENT_TYPES.get(PurePosixPath(name).suffix.lower())
    try:
        if content_type is None or not storage.exists(name):
            raise Http404
        response = FileResponse(storage.open(name), content_type=content_type)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Content-Disposition"] = "inline"
    return response
