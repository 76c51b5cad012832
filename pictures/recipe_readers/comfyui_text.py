"""What a text input of a ComfyUI node says, however many nodes its words were joined by."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from pictures.recipe_readers.comfyui_graph import Graph, Node
from pictures.recipe_readers.values import number_of, text_of

# In this order: of several a node may have, the first is what it hands on.
TEXT_INPUTS = (
    *("populated_text", "text", "text_g", "text_l", "clip_g", "clip_l", "t5xxl", "bert", "mt5xl"),
    *("llama", "user_prompt", "prompt", "string", "value", "text_0", "text2", "", "any_01", "any"),
)
# Nodes whose output is what somebody, or a model, made of their text: not the text itself.
_MAKES_ITS_OWN = re.compile(
    r"llm|gpt|ollama|gemini|claude|llava|florence|joycaption|caption|interrogat|tagger|describe"
    r"|translat|generat|enhanc|rewrite|replace|regex|random|split|format|math|python|script",
    re.IGNORECASE,
)
_HANDS_ON = re.compile(
    r"text|prompt|string|encod|primitive|wildcard|literal|note|show|concat|join|reroute|switch|any"
    r"|value",
    re.IGNORECASE,
)
_JOINS = re.compile(r"concat|join|combine", re.IGNORECASE)
_PART = re.compile(r"(?:[a-z]{0,10}_?)?(?:[a-j]|\d{1,2})|append|prepend")
_SEPARATORS = ("delimiter", "separator", "sep")
_DEEPEST, _MOST_STEPS, _MOST_PARTS, _LONGEST = 40, 4_000, 60, 100_000


class Words:
    """Resolves text inputs of one graph; `is_partial` once one of them could not be."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.is_partial = False
        self._left = _MOST_STEPS

    def of(self, value: Any) -> str:
        """The text of an input's value, followed through links; "" where it cannot be known."""
        found = self._of(value, _DEEPEST)
        if found is None:
            self.is_partial = True
        return found or ""

    def said_by(self, node: Node) -> str:
        """The text that a node hands on."""
        found = self._said_by(node, _DEEPEST)
        if found is None:
            self.is_partial = True
        return found or ""

    def number(self, value: Any, name: str) -> Any:
        """A number or word of a setting, followed through links; None where it cannot be known."""
        for _ in range(_DEEPEST):
            node = self.graph.source(value)
            if node is None:
                return None if isinstance(value, list | dict) else value
            keys = [key for key in (name, "seed", "value", "int", "number") if key in node.inputs]
            if not keys:
                keys = list(node.inputs) if len(node.inputs) == 1 else []
            if not keys or (name != "seed" and keys == ["seed"]):
                return None
            value = node.inputs[keys[0]]
        return None

    def _of(self, value: Any, depth: int) -> str | None:
        if isinstance(value, str):
            return text_of(value)
        node = self.graph.source(value)
        self._left -= 1
        if node is None or depth == 0 or self._left < 0:
            return None
        return self._said_by(node, depth)

    def _said_by(self, node: Node, depth: int) -> str | None:
        if _JOINS.search(node.kind):
            return self._joined(node, depth)
        own = bool(_MAKES_ITS_OWN.search(node.kind)) or not _HANDS_ON.search(node.kind)
        if own and not _shows(node):
            return None
        names = [name for name in TEXT_INPUTS if name in node.inputs]
        if not names and len(node.inputs) == 1:
            names = list(node.inputs)
        for name in names:
            found = self._of(node.inputs[name], depth - 1)
            if found is not None:
                return found
        return None

    def _joined(self, node: Node, depth: int) -> str | None:
        separator = next((node.inputs[key] for key in _SEPARATORS if key in node.inputs), None)
        default = "" if node.kind == "StringConcatenate" else " "
        separator = separator[:20] if isinstance(separator, str) else default
        parts: list[str] = []
        for name, value in islice(node.inputs.items(), _MOST_PARTS):
            if name in _SEPARATORS or not (_PART.fullmatch(name) or name in TEXT_INPUTS):
                continue
            if number_of(value) is not None and not isinstance(value, str):
                continue
            part = self._of(value, depth - 1)
            if part is None:
                self.is_partial = True
            elif part:
                parts.append(part)
        return separator.replace("\\n", "\n").join(parts)[:_LONGEST]


def _shows(node: Node) -> bool:
    """Whether a node keeps, for display, the text that went through it."""
    return "show" in node.kind.lower() or "display" in node.kind.lower()
