"""The level of one image, for scripts of the admin."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from pictures import sensitivity
from pictures.models import GalleryImage, Sensitivity


@require_http_methods(["GET", "HEAD", "POST"])
def image_sensitivity(request: HttpRequest, image_id: int) -> JsonResponse:
    """Tell it, or set it to what `level` says."""
    image = get_object_or_404(GalleryImage, pk=image_id)
    policy = policy_registry.get_by_type(GalleryImage)
    if not policy.user_has_any_permission_for_instance(request.user, ["choose", "change"], image):
        raise PermissionDenied
    may_change = sensitivity.may_change(request.user, image)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if request.POST.get("level") not in Sensitivity.values:
            return JsonResponse({"problem": _("This level is not known.")}, status=400)
        sensitivity.change_sensitivity(request.user, image, Sensitivity(request.POST["level"]))
    return JsonResponse({"level": image.sensitivity, "may_change": may_change})
