"""What stands beside the operations below `/api/`: the schema, its page, and nothing at all."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from config.api import api
from rest.authentication import count
from rest.frame import conditional


def schema_text() -> str:
    """The OpenAPI document as it is served and committed."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2, default=str) + "\n"


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(schema_text(), content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return conditional(request, response)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI from our own files: the strict policy holds, and nobody else is asked."""
    settings = {
        "url": reverse("api_schema"),
        "layout": "BaseLayout",
        "deepLinking": True,
        "defaultModelsExpandDepth": 0,
        "tryItOutEnabled": False,
    }
    return render(request, "api_docs.html", {"swagger_settings": settings})


@csrf_exempt
def unknown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Counted, as whoever asks for anything is."""
    count(request)
    raise Http404
