"""Links to originals that open without a log-in: made in the admin, opened by whoever has one."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from pictures.addresses import absolute
from pictures.file_views import may_see_original, private, stored_file
from pictures.models import GalleryImage
from pictures.signed_links import LinkExpiredError, is_signed, lifetime, signed_link

MADE = "pictures.signed_link"


@require_safe
def signed_original(request: HttpRequest, image_id: int) -> HttpResponseBase:
    """The file; 403 with an explanation once the link is too old, 404 for any other one."""
    image = get_object_or_404(GalleryImage, pk=image_id)
    try:
        if not is_signed(image, request.GET.get("signature", "")):
            raise Http404
    except LinkExpiredError:
        return private(render(request, "pictures/signed/expired.html", status=403))
    return private(stored_file(storages["private"], image.file.name))


@require_POST
def make_link(request: HttpRequest, image_id: int) -> HttpResponseBase:
    """A page of the admin with a new link, for who may see the file."""
    image = get_object_or_404(GalleryImage, pk=image_id)
    if not may_see_original(request, image):
        raise Http404
    log(image, MADE, user=request.user)
    edit = reverse("wagtailimages:edit", args=[image.pk])
    context = {
        "image": image,
        "link": absolute(signed_link(image)),
        "until": timezone.now() + lifetime(),
        "edit_url": edit,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": edit, "label": image.title},
            {"url": "", "label": _("Link to the file")},
        ],
    }
    return private(render(request, "pictures/signed/link.html", context))
