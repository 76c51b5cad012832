"""From the picture back to how it was made: follows a ComfyUI graph's links.

Nodes are known by their inputs rather than by their names, as there are thousands of kinds: a
sampler is what has a seed and steps, a model loader what names a file. Where a kind keeps its
answer to itself (a language model that writes the prompt, say), nothing is invented.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pictures.recipe_readers.comfyui_graph import Graph, Node

_SAVES = re.compile(r"save|send|upload|output", re.IGNORECASE)
_SHOWS = re.compile(r"preview|display|show.?image", re.IGNORECASE)
_SAMPLES = re.compile(r"sampler|ultimatesdupscale|detailer", re.IGNORECASE)
_NO_SAMPLER = re.compile(r"select|scheduler|sampling|config|settings|info", re.IGNORECASE)
_PICTURE_INPUTS = re.compile(r"latent|samples|image|pixels|pipe|any|^$|input", re.IGNORECASE)
# Through which the settings of one sampler are spread over several nodes.
_SETTING_INPUTS = ("noise", "sampler", "sigmas", "guider", "options", "settings")
_MOST_OUTPUTS = 8


def settings_nodes(graph: Graph, sampler: Node) -> list[Node]:
    """The sampler, and the nodes that its noise, sigmas, guider … come from."""
    found = {sampler.id: sampler}
    queue = deque([sampler])
    while queue and len(found) < 100:
        for name, source in graph.sources(queue.popleft()):
            if name.startswith(_SETTING_INPUTS) and source.id not in found:
                found[source.id] = source
                queue.append(source)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Chain:
    """Samplers one behind the other, the one that began the picture first.

    `is_whole` is false where others, of which none is before the other, had a part in it.
    """

    passes: list[Node]
    is_whole: bool


def chains(graph: Graph) -> list[Chain]:
    """For each picture that the graph hands out and that began differently, what led to it.

    Those of saved pictures come before those that are only shown.
    """
    found: list[Chain] = []
    for output in _outputs(graph):
        passes = _passes(graph, output)
        if passes and all(passes[0].id != chain.passes[0].id for chain in found):
            reached = walk_back(graph, [output], _PICTURE_INPUTS)
            samplers = sum(1 for node in reached if is_sampler(node))
            found.append(Chain(passes, samplers <= len(passes)))
    return found


def is_sampler(node: Node) -> bool:
    inputs = node.inputs
    seeded = any(name in inputs for name in ("seed", "noise_seed", "noise"))
    stepped = any(name in inputs for name in ("steps", "sigmas"))
    told = any(name in inputs for name in ("positive", "conditioning", "guider"))
    if seeded and stepped and told:
        return True
    named = _SAMPLES.search(node.kind) and not _NO_SAMPLER.search(node.kind)
    return bool(named) and (seeded or stepped)


def walk_back(graph: Graph, starts: Iterable[Node], follow: re.Pattern[str]) -> Iterator[Node]:
    """`starts` and what leads to them through inputs whose names match, nearest first."""
    queue = deque(starts)
    seen = {node.id for node in queue}
    while queue:
        node = queue.popleft()
        yield node
        for name, source in graph.sources(node):
            if source.id not in seen and (follow.search(name) or _hands_on(node)):
                seen.add(source.id)
                queue.append(source)


def _hands_on(node: Node) -> bool:
    return "reroute" in node.kind.lower() or "switch" in node.kind.lower()


def _outputs(graph: Graph) -> list[Node]:
    saved = [node for node in graph.nodes.values() if _SAVES.search(node.kind)]
    shown = [node for node in graph.nodes.values() if _SHOWS.search(node.kind)]
    found = [node for node in (saved or shown) if any(graph.sources(node))]
    if not found:
        used = {source.id for node in graph.nodes.values() for _, source in graph.sources(node)}
        found = [node for node in graph.nodes.values() if node.id not in used]
    return sorted(found, key=lambda node: (len(node.id), node.id))[:_MOST_OUTPUTS]


def _passes(graph: Graph, output: Node) -> list[Node]:
    """The samplers one behind the other that end in `output`, the first of them first."""
    found: list[Node] = []
    sampler = output if is_sampler(output) else _nearest(graph, output, set())
    while sampler is not None:
        found.insert(0, sampler)
        if not _continues(graph, sampler) or len(found) > 20:
            break
        sampler = _nearest(graph, sampler, {node.id for node in found})
    return found


def _nearest(graph: Graph, start: Node, passed: set[str]) -> Node | None:
    sources = (node for node in walk_back(graph, [start], _PICTURE_INPUTS) if node is not start)
    return next((node for node in sources if node.id not in passed and is_sampler(node)), None)


def _continues(graph: Graph, sampler: Node) -> bool:
    """Whether a sampler works on somebody else's result rather than on noise."""
    for node in settings_nodes(graph, sampler):
        denoise, start = node.inputs.get("denoise"), node.inputs.get("start_at_step")
        if isinstance(denoise, int | float) and denoise < 1:
            return True
        if isinstance(start, int) and start > 0:
            return True
        if node.inputs.get("add_noise") == "disable":
            return True
    return "latent_image" not in sampler.inputs or _disabled(graph, sampler)


def _disabled(graph: Graph, sampler: Node) -> bool:
    """Whether the noise of a sampler of several nodes is none."""
    source = graph.source(sampler.inputs.get("noise"))
    return source is not None and source.kind == "DisableNoise"
