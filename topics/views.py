"""The list of topics, and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.text import Truncator

from pictures import browsing
from pictures.addresses import absolute, canonical_address
from pictures.copies import CardSources
from pictures.formats import PictureFormat
from pictures.public_pages import same_for_everyone
from topics.covers import cover_position
from topics.listing import topic_cards
from topics.models import TopicIndexPage, TopicPage


def topic_index(request: HttpRequest, page: TopicIndexPage) -> HttpResponse:
    """Every public topic that has public pictures."""
    if page.standing_now().withdrawn:
        raise Http404
    context = {"page": page, "topics": topic_cards()}
    return same_for_everyone(render(request, "topics/topic_index_page.html", context))


def topic_page(request: HttpRequest, topic: TopicPage, *, is_preview: bool = False) -> HttpResponse:
    """A topic's words and its pictures; 404 where it, or something above it, is withdrawn."""
    standing = topic.standing_now()
    if not is_preview and standing.withdrawn:
        raise Http404
    cover_key = (topic.cover_id, PictureFormat.LANDSCAPE) if topic.cover_id else None
    card_page = browsing.browse(
        request,
        topic_id=topic.pk or 0,
        total=standing.listed,
        beside=[cover_key] if cover_key else [],
    )
    cover = card_page.copies[cover_key] if cover_key else None
    context = {
        "page": topic,
        "is_preview": is_preview,
        "curators": [user.get_username() for user in topic.curators.all()],
        "total": card_page.total,
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
