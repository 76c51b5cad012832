"""How pictures, icons and prompts are printed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pictures.browsing import Card
from pictures.copies import CardSources, Copy
from pictures.rendering import RENDITION_FORMATS

register = template.Library()

DRAWN_CARDS = 4096  # about 2 KB each

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
    """The existing copies of a picture; an empty box of its shape while none is made."""
    found = sources.by_format if sources else {}
    return {
        "sources": sources,
        "modern": [
            (f"image/{name}", _srcset(found[name]))
            for name in RENDITION_FORMATS
            if name != "jpeg" and found.get(name)
        ],
        "srcset": _srcset(found["jpeg"]) if found else "",
        "fallback": found["jpeg"][0] if found else None,
        "alt": alt,
        "sizes": sizes,
        "loading": loading,
        "priority": priority,
    }


def _srcset(copies: list[Copy]) -> str:
    return ", ".join(f"{copy.url} {copy.width}w" for copy in copies)


@register.simple_tag
def piece(card: Card, *, loading: str, priority: bool) -> SafeString:
    """A card of a list (`pictures/_card.html`): drawn once in a process, not once a page.

    What it shows follows from the arguments and the language alone.
    """
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(card, loading, priority, get_language())


@lru_cache(maxsize=DRAWN_CARDS)
def _drawn(card: Card, loading: str, priority: bool, language: str | None) -> SafeString:
    context = {"card": card, "loading": loading, "priority": priority}
    return SafeString(get_template("pictures/_card.html").render(context))


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A symbol of the sprite; decoration only, words say what it means."""
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
