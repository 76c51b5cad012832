"""The list of topics, and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.text import Truncator

from pictures import browsing
from pictures.addresses import absolute, canonical_address, page_address
from pictures.copies import CardSources
from pictures.formats import PictureFormat
from pictures.list_orders import CURATED, NEWEST
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import home_id_of
from topics.blocks import parts_of, pictures_in, public_rows, shown_parts
from topics.covers import cover_position
from topics.listing import Surroundings, surroundings, topic_cards
from topics.models import TopicIndexPage, TopicPage


def topic_index(request: HttpRequest, page: TopicIndexPage) -> HttpResponse:
    """Every public topic that has public pictures."""
    if page.standing_now().withdrawn:
        raise Http404
    context = {"page": page, "topics": topic_cards(page)}
    return same_for_everyone(render(request, "topics/topic_index_page.html", context))


def topic_page(request: HttpRequest, topic: TopicPage, *, is_preview: bool = False) -> HttpResponse:
    """A topic's words and its pictures; 404 where it, or something above it, is withdrawn."""
    standing = topic.standing_now()
    if not is_preview and standing.withdrawn:
        raise Http404
    parts = parts_of(topic.body)
    rows = public_rows(pictures_in(parts), home_id_of(request))
    cover_key = (topic.cover_id, PictureFormat.LANDSCAPE) if topic.cover_id else None
    card_page = browsing.browse(
        request,
        topic_id=topic.pk or 0,
        total=standing.listed,
        beside=[*([cover_key] if cover_key else []), *browsing.keys(list(rows.values()))],
        usual=CURATED if standing.hand_ordered else NEWEST,
    )
    cover = card_page.copies[cover_key] if cover_key else None
    cards = {card.id: card for card in browsing.cards(list(rows.values()), card_page.copies)}
    around = surroundings(topic) if topic.path else Surroundings([], [])
    context = {
        "page": topic,
        "is_preview": is_preview,
        "curators": around.curators,
        "total": standing.listed,
        "outer_topics": [
            {"title": outer.title, "url": page_address(outer.url_path)} for outer in standing.line
        ],
        "parts": shown_parts(parts, cards) if parts else [],
        "inner_topics": around.inner,
        "cover": cover,
        "cover_position": cover_position(topic.cover) if topic.cover else "50% 50%",
        "card_page": card_page,
        "canonical_url": canonical_address(topic, topic.content_language) if topic.pk else "",
    }
    context["og"] = social_words(topic, card_page, cover)
    response = render(request, "topics/topic_page.html", context)
    return response if is_preview else same_for_everyone(response)


def social_words(
    topic: TopicPage, card_page: browsing.CardPage, cover: CardSources | None
) -> dict[str, object]:
    """What a link to the topic shows elsewhere."""
    words = {
        "title": topic.title,
        "description": Truncator(strip_tags(topic.description)).chars(200),
    }
    sources = cover or next((card.sources for card in card_page.cards if card.sources), None)
    if not sources:
        return words
    largest = sources.by_format["jpeg"][-1]
    return {
        **words,
        "image": absolute(largest.url) if largest.url.startswith("/") else largest.url,
        "image_width": largest.width,
        "image_height": largest.height,
    }
