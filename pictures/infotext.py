"""The line of settings at the end of an infotext: `Steps: 20, Sampler: Euler a, Seed: 1`.

    settings := pair *( ", " pair )
    pair     := key ": " value | key             (a bare key stands for a value equal to it)
    value    := raw | JSON string | JSON object  (an object as stable-diffusion.cpp writes it)

Every step looks at each character once, whatever the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

_KEY = re.compile(r"\w[\w \-/]{1,99}")
_QUOTED = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"\s*+(?=,|$)', re.DOTALL)
_JSON = json.JSONDecoder()
_FEWEST_PAIRS = 3
_LONGEST_LINE = 200_000


def is_settings(line: str) -> bool:
    """Whether a line is one of settings: three pairs at least, with keys that look like keys."""
    count = 0
    if len(line) > _LONGEST_LINE:
        return False
    for key, value in read_pairs(line):
        count += value is not None and _KEY.fullmatch(key) is not None
        if count >= _FEWEST_PAIRS:
            return True
    return False


def read_pairs(line: str) -> Iterator[tuple[str, str | None]]:
    """Key and value of each pair, unquoted; the value of a bare key is None."""
    position, colon, comma = 0, -1, -1
    while position < len(line):
        # Looked for only when passed: a line of many commas is searched for colons once.
        if colon < position:
            colon = _find(line, ":", position)
        if comma < position:
            comma = _find(line, ",", position)
        if comma < colon or colon == len(line):
            key, value, position = line[position:comma], None, comma + 1
        else:
            key = line[position:colon]
            value, position = _read_value(line, colon + 1)
        if key.strip():
            yield key.strip(), value


def write_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """The line that `read_pairs` reads."""
    return ", ".join(key if key == value else f"{key}: {quote(value)}" for key, value in pairs)


def quote(value: str) -> str:
    """`value` as WebUI writes it: a JSON string where it could be mistaken for more."""
    plain = not set(value) & set(',:\n"') and value == value.strip() and value[:1] not in ("{", "[")
    return value if plain else json.dumps(value, ensure_ascii=False)


def _find(line: str, sign: str, start: int) -> int:
    found = line.find(sign, start)
    return len(line) if found < 0 else found


def _read_value(line: str, start: int) -> tuple[str, int]:
    """The value that begins at `start`, and where the next pair begins."""
    while line[start : start + 1].isspace():
        start += 1
    if line[start : start + 1] == '"' and (match := _QUOTED.match(line, start)):
        return _unquote(match[0].rstrip()), match.end() + 1
    if line[start : start + 1] in ("{", "["):
        end = _end_of_json(line, start)
        if end:
            return line[start:end], _find(line, ",", end) + 1
    comma = _find(line, ",", start)
    return line[start:comma].strip(), comma + 1


def _unquote(quoted: str) -> str:
    try:
        return json.loads(quoted)
    except ValueError:
        return quoted


def _end_of_json(line: str, start: int) -> int:
    """Where the JSON that begins at `start` ends; 0 if it is none."""
    try:
        return _JSON.raw_decode(line, start)[1]
    except (ValueError, RecursionError):
        return 0
