"""A cookie that tells scripts whether asking `/me/state/` is worth it. It proves nothing."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NAME = "hkp_member"
PERSONAL = ("/accounts/", "/me/", "/admin/")


class HintCookieMiddleware:
    """Sets the hint after log-in and takes it away after log-out.

    Only personal addresses are looked at: they know who asks anyway, public pages must not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        path = request.path_info.removeprefix("/en")
        if not path.startswith(PERSONAL):
            return response
        is_member = getattr(request, "user", None) is not None and request.user.is_authenticated
        if is_member and NAME not in request.COOKIES:
            response.set_cookie(
                NAME,
                "1",
                max_age=settings.SESSION_COOKIE_AGE,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        elif not is_member and NAME in request.COOKIES:
            response.delete_cookie(NAME, samesite="Lax")
        return response
