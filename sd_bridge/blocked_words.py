"""Words that no prompt may contain.

Case, full-width letters, underscores, line breaks and invisible characters make no difference. A
word counts as a whole, so that “ass” is not found in “glass”; one in a script whose words carry
endings or stand without spaces (Hangul, Kana, Han) is found within longer ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_JOINED = "\\u1100-\\u11ff\\u3040-\\u30ff\\u3130-\\u318f\\u3400-\\u9fff\\uac00-\\ud7a3"
_IS_JOINED = re.compile(f"[{_JOINED}]")
# A letter or digit that would make the word a longer one; an ending in Hangul does not.
_LETTER = f"[^\\W_{_JOINED}]"


def first_blocked(text: str, words: Iterable[str]) -> str:
    """The first of `words` that `text` contains, as it is written there; "" for none."""
    plain = _plain(text)
    for word in words:
        wanted = _plain(word)
        if wanted and _pattern(wanted).search(plain):
            return word
    return ""


def _pattern(wanted: str) -> re.Pattern[str]:
    body = re.escape(wanted).replace("\\ ", " ")
    if _IS_JOINED.search(wanted):
        return re.compile(body)
    return re.compile(f"(?<!{_LETTER}){body}(?!{_LETTER})")


def _plain(text: str) -> str:
    visible = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    return " ".join(visible.casefold().replace("_", " ").split())
