"""Downloads of a picture, for whoever may see its page."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from limits.checking import spend
from pictures.downloads import Kind, download_of, make
from pictures.file_views import SANDBOX
from pictures.intake import IntakeError
from pictures.models import PicturePage
from pictures.recipe_files import is_shown

logger = logging.getLogger(__name__)


@require_safe
def download(request: HttpRequest, page_id: int, kind: str) -> HttpResponseBase:
    """The file; 404 where the page may not be seen, or where it is not offered.

    Browsers keep it and ask whether it is still the same, which costs nothing here.
    """
    pictures = PicturePage.objects.select_related("image", "author")
    picture = pictures.filter(pk=page_id, live=True).first()
    if kind not in list(Kind) or picture is None or not is_shown(request, picture):
        raise Http404
    wanted = download_of(picture, Kind(kind))
    if wanted is None:
        raise Http404
    known = get_conditional_response(request, etag=wanted.etag)
    if known is not None:
        return _for_this_visitor(known, wanted.etag)
    spend("download", request)
    try:
        data = make(wanted)
    except (IntakeError, FileNotFoundError) as error:
        logger.exception("The original of picture %s cannot be read", picture.pk)
        raise Http404 from error
    response = HttpResponse(data, content_type=wanted.content_type)
    response["Content-Disposition"] = content_disposition_header(True, wanted.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Robots-Tag"] = "noindex"
    return _for_this_visitor(response, wanted.etag)


def _for_this_visitor(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """No shared cache may keep it: the page can be closed to others at any moment."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
