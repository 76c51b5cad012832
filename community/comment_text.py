"""What people type, made fit to be stored, and printed as plain text with safe links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from community.models import MAX_COMMENT

# Overrides, embeddings and isolates of direction: they let a text read as what it is not.
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_EMPTY_LINES = re.compile(r"\n[ \n]*\n[ \n]*\n")
_MARKS = re.compile(
    "([\u0300-\u036f\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})[\u0300-\u036f\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
# They count as letters or symbols, and nobody sees them.
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0\u17b4\u17b5")

# The host is plain ASCII, so that no letter of another script passes for one; a Korean particle
# right behind it is not part of the address.
_LINK = re.compile(
    r"(?<![\w@/])https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}(?::\d{1,5})?"
    r"(?:[/?#][^\s<>\"'`\\^{|}]*)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w@/.])(?:www\.)[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)
_TRAILING = ".,:;!?…。、·”’»"
_PAIRS = {")": "(", "]": "["}


class UnfitTextError(ValueError):
    """What was typed cannot be stored; `why` is a sentence for its author."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(str(why))
        self.why = str(why)


def clean_text(typed: str) -> str:
    """`typed` as it is stored. Raises `UnfitTextError` where nothing, or too much, is left."""
    text = fit_text(typed)
    if not any(_is_seen(character) for character in text):
        raise UnfitTextError(_("Please write something first."))
    if len(text) > MAX_COMMENT:
        raise UnfitTextError(
            _("A comment may have %(most)d characters; this one has %(number)d.")
            % {"most": MAX_COMMENT, "number": len(text)}
        )
    return text


def fit_text(typed: str) -> str:
    """NFC, without control characters and tricks of direction, line breaks kept."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", typed)).replace("\t", " ")
    text = "".join(character for character in text if _may_stand(character))
    return _MARKS.sub(r"\1", _EMPTY_LINES.sub("\n\n", text)).strip()


def _may_stand(character: str) -> bool:
    if character == "\n":
        return True
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"} and (
        character not in _DIRECTIONS
    )


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _UNSEEN


def number_of_links(text: str) -> int:
    """Addresses in `text`, those that would not become links too."""
    return len(re.findall(r"(?i)\b[a-z][a-z0-9+.-]{1,20}://", text)) + len(_BARE.findall(text))


def drawn(text: str, people: Mapping[str, str]) -> SafeString:
    """`text` escaped, its addresses and its `@` names as links.

    `people` maps names as they were typed to the addresses of their pages. What a reader sees is
    `text` to the letter.
    """
    pattern = _pattern(people)
    parts: list[tuple[SafeString | str]] = []
    end = 0
    for match in pattern.finditer(text):
        found = match.group()
        html = _mention(found, people) if found.startswith("@") else _link(found)
        if html is None:
            continue
        shown, tail = html
        parts += [(text[end : match.start()],), (shown,), (tail,)]
        end = match.end()
    return format_html_join("", "{}", [*parts, (text[end:],)])


def _pattern(people: Mapping[str, str]) -> re.Pattern[str]:
    if not people:
        return _LINK
    names = "|".join(re.escape(name) for name in sorted(people, key=len, reverse=True))
    return re.compile(rf"{_LINK.pattern}|(?<![\w@/.])@(?:{names})", re.IGNORECASE)


def _mention(found: str, people: Mapping[str, str]) -> tuple[SafeString, str] | None:
    address = people.get(found[1:])
    if not address:
        return None
    return format_html('<a class="mention" href="{}">{}</a>', address, found), ""


def _link(found: str) -> tuple[SafeString, str] | None:
    """The link, and what stood behind it that is no part of it."""
    address, tail = _without_tail(found)
    try:
        parts = urlsplit(address)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or parts.port == 0:
            return None
    except ValueError:
        return None
    html = format_html('<a href="{0}" rel="nofollow ugc noopener">{0}</a>', address)
    return html, tail


def _without_tail(found: str) -> tuple[str, str]:
    """An address ends before the punctuation of the sentence it stands in."""
    end = len(found)
    while end:
        last = found[end - 1]
        opening = _PAIRS.get(last)
        lone = opening is not None and found[:end].count(opening) < found[:end].count(last)
        if last not in _TRAILING and not lone:
            break
        end -= 1
    return found[:end], found[end:]
