"""A server's styles: words that it puts around a prompt."""

from __future__ import annotations

from collections.abc import Iterable

from sd_bridge.engines.asking import Painting
from sd_bridge.engines.data import EngineLists

_PLACE = "{prompt}"


def styled(request: Painting, lists: EngineLists | None) -> tuple[str, str] | None:
    """Prompt and negative prompt as the server makes them; None where its styles are unknown."""
    if not request.styles:
        return request.prompt, request.negative_prompt
    known = {style.name: style for style in lists.styles} if lists else {}
    if any(name not in known for name in request.styles):
        return None
    chosen = [known[name] for name in request.styles]
    return (
        _applied(request.prompt, (style.prompt for style in chosen)),
        _applied(request.negative_prompt, (style.negative_prompt for style in chosen)),
    )


def _applied(prompt: str, additions: Iterable[str]) -> str:
    for addition in additions:
        if _PLACE in addition:
            prompt = addition.replace(_PLACE, prompt)
        else:
            prompt = ", ".join(filter(None, (prompt.strip(), addition.strip())))
    return prompt
