"""How pictures, icons and prompts are printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Parser, Token
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pictures.browsing import Card
from pictures.copies import CardSources, Copy
from pictures.rendering import RENDITION_FORMATS
from pictures.stacks import Tile, tiles

register = template.Library()

DRAWN_CARDS = 4096  # about 2 KB each
DRAWN_WAYS = 64  # of one part of a page

# A weighted part of a prompt, or a LoRA; nothing nested, so that the pattern stays linear.
_MARKED = re.compile(
    r"\(([^()<>:]{1,300}):(\d{1,2}(?:\.\d{1,3})?)\)|<lora:([^<>:]{1,200})(?::([^<>]{0,40}))?>"
)


@register.inclusion_tag("pictures/_gallery_picture.html")
def gallery_picture(
    sources: CardSources | None,
    *,
    alt: str,
    sizes: str = "100vw",
    loading: str = "lazy",
    priority: bool = False,
) -> dict[str, Any]:
    """The existing copies of a picture; an empty box of its shape while none is made.

    Of a sensitive one the blurred copy, and the real ones where only a script finds them.
    """
    how = {"alt": alt, "sizes": sizes, "loading": loading, "priority": priority}
    covered = sources.covered if sources is not None else None
    return {"shown": _printed(sources, how), "real": covered and _printed(covered, how)}


def _printed(sources: CardSources | None, how: dict[str, Any]) -> dict[str, Any]:
    found = sources.by_format if sources else {}
    return {
        **how,
        "sources": sources,
        "modern": [
            (f"image/{name}", _srcset(found[name]))
            for name in RENDITION_FORMATS
            if name != "jpeg" and found.get(name)
        ],
        "srcset": _srcset(found["jpeg"]) if found else "",
        "fallback": found["jpeg"][0] if found else None,
    }


def _srcset(copies: list[Copy]) -> str:
    return ", ".join(f"{copy.url} {copy.width}w" for copy in copies)


@register.simple_tag
def wall_items(
    cards: list[Card], *, eager: int = 0, tools: Callable[[Card], SafeString] | None = None
) -> SafeString:
    """The cards of a wall, those of a series behind the first of them.

    So many as `eager` of what is seen at first load at once, the first before all else.
    """
    seen = 0
    items = []
    for tile in tiles(cards or []):
        seen += not tile.is_more
        is_eager = not tile.is_more and seen <= eager
        items.append(_item(tile, is_eager=is_eager, is_first=is_eager and seen == 1, tools=tools))
    return format_html_join("\n", "{}", ((item,) for item in items))


def _item(
    tile: Tile, *, is_eager: bool, is_first: bool, tools: Callable[[Card], SafeString] | None
) -> SafeString:
    """A card of a list (`pictures/_card.html`): drawn once in a process, not once a page.

    What it shows follows from the arguments and the language alone. What changes more often than
    that stands beside it: how many stand behind it, and the `tools` of somebody who knows.
    """
    card = tile.card
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return format_html(
        '<li class="wall-item wall-item-{}{}" id="picture-{}">{}{}{}</li>',
        card.format,
        " wall-more" if tile.is_more else "",
        card.id,
        draw(card, "eager" if is_eager else "lazy", is_first, get_language()),
        _stack(tile.size, get_language()) if tile.size > 1 else "",
        tools(card) if tools else "",
    )


@cache
def _stack(number: int, language: str | None) -> SafeString:
    return SafeString(get_template("pictures/_stack.html").render({"number": number}))


@lru_cache(maxsize=DRAWN_CARDS)
def _drawn(card: Card, loading: str, priority: bool, language: str | None) -> SafeString:
    context = {"card": card, "loading": loading, "priority": priority}
    return SafeString(get_template("pictures/_card.html").render(context))


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A symbol of the sprite; decoration only, words say what it means."""
    return _icon(name, size)


@cache
def _icon(name: str, size: int) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="{0}" height="{0}">'
        '<use href="{1}#{2}"></use></svg>',
        size,
        _sprite(),
        name,
    )


@cache
def _sprite() -> str:
    return static("build/icons.svg")


@register.simple_tag
def drawn(name: str) -> SafeString:
    """A partial that takes nothing: drawn once in a process for each language, not once a page."""
    draw = _drawn_part.__wrapped__ if settings.DEBUG else _drawn_part
    return draw(name, get_language())


class OnceNode(template.Node):
    """What stands between, for each language and the words it was given."""

    def __init__(self, given: list[FilterExpression], body: template.NodeList) -> None:
        self.given, self.nodelist = given, body
        self.drawn: dict[tuple[str | None, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        key = (get_language(), *(str(each.resolve(context)) for each in self.given))
        found = self.drawn.get(key)
        if found is None or settings.DEBUG:
            if len(self.drawn) >= DRAWN_WAYS:
                self.drawn.clear()
            with context.push():
                found = self.drawn[key] = self.nodelist.render(context)
        return found


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once place %}…{% endonce %}`: drawn once in a process for each language and `place`.

    What stands between may depend on nothing else; variables that it sets end with it.
    """
    given = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    body = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(given, body)


@cache
def _drawn_part(name: str, language: str | None) -> SafeString:
    return SafeString(get_template(name).render())


@register.filter
def language_of(prompt: str) -> str:
    """`ko` where a prompt holds Hangul, else `en`: for its `lang` attribute."""
    return "ko" if re.search("[가-힣]", prompt) else "en"


@register.filter
def highlight_prompt(text: str) -> SafeString:
    """The prompt word for word, its weights marked and its LoRAs as chips."""
    parts: list[tuple[str]] = []
    end = 0
    for match in _MARKED.finditer(text):
        parts.append((format_html("{}", text[end : match.start()]),))
        end = match.end()
        words, _weight, lora, lora_weight = match.groups()
        if words:
            parts.append((format_html('<mark class="weight">{}</mark>', match.group()),))
        else:
            label = f"{lora} · {lora_weight}" if lora_weight else lora
            parts.append(
                (format_html('<span class="lora" title="{}">{}</span>', match.group(), label),)
            )
    parts.append((format_html("{}", text[end:]),))
    return format_html_join("", "{}", parts)
