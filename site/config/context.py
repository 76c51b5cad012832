"""What every public page prints around its content; the same for everyone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction

from pictures.addresses import absolute, page_address

FOOTER_SECONDS = 60


def site(request: HttpRequest) -> dict[str, Any]:
    """Variables of base.html; nothing is asked of the database until it is printed."""
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "ko" else "ko"
    frame = SimpleLazyObject(chrome)
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
        "topic_index_url": SimpleLazyObject(lambda: frame["topics"]),
        "footer_pages": SimpleLazyObject(lambda: frame["info"]),
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

    kinds = ContentType.objects.get_for_models(InfoPage, TopicIndexPage)
    closed = Exists(PageViewRestriction.objects.filter(page_id=OuterRef("pk")))
    # Found by their type and sorted here: by path, a database would walk through every picture.
    pages = (
        Page.objects.filter(content_type__in=kinds.values(), live=True)
        .order_by()
        .annotate(closed=closed)
        .values_list(
            *("path", "title", "url_path", "infopage__content_language"),
            *("closed", "show_in_menus", "content_type_id"),
        )
    )
    found: dict[str, Any] = {"topics": None, "info": []}
    for _path, title, url_path, language, is_closed, in_menus, kind in sorted(pages):
        if kind == kinds[TopicIndexPage].pk:
            found["topics"] = url_path
        elif in_menus and not is_closed:
            found["info"].append((title, url_path, language))
    return found


def forget_chrome(sender: type, instance: Page, **kwargs: Any) -> None:
    """A page was published or withdrawn."""
    cache.delete("chrome")
