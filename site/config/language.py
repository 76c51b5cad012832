"""The address decides the language, whatever the browser prefers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path, get_language_from_request

API = "/api/"  # programs say what they read; their addresses name no language


class AddressLanguageMiddleware:
    """English below `/en/`, what a program prefers below `/api/`, the default language elsewhere.

    Django's own middleware would answer `Vary: Accept-Language` on addresses that never vary.
    The personal addresses of `/me/state/` and the like take the page's language from `lang=`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(API):
            language = get_language_from_request(request)
        else:
            language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
