"""What every public page prints around its content; the same for everyone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page

from pictures.addresses import absolute, page_address

FOOTER_SECONDS = 60


def site(request: HttpRequest) -> dict[str, Any]:
    """Variables of base.html; nothing is asked of the database until it is printed."""
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "ko" else "ko"
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "is_demo": settings.IS_DEMO,
        "language": language,
        "other_language": other,
        "alternate_url": translate_url(request.get_full_path(), other),
        "alternates": alternates(request.path),
        "canonical_url": absolute(request.path),
        "og": {},
        "base_url": settings.BASE_URL,
        "topic_index_url": SimpleLazyObject(lambda: chrome()["topics"]),
        "footer_pages": SimpleLazyObject(lambda: chrome()["info"]),
    }


def alternates(path: str) -> list[tuple[str, str]]:
    """(language, absolute address) of a page whose content is in no language of its own."""
    found = [(code, absolute(translate_url(path, code))) for code, _ in settings.LANGUAGES]
    return [*found, ("x-default", found[0][1])]


def chrome() -> dict[str, Any]:
    """Addresses of the topic index and of the info pages, in the active language."""
    pages = cache.get_or_set("chrome", _find_pages, FOOTER_SECONDS) or _find_pages()
    return {
        "topics": page_address(pages["topics"]) if pages["topics"] else "",
        "info": [
            {"title": title, "url": page_address(url_path), "language": language}
            for title, url_path, language in pages["info"]
        ],
    }


def _find_pages() -> dict[str, Any]:
    from home.models import InfoPage
    from topics.models import TopicIndexPage

    info = InfoPage.objects.live().public().filter(show_in_menus=True).order_by("path")
    return {
        "topics": TopicIndexPage.objects.live().values_list("url_path", flat=True).first(),
        "info": list(info.values_list("title", "url_path", "content_language")),
    }


def forget_chrome(sender: type, instance: Page, **kwargs: Any) -> None:
    """A page was published or withdrawn."""
    cache.delete("chrome")
