"""The page where members fetch what the site knows of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.exporting import archive, gather
from accounts.requests import user_of
from limits.checking import spend


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """Tells what will be in it; a POST fetches it."""
    if request.method != "POST":
        return render(request, "account/export.html")
    spend("export", request)
    return download(request)


def download(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    rows, files = gather(user_of(request))
    response = StreamingHttpResponse(archive(rows, files), content_type="application/zip")
    name = f"hkpictures-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
