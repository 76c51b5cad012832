"""Switching a kind of mail off from the mail itself: no log-in, one press."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.answering import private
from community.mailing import KINDS, read_stop_token, stop


@csrf_exempt  # mail programs send it, with nothing but the signed address (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """POST switches it off; GET asks, since programs that look at mails follow their links."""
    found = read_stop_token(token)
    if found is None:
        raise Http404
    user_id, kind = found
    if request.method == "POST":
        stop(user_id, kind)
    context = {"kind": KINDS[kind].words, "is_stopped": request.method == "POST"}
    response = private(render(request, "community/stop_mail.html", context))
    response["Referrer-Policy"] = "no-referrer"
    return response
