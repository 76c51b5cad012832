"""Titles, alternative texts and tags proposed from a prompt; editors correct them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models.functions import Lower
from taggit.models import Tag
from wagtail.models import Page

MAX_TITLE = 60  # characters
MAX_ALT = 120
MAX_SUBJECTS = 2  # phrases of an alternative text
MAX_TAGS = 8
MAX_TAG = 30
MAX_TAG_WORDS = 3

_NETWORK = re.compile(r"<[^<>]*>")  # <lora:name:0.8>
_WEIGHT = re.compile(r":\s*[-+]?\d*\.?\d+\s*(?=[)\]])")  # (word:1.2)
_BRACKET = re.compile(r"\\?[()\[\]{}]")
_BOUNDARY = re.compile(r"[,;|\n，、。；]|\.(?=\s|$)|\bBREAK\b|\bAND\b")
_HANGUL = re.compile(r"[ᄀ-ᇿ㄰-㆏가-힣]")
_QUALITY = re.compile(
    r"""(?xi) ^(?:
    (?:an?\s+)? masterpiece | (?:best|high|highest|top|amazing|great)[\s_-]quality
    | (?:highly|ultra|extremely|very|insanely|hyper)?[\s_-]*detailed
    | (?:high|ultra)?[\s_-]*res(?:olution)? | absurdres | highres | hires
    | u?hd(?:r)? | \d{1,2}k(?:\s+uhd)? | sharp\s+focus | professional
    | (?:hyper|photo)?[\s_-]?realis(?:tic|m) | award[\s-]winning | trending\s+on\s+\w+
    | score_\d+(?:_up)? | source_\w+ | rating_\w+ | beautiful | intricate(?:\s+details?)?
    | 1(?:girl|boy) | 걸작 | 최고\s*(?:품질|퀄리티) | 초?고(?:품질|화질|해상도)
    | (?:매우\s*)?(?:섬세한|정교한)
    )$"""
)
_FILLER = re.compile(r"(?i)^(?:(?:an?|the|some|its|his|her|their)\s+)+")
_MEDIUM = re.compile(
    r"(?i)^(?:an?\s+)?(?:painting|drawing|picture|photo(?:graph)?|illustration|image|view|"
    r"close-?\s?up)\s+of\s+"
)
_JOINT = re.compile(
    r"(?i)(?:\s+(?:in|on|at|of|with|from|near|under|over|above|below|behind|beside|between|into|"
    r"onto|against|through|across|by|and|during|before|after|while|is|are|next|to|sitting|"
    r"standing|wearing|holding|(?:that|which|who)\s+\w+))+\s+"
)
_NOT_A_SUBJECT = re.compile(
    r"""(?xi) ^(?:
    (?:art\s+)?by\s.+ | in\s+the\s+style\s+of\s.+
    | .*\b(?:artstation|deviantart|pixiv|octane|unreal\s+engine|vray|bokeh|raw\s+photo|\d+mm)\b.*
    | .*\bdepth\s+of\s+field\b.* | (?:cinematic|volumetric|studio|dramatic|soft|rim)\s+light(?:ing)?
    )$"""
)


def title_from(prompt: str) -> str:
    """The first phrase that says what is to be seen; "" where the prompt has no words."""
    phrases = _subjects(prompt)
    return _cut(phrases[0][:1].upper() + phrases[0][1:], MAX_TITLE) if phrases else ""


def alt_from(prompt: str) -> str:
    """The phrases of the subject, without those of style that usually follow it."""
    phrases = _subjects(prompt)
    wanted = min(MAX_SUBJECTS, max(len(phrases) - 1, 1))
    return _cut(", ".join(phrases[:wanted]), MAX_ALT)


def tags_from(prompt: str) -> list[str]:
    """What is to be seen, in small letters, at most eight; a sentence gives its nouns' phrases."""
    found: dict[str, None] = {}
    for phrase in _subjects(prompt):
        if _QUALITY.match(phrase) or _NOT_A_SUBJECT.match(phrase):
            continue
        for piece in _pieces(_MEDIUM.sub("", phrase.lower().replace("_", " "))):
            if _is_tag(piece):
                found.setdefault(piece)
    return list(found)[:MAX_TAGS]


def known_spelling(tags: Iterable[str]) -> list[str]:
    """`tags`, each as the site already writes it where it has it. One query."""
    wanted = list(tags)
    lower = {tag.casefold() for tag in wanted}
    known = Tag.objects.annotate(lower=Lower("name")).filter(lower__in=lower).order_by("-pk")
    spelling = {name.casefold(): name for name in known.values_list("name", flat=True)}
    return list(dict.fromkeys(spelling.get(tag.casefold(), tag) for tag in wanted))


def title_in_series(title: str, topic: Page) -> str:
    """`title`, or “title 2”, “title 3” … where pictures of the topic are called so already."""
    siblings = Page.objects.child_of(topic).filter(title__startswith=title)
    taken = set(siblings.values_list("title", flat=True))
    wanted, number = title, 1
    while wanted in taken:
        number += 1
        wanted = f"{title} {number}"
    return wanted


def language_of(text: str) -> str:
    """`ko` with any Hangul in it, else `en`."""
    return "ko" if _HANGUL.search(text) else "en"


def _subjects(prompt: str) -> list[str]:
    """The phrases of a prompt in plain words; those about quality only if there are no others."""
    bare = _BRACKET.sub("", _WEIGHT.sub("", _NETWORK.sub(" ", prompt)))
    phrases = [" ".join(piece.split()).strip(" .:_-") for piece in _BOUNDARY.split(bare)]
    phrases = [phrase for phrase in phrases if phrase]
    return [phrase for phrase in phrases if not _QUALITY.match(phrase)] or phrases


def _pieces(phrase: str) -> list[str]:
    """A short phrase as it is; of a longer one its parts, of a Korean one what it is about."""
    words = phrase.split()
    if len(words) <= MAX_TAG_WORDS and not _JOINT.search(phrase):
        return [_FILLER.sub("", phrase)]
    if _HANGUL.search(phrase):  # the noun comes last
        return [" ".join(words[-2:])] if len(words) > MAX_TAG_WORDS else [phrase]
    return [_FILLER.sub("", piece) for piece in _JOINT.split(phrase)]


def _is_tag(text: str) -> bool:
    return (
        1 < len(text) <= MAX_TAG
        and len(text.split()) <= MAX_TAG_WORDS
        and any(letter.isalpha() for letter in text)
    )


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    head = text[: length - 1]
    at_word = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return at_word.rstrip(" ,") + "…"
