"""The prompt and the negative prompt of a ComfyUI graph."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from pictures.recipe_readers.comfyui_graph import Graph, Node
from pictures.recipe_readers.comfyui_text import TEXT_INPUTS, Words
from pictures.recipe_readers.values import number_of

_NOT_WORDS = re.compile(
    r"^(?:clip|clip_vision|vae|model|image|images|mask|control_net|latent|latent_image|samples"
    r"|pixels|noise|sampler|sigmas|lora_stack|cnet_stack|seed|steps|cfg)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"cond|embeds|positive|negative", re.IGNORECASE)
_ROLES = ("positive", "negative", "conditioning")
_STYLED = re.compile(r"styler", re.IGNORECASE)
_ZERO = re.compile(r"zero.?out", re.IGNORECASE)


class Prompts:
    """Reads both prompts of one graph. `guidance` is that of a distilled model, if one is set.

    `is_partial` once words were met that a node changed in a way of its own.
    """

    def __init__(self, graph: Graph, words: Words) -> None:
        self.graph = graph
        self.words = words
        self.guidance: float | None = None
        self.is_partial = False

    def of(self, nodes: list[Node], role: str) -> str:
        """What the sampler spread over `nodes` got as its `role`: "positive" or "negative".

        Texts that were combined stand on lines of their own, each once.
        """
        parts: list[str] = []
        queue = deque(self._starts(nodes, role))
        seen = {node.id for node in queue}
        while queue:
            node = queue.popleft()
            if role == "positive" and self.guidance is None:
                self.guidance = number_of(node.inputs.get("guidance"))
            texts, onward = self._read(node, role)
            parts += [text for text in dict.fromkeys(texts) if text and text not in parts]
            fresh = [source for source in onward if source.id not in seen]
            seen.update(source.id for source in fresh)
            queue.extendleft(reversed(fresh))
        return "\n".join(parts)

    def _starts(self, nodes: list[Node], role: str) -> Iterator[Node]:
        names = (role, "conditioning") if role == "positive" else (role,)
        named = [
            source
            for node in nodes
            for name in names
            if (source := self.graph.source(node.inputs.get(name))) is not None
        ]
        if named:
            yield from named
        elif not any(name in node.inputs for node in nodes for name in _ROLES):
            # Nothing of the role by name: a pipe, or embeddings that hold both.
            for node in nodes:
                for name, source in self.graph.sources(node):
                    if source not in nodes and not _NOT_WORDS.search(name):
                        yield source

    def _read(self, node: Node, role: str) -> tuple[list[str], list[Node]]:
        """What a node says itself, and where the rest of it comes from."""
        if _ZERO.search(node.kind):
            return [], []
        own = [name for name in node.inputs if _is_of(name, role)]
        if own:
            self.is_partial = self.is_partial or bool(_STYLED.search(node.kind))
            return self._own(node, own)
        if any(name in node.inputs for name in TEXT_INPUTS if name):
            texts = [self.words.of(node.inputs[name]) for name in _said(node)]
            return texts or [self.words.said_by(node)], []
        sources = list(self.graph.sources(node))
        onward = [source for name, source in sources if _CONDITION.search(name)]
        if not onward:
            onward = [source for name, source in sources if not _NOT_WORDS.search(name)]
        self.is_partial = self.is_partial or not onward
        return [], onward

    def _own(self, node: Node, names: list[str]) -> tuple[list[str], list[Node]]:
        texts: list[str] = []
        onward: list[Node] = []
        for name in names:
            source = self.graph.source(node.inputs[name])
            if source is not None:
                onward.append(source)
            else:
                texts.append(self.words.of(node.inputs[name]))
        return texts, onward


def _is_of(name: str, role: str) -> bool:
    """Whether an input is for this role: `positive`, `text_positive`, `negative_g`, …"""
    return bool(re.fullmatch(rf"(?:\w{{0,20}}_)?{role}(?:_(?:g|l|prompt|text))?", name[:60]))


def _said(node: Node) -> list[str]:
    """The inputs of a text encoder that hold its words; [] for a node that only hands on text."""
    if not re.search(r"encod", node.kind, re.IGNORECASE):
        return []
    return [name for name in TEXT_INPUTS if name and name in node.inputs]
