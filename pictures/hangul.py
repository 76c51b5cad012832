"""Hangul for search: every database finds a word inside a longer one.

Each pair of neighbouring syllables becomes one ASCII token (`g` and the code points in hex), so
that neither a tokeniser nor a minimum token size can lose it.
"""

import re
import unicodedata

_RUN = re.compile(r"[가-힣]{2,}")


def bigram_tokens(text: str) -> str:
    """The distinct tokens of all syllable pairs in `text`, in order, separated by spaces."""
    pairs = (
        run[index : index + 2]
        for run in _RUN.findall(unicodedata.normalize("NFC", text))
        for index in range(len(run) - 1)
    )
    return " ".join(dict.fromkeys(f"g{ord(first):x}{ord(second):x}" for first, second in pairs))
