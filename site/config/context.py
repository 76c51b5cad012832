"""What every public page prints around its content; the same for everyone."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction

from pictures.addresses import absolute, page_address
from pictures.composed import composed
from pictures.remembering import forget, remembered

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
        "place": SimpleLazyObject(lambda: place(request.path, frame["topics"])),
    }


def place(path: str, topics: str) -> str:
    """All that the frame's links must know of the address to tell which of them leads here."""
    exact, above = _frame_addresses(get_language())
    return path if path in exact or path == topics else _around(path, (topics, *above))


def _around(path: str, addresses: tuple[str, ...]) -> str:
    return " ".join(f"in {each}" for each in addresses if each and each in path)


@cache
def _frame_addresses(language: str | None) -> tuple[frozenset[str], tuple[str, ...]]:
    """Those whose link says that it leads to this page, and to this page or below."""
    above = tuple(reverse(name) for name in ("me_subscriptions", "search"))
    names = ("pictures", "me_likes", "me_notifications")
    return frozenset([*above, *map(reverse, names), reverse("wagtail_serve", args=[""])]), above


def alternates(path: str) -> list[tuple[str, str]]:
    """(language, absolute address) of a page whose content is in no language of its own."""
    found = [(code, absolute(translate_url(path, code))) for code, _ in settings.LANGUAGES]
    return [*found, ("x-default", found[0][1])]


def chrome() -> dict[str, Any]:
    """Addresses of the topic index and of the info pages, in the active language."""
    pages = remembered("chrome", _find_pages, FOOTER_SECONDS)
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
    # Found by their type and sorted here: by path, a database would walk through every picture.
    pages = _pages_of(kinds=tuple(kind.pk for kind in kinds.values()))
    found: dict[str, Any] = {"topics": None, "info": []}
    for _path, title, url_path, language, is_closed, in_menus, kind in sorted(pages):
        if kind == kinds[TopicIndexPage].pk:
            found["topics"] = url_path
        elif in_menus and not is_closed:
            found["info"].append((title, url_path, language))
    return found


@composed
def _pages_of(*, kinds: tuple[int, ...]) -> QuerySet[Any]:
    closed = Exists(PageViewRestriction.objects.filter(page_id=OuterRef("pk")))
    return (
        Page.objects.filter(content_type__in=kinds, live=True)
        .order_by()
        .annotate(closed=closed)
        .values_list(
            *("path", "title", "url_path", "infopage__content_language"),
            *("closed", "show_in_menus", "content_type_id"),
        )
    )


def forget_chrome(sender: type, instance: Page, **kwargs: Any) -> None:
    """A page was published or withdrawn."""
    forget("chrome")
