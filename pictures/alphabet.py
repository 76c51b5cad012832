"""Names in the order of a dictionary: Hangul by the first consonant, then A to Z, then the rest.

A name's key begins with the number of its letter, two digits, so that the names of a letter are one
range of an index, whatever the database's collation.
"""

from __future__ import annotations

import unicodedata

from pictures.searching.words import name_key

CONSONANTS = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER = "#"  # figures, signs, further scripts
LETTERS = (*CONSONANTS, *LATIN, OTHER)
LONGEST = 100

# The leading consonants as Unicode counts them; a doubled one stands with the single one.
_LEADING = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_SYLLABLES = range(0xAC00, 0xD7A4)
_JAMO = range(0x1100, 0x1113)
_A_LEADING = 588  # syllables that begin with the same consonant


def alphabet_key(name: str) -> str:
    """What `name` is sorted by; at most `LONGEST` characters."""
    key = name_key(name)
    return f"{_number(letter_of(key)):02d}{key}"[:LONGEST]


def letter_of(key: str) -> str:
    """The one of `LETTERS` under which a normalised name stands."""
    if not key:
        return OTHER
    code = ord(key[0])
    if code in _SYLLABLES:
        return _LEADING[(code - _SYLLABLES.start) // _A_LEADING]
    if code in _JAMO:
        return _LEADING[code - _JAMO.start]
    plain = unicodedata.normalize("NFD", key[0])[0].upper()
    return plain if plain in LATIN else OTHER


def letter_of_key(key: str) -> str:
    """The same, of what `alphabet_key` made."""
    return LETTERS[int(key[:2]) - 1]


def bounds(letter: str) -> tuple[str, str]:
    """The keys of a letter are at least the first and below the second."""
    number = _number(letter)
    return f"{number:02d}", f"{number + 1:02d}"


def _number(letter: str) -> int:
    return LETTERS.index(letter) + 1
