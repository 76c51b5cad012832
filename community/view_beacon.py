"""What a public page's script tells: that it was looked at. No cookie, no address, no name."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from community.view_counting import note_view
from limits.checking import spend

# Programs that run scripts and say what they are; those that say nothing are none of a browser's.
_ROBOT = re.compile(
    r"bot\b|bot[/;]|crawl|spider|slurp|headless|lighthouse|pagespeed|preview|monitor|scrap"
    r"|python|curl|wget|phantom|puppeteer|playwright|selenium|facebookexternalhit|mediapartners",
    re.IGNORECASE,
)


@csrf_exempt  # it changes a number and nothing else; a kept page holds no token
@require_POST
def count_view(request: HttpRequest) -> HttpResponse:
    """Always 204, whatever the number names: the answer tells nothing of what is there."""
    page = request.POST.get("page", "")
    if _is_page(page) and _is_visitor(request):
        spend("view", request)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            note_view(int(page))
    answer = HttpResponse(status=204)
    answer["Cache-Control"] = "no-store"
    return answer


def _is_page(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,18}", text) is not None


def _is_visitor(request: HttpRequest) -> bool:
    """A browser that shows our own page, as far as it says."""
    agent = request.headers.get("User-Agent", "")
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return from_here and agent.startswith("Mozilla/") and not _ROBOT.search(agent)
