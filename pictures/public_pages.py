"""How a view declares that its answer is the same for everyone."""

from django.http import HttpRequest, HttpResponse

_MARK = "_same_for_everyone"
PUBLIC = {200, 410}  # 410: of a picture that was public once


def same_for_everyone(response: HttpResponse) -> HttpResponse:
    """Declare `response` public; the view must have printed nothing personal."""
    setattr(response, _MARK, True)
    return response


def is_public_response(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether shared caches may keep this answer."""
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code in PUBLIC
        and getattr(response, _MARK, False)
        and not {"private", "no-store"}.intersection(_directives(response))
    )


def _directives(response: HttpResponse) -> list[str]:
    return [part.strip().lower() for part in response.get("Cache-Control", "").split(",")]
