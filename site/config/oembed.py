"""oEmbed: how other sites show a picture of ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from home.models import HomePage
from home.routing import find_page
from pictures.addresses import canonical_address
from pictures.copies import Copy, grid_copies
from pictures.marking import picture_statement
from pictures.models import LICENCE_URLS, Licence, PicturePage
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import site_of
from pictures.whole_copies import elsewhere_url, whole_copies

CACHE_SECONDS = 3600
LONGEST = 2000  # of an address that is asked for


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What the picture at `url` is; 404 where there is none in public, 501 for XML."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON.", status=501, content_type="text/plain; charset=utf-8")
    picture = _picture_at(request, request.GET.get("url", ""))
    if picture is None:
        raise Http404
    largest = _within(_copies(picture), _bound(request, "maxwidth"), _bound(request, "maxheight"))
    response = JsonResponse(_answer(picture, largest))
    response["Access-Control-Allow-Origin"] = "*"
    return same_for_everyone(response)


def _picture_at(request: HttpRequest, url: str) -> PicturePage | None:
    """The public picture at an address of this site, in either language."""
    parts = _split(url)
    site = site_of(request, beside="root_page__homepage")
    home: HomePage | None = getattr(site.root_page, "homepage", None) if site else None
    if parts is None or home is None:
        return None
    if parts.netloc not in {urlsplit(settings.BASE_URL).netloc, request.get_host()}:
        return None
    components = [unquote(part) for part in parts.path.split("/") if part]
    if components[:1] == ["en"]:
        components = components[1:]
    page = find_page(home, components) if components else None
    if not isinstance(page, PicturePage):
        return None
    standing = page.standing_now()
    hidden = standing.withdrawn or standing.maybe_restricted or standing.listed_at is None
    return None if hidden else page


def _split(url: str) -> SplitResult | None:
    if len(url) > LONGEST or "\0" in unquote(url):
        return None
    try:
        return urlsplit(url)
    except ValueError:  # a host that nobody can read
        return None


def _copies(picture: PicturePage) -> list[Copy]:
    """The whole picture, then the ones that are cut to its format, the largest first."""
    whole = whole_copies([picture.image_id])
    fills = grid_copies([(picture.image_id or 0, picture.format)])
    found = [copy for sources in fills.values() for copy in sources.by_format.get("jpeg", [])]
    smaller = [Copy(elsewhere_url(each.url), each.width, each.height) for each in found]
    return [*whole.values(), *sorted(smaller, key=lambda copy: -copy.width)]


def _within(copies: list[Copy], width: int | None, height: int | None) -> Copy | None:
    return next(
        (
            copy
            for copy in copies
            if (width is None or copy.width <= width) and (height is None or copy.height <= height)
        ),
        None,
    )


def _bound(request: HttpRequest, name: str) -> int | None:
    """What cannot be read bounds nothing."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _answer(picture: PicturePage, copy: Copy | None) -> dict[str, Any]:
    """Of type photo, or link where no copy is small enough."""
    language = picture.content_language
    with translation.override(language):
        licence = Licence(picture.licence)
        told: dict[str, Any] = {
            "version": "1.0",
            "type": "photo" if copy else "link",
            "title": picture.title,
            "provider_name": settings.WAGTAIL_SITE_NAME,
            "provider_url": f"{settings.BASE_URL}/",
            "cache_age": CACHE_SECONDS,
            "web_page": canonical_address(picture, language),
            "alt_text": picture.alt_text,
            "language": language,
            "license": str(licence.label),
        }
    if author := picture.author_name or (picture.author and picture.author.public_name):
        told["author_name"] = author
    if licence in LICENCE_URLS:
        told["license_url"] = LICENCE_URLS[licence]
    if source_type := picture_statement(picture).source_type:
        told["digital_source_type"] = source_type
    if copy:
        told |= {"url": copy.url, "width": copy.width, "height": copy.height}
    return told
