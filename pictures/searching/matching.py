"""Whether a few words hold what somebody asked for: for what is too little to need an index."""

from __future__ import annotations

from pictures.searching.asking import Asked, Part
from pictures.searching.words import asked_tokens, line_of, runs_of, tokens_of


class Matcher:
    """Words and phrases mean the same as for pictures; operators say nothing of other things."""

    def __init__(self, asked: Asked) -> None:
        self.parts = [part for part in asked.parts if not part.field]

    def __call__(self, *fields: str) -> bool:
        runs = [runs_of(field) for field in fields]
        tokens = {token for each in runs for token in tokens_of(each)}
        text = "\n".join(line_of(each) for each in runs)
        return all(_holds(part, tokens, text) != part.negative for part in self.parts)


def _holds(part: Part, tokens: set[str], text: str) -> bool:
    apart = part.written_apart
    has_tokens = all(
        tokens.intersection(one)
        for run in part.runs
        for one in asked_tokens(run, written_apart=apart)
    )
    needles = part.needles
    return has_tokens and (not needles or any(needle in text for needle in needles))
