"""What no index answers alone: words and several filters. They come in two seconds, or the page
says that the question is too wide.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from benchmarks.table import Row

SECONDS = 2
TIMES = 3


def answers() -> dict[str, list[Any]]:
    """Asked of a site: by question the slowest of three in seconds, pictures found, too wide."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()  # answers tell their context
    client = Client(headers={"Host": "localhost"})
    client.get("/search/?q=x")
    client.get("/pictures/?min_size=1")
    return {name: _ask(client, address) for name, address in questions().items()}


def _ask(client: Any, address: str) -> list[Any]:
    slowest = 0.0
    for _ in range(TIMES):
        start = time.perf_counter()
        answer = client.get(address)
        slowest = max(slowest, time.perf_counter() - start)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
    page = answer.context["card_page"]
    return [slowest, len(page.cards), page.is_too_wide]


def questions() -> dict[str, str]:
    """Addresses by name: `kind: what`."""
    return {**_words(), **_filters()}


def _words() -> dict[str, str]:
    words = {
        "a word of every picture": "물가",
        "two words of every picture": "물가 lighthouse",
        "a word of one picture": "seed:77",
        "words in their order": '"물가의 빛 77"',
        "a word and one that all have left out": "물가 -빛",
        "a tag of every picture and a word of none": "tag:bench zebra",
    }
    found = {
        f"Search, {sort}: {name}": f"/search/?{urlencode({'q': text, 'sort': sort})}"
        for name, text in words.items()
        for sort in ("newest", "likes")
    }
    query = urlencode({"q": "물가 -빛", "min_size": 9000})
    found["Search within a topic: a word without another, and a size"] = f"/topics/scale-1/?{query}"
    return found


def _filters() -> dict[str, str]:
    from benchmarks.every_list import places
    from pictures.models import Placement

    columns = ("model", "sampler", "colour", "format")
    here = Placement.objects.order_by("pk").values(*columns)[0]
    there = Placement.objects.exclude(colour=here["colour"]).values(*columns)[0]
    common = {"model": here["model"], "sampler": here["sampler"]}
    kinds = {
        "two that all pass": common,
        "three that one format passes": {**common, "format": here["format"]},
        "format and colour that exclude each other": {
            "format": here["format"],
            "colour": there["colour"],
        },
        "a size that none has": {**common, "min_size": 9000},
        "a week's, of a size that none has": {"period": "week", "min_size": 9000},
    }
    return {
        f"Filters, {place}, {sort}: {name}": f"{path}?{urlencode({**chosen, 'sort': sort})}"
        for place, (path, _scope) in places().items()
        for name, chosen in kinds.items()
        for sort in ("newest", "likes")
    }


def rows(found: dict[str, list[Any]]) -> list[Row]:
    """The slowest of each kind."""
    kinds: dict[str, list[tuple[float, str]]] = {}
    for name, (seconds, cards, is_too_wide) in found.items():
        kind, _, what = name.partition(": ")
        said = "says that it is too wide" if is_too_wide else f"{cards} shown"
        kinds.setdefault(kind, []).append((seconds, f"{what}: {said}"))
    return [
        Row(f"{kind}: slowest of {len(each)}", *_slowest(each), " s")
        for kind, each in kinds.items()
    ]


def _slowest(each: list[tuple[float, str]]) -> tuple[float, float, str]:
    seconds, how = max(each)
    return seconds, SECONDS, how


def table(found: dict[str, list[Any]]) -> str:
    lines = [
        "## Words and several filters",
        "",
        "| question | slowest of 3 | shown |",
        "|---|---:|---|",
    ]
    for name, (seconds, cards, is_too_wide) in found.items():
        shown = "says that it is too wide" if is_too_wide else cards
        lines.append(f"| {name} | {seconds:.2f} s | {shown} |")
    return "\n".join([*lines, ""])
