"""ComfyUI's graph of nodes, from the form it runs (`prompt`) or the one it draws (`workflow`).

prompt    {"3": {"class_type": "KSampler", "inputs": {"seed": 1, "model": ["4", 0]}}, …}
workflow  {"nodes": [{"id": 3, "type": "KSampler", "inputs": [{"name": "model", "link": 7}],
           "widgets_values": [1, …]}], "links": [[7, 4, 0, 3, 0, "MODEL"]]}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pictures.recipe_readers.comfyui_widgets import widget_values
from pictures.recipe_readers.values import list_of, object_of

_MUTED, _BYPASSED = 2, 4
_MOST_NODES = 10_000
PASSED_BY = "Reroute"
"""The kind of a node that hands on what it gets."""


@dataclass(slots=True, eq=False)
class Node:
    """`inputs`: name → value, or → `[id of another node, number of its output]`."""

    id: str
    kind: str
    inputs: dict[str, Any]


@dataclass(slots=True)
class Graph:
    """`steps_left` bounds how many nodes and inputs are looked at in all, whatever the graph."""

    nodes: dict[str, Node] = field(default_factory=dict)
    steps_left: int = 60_000

    def source(self, value: Any) -> Node | None:
        """The node that an input's value comes from; None if it is no link, or leads nowhere."""
        if not isinstance(value, list) or len(value) != 2 or not isinstance(value[1], int):
            return None
        return self.nodes.get(str(value[0])) if isinstance(value[0], str | int) else None

    def sources(self, node: Node) -> Iterator[tuple[str, Node]]:
        """Name and origin of every linked input; nothing more once the steps are used up."""
        self.steps_left -= 1 + len(node.inputs)
        if self.steps_left < 0:
            return
        for name, value in node.inputs.items():
            source = self.source(value)
            if source is not None:
                yield name, source


def graph_of_prompt(values: dict[str, Any]) -> Graph:
    """The graph in the form that runs; what is no node is left out."""
    graph = Graph()
    graph.steps_left -= len(values)
    for key, value in islice(values.items(), _MOST_NODES):
        entry = object_of(value)
        kind, inputs = entry.get("class_type"), entry.get("inputs")
        if isinstance(kind, str) and isinstance(inputs, dict):
            graph.nodes[key] = Node(key, kind[:200], inputs)
    return graph


def graph_of_workflow(values: dict[str, Any]) -> Graph:
    """The graph in the form that is drawn; muted nodes are left out, bypassed ones hand on."""
    graph = Graph()
    origins = _origins(list_of(values.get("links")))
    graph.steps_left -= len(list_of(values.get("nodes")))
    for value in list_of(values.get("nodes"))[:_MOST_NODES]:
        entry = object_of(value)
        kind, mode = entry.get("type"), entry.get("mode")
        if not isinstance(kind, str) or not isinstance(entry.get("id"), str | int):
            continue
        if mode == _MUTED:
            continue
        key = str(entry["id"])
        inputs = dict(_links(entry, origins))
        if mode == _BYPASSED:
            kind = PASSED_BY
        else:
            inputs = {**widget_values(kind, entry), **inputs}
        graph.nodes[key] = Node(key, kind[:200], inputs)
    return graph


def _origins(links: list[Any]) -> dict[int, list[Any]]:
    """Link number → node and output it comes from."""
    found: dict[int, list[Any]] = {}
    for link in links:
        if isinstance(link, dict):
            link = [link.get("id"), link.get("origin_id"), link.get("origin_slot")]
        if isinstance(link, list) and len(link) >= 3 and isinstance(link[0], int):
            found[link[0]] = [str(link[1]), link[2]]
    return found


def _links(entry: Any, origins: dict[int, list[Any]]) -> Iterator[tuple[str, Any]]:
    for value in list_of(entry.get("inputs")):
        item = object_of(value)
        name, link = item.get("name"), item.get("link")
        if isinstance(name, str) and isinstance(link, int) and link in origins:
            yield name, origins[link]
