"""Addresses of pages without asking the page tree for each of them."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from wagtail.models import Page

_SAFE = "!$&'()*+,;=/~:@"  # what Django's `reverse` leaves as it is


def page_address(url_path: str) -> str:
    """The address, in the active language, of the page at `url_path`.

    The first component of a `url_path` is the home page's own slug, which addresses leave out.
    """
    below_home = url_path.lstrip("/").partition("/")[2]
    return _root(get_language()) + quote(below_home, safe=_SAFE)


@cache
def _root(language: str | None) -> str:
    """The address of the home page. Reversed once: doing so for every card of a list takes long."""
    return reverse("wagtail_serve", args=[""])


def canonical_address(page: Page, language: str) -> str:
    """The one address search engines should keep: absolute, in the content's language."""
    with translation.override(language):
        return absolute(page_address(page.url_path))


def absolute(path: str) -> str:
    """`path` with the site's own scheme and host (`BASE_URL`)."""
    return f"{settings.BASE_URL}{path}"
