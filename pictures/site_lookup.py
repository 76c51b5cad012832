"""The site a request asks for, found in a plain query."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from pictures.composed import composed


def site_of(request: HttpRequest, *, beside: str = "") -> Site | None:
    """`Site.find_for_request`, whose query takes longer to compose than most pages to list.

    `beside` names a relation that the one query brings along. Kept on the request under Wagtail's
    own name, so that Wagtail does not ask again.
    """
    if not hasattr(request, "_wagtail_site"):
        # `_get_raw_host` as in Wagtail: whether the host is allowed is asked elsewhere.
        hostname = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
        request._wagtail_site = choose(_sites(beside), hostname, int(request.get_port()))  # type: ignore[attr-defined]
    return request._wagtail_site  # type: ignore[attr-defined]


@composed
def _sites(beside: str) -> QuerySet[Site]:
    sites = Site.objects.order_by()
    return sites.select_related(beside) if beside else sites


def home_id_of(request: HttpRequest) -> int:
    """The home page of the site a request asks for; Http404 where no site answers."""
    site = site_of(request)
    if site is None:
        raise Http404
    return site.root_page_id


def choose(sites: Iterable[Site], hostname: str, port: int) -> Site | None:
    """Wagtail's rule of which site answers at `hostname` and `port`.

    This host and port; else the default if it is this host; else the only other one of this host;
    else the default.
    """
    named = [site for site in sites if site.hostname == hostname or site.is_default_site]
    same_host = [site for site in named if site.hostname == hostname]
    default = next((site for site in named if site.is_default_site), None)
    for site in same_host:
        if site.port == port:
            return site
    if default is None:
        return same_host[0] if len(same_host) == 1 else None
    if default in same_host or len(same_host) != 1:
        return default
    return same_host[0]
