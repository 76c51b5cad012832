"""What the API answers when something is not done: RFC 9457 `application/problem+json`.

    raise Problem(404, "not_found")
    raise Problem(422, "comment_refused", _("Please write something."))

`code` is stable and for programs, `title` and `detail` are for people, in their language.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:hkpictures:problem:"

# Every code, with what is said of it where nothing more is known.
TITLES: dict[str, str | Promise] = {
    "sign_in": _("Sign in, or send an access token."),
    "token_unknown": _("This access token is not known, or was revoked."),
    "token_expired": _("This access token has expired."),
    "scope_missing": _("This access token is not allowed to do that."),
    "csrf": _("The CSRF token is missing or wrong."),
    "forbidden": _("You may not do that."),
    "not_found": _("There is nothing here, or nothing that you may see."),
    "method": _("This address does not know that method."),
    "unreadable": _("The body of the request cannot be read."),
    "too_large": _("The body of the request is too large."),
    "invalid": _("Something in the request is not as it should be."),
    "refused": _("This was not done."),
    "conflict": _("Something else has changed it meanwhile."),
    "too_wide": _("That takes too long to find. Narrow it down."),
    "too_many": _("That was a lot at once."),
    "cannot_count": _("Nobody can tell how much was done. Try again."),
    "idempotency_key_reused": _("This Idempotency-Key came with another request before."),
    "idempotency_key_busy": _("The first request with this Idempotency-Key is still worked on."),
    "idempotency_key_invalid": _("An Idempotency-Key has 1 to 255 printable characters."),
    "unavailable": _("That does not work now. Try again later."),
    "broken": _("Something went wrong here. It has been noted."),
    "version_missing": _("Say in If-Match which version you have read."),
    "changed_meanwhile": _("Somebody has changed it meanwhile. Read it again."),
    "locked": _("It is locked, or in moderation."),
    "no_engine": _("No picture engine is set up."),
    "queue_full": _("Too many of your requests wait or run."),
    "quota_used_up": _("Your pictures of today are used up."),
    "gone": _("It is no longer there."),
    "taking_part": _("You may not take part in this now."),
}


class Problem(Exception):  # noqa: N818 - reads as what it is
    """Answered with `status`; `more` are further members, such as `errors`. `code` is in TITLES."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(f"{status} {code}")
        if code not in TITLES:
            raise KeyError(code)
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.more = headers or {}, more


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    body = {
        "type": f"{TYPE}{problem.code}",
        "title": str(TITLES[problem.code]),
        "status": problem.status,
        "code": problem.code,
        **({"detail": str(problem.detail)} if problem.detail else {}),
        **problem.more,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=problem.headers,
    )
    response["Cache-Control"] = "private, no-store"
    return response
