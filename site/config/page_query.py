"""Which addresses are kept, and under which key: nobody fills the cache with unknown ones."""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest

# What lists and searches understand. An address with anything else is answered anew each time.
KNOWN = frozenset(
    {
        *(
            "after",
            "before",
            "by",
            "colour",
            "format",
            "layout",
            "letter",
            "lora",
            "min_size",
            "model",
        ),
        *("period", "q", "sampler", "sort", "tab", "tag", "topic", "view"),
    }
)
# What advertisers and mail programs add; no page of ours means anything by it.
TRACKING = frozenset({"dclid", "fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "msclkid"})
LONGEST = 400
# Personal, never public, or files with an answer of their own.
ELSEWHERE = ("/admin/", "/me/", "/accounts/", "/files/", "/media/", "/documents/", "/api/")


def is_kept_here(request: HttpRequest) -> bool:
    """Whether the answer may come from the cache, and go there.

    Wagtail's previews ask with the address of the public page: they are never answered from here.
    """
    return (
        request.method in {"GET", "HEAD"}
        and not getattr(request, "is_dummy", False)
        and "HTTP_AUTHORIZATION" not in request.META
        and not _without_language(request.path_info).startswith(ELSEWHERE)
    )


def _without_language(path: str) -> str:
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            return path[len(code) + 1 :]
    return path


def tidy_query(request: HttpRequest) -> bool:
    """Put the parameters of the request in one order, without empty ones and those of trackers.

    Whether all of them are known; else the request is left as it came. Pages print their own
    address: what shares a key must have been asked in the same words.
    """
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return True
    if len(query) > LONGEST:
        return False
    try:
        pairs = parse_qsl(query, errors="strict", max_num_fields=30)
    except ValueError:
        return False
    pairs = [pair for pair in pairs if not _is_tracking(pair[0])]
    if not KNOWN.issuperset(name for name, _value in pairs):
        return False
    request.META["QUERY_STRING"] = urlencode(sorted(pairs, key=lambda pair: pair[0]))
    return True


def _is_tracking(name: str) -> bool:
    return name in TRACKING or name.startswith("utm_")


def page_key(request: HttpRequest, encoding: str) -> str | None:
    """What the answer depends on, after `tidy_query`; None for what no browser of ours asks."""
    fragment = request.META.get("HTTP_HX_REQUEST", "")
    target = request.META.get("HTTP_HX_TARGET", "")
    if len(fragment) > 8 or len(target) > 40:
        return None
    host = request._get_raw_host()  # type: ignore[attr-defined] # checked where the page is made
    parts = (
        *(request.scheme or "", host, request.get_port(), request.path),
        *(request.META.get("QUERY_STRING", ""), encoding, fragment, target),
    )
    return blake2b("\n".join(parts).encode(errors="replace"), digest_size=16).hexdigest()
