"""ComfyUI: prompt, settings, model and LoRAs out of its graph of nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pictures.recipe import Recipe
from pictures.recipe_readers.comfyui_graph import (
    Graph,
    Node,
    graph_of_prompt,
    graph_of_workflow,
)
from pictures.recipe_readers.comfyui_models import models_of
from pictures.recipe_readers.comfyui_prompts import Prompts
from pictures.recipe_readers.comfyui_text import Words
from pictures.recipe_readers.comfyui_trace import chains, settings_nodes, walk_back
from pictures.recipe_readers.texts import Texts
from pictures.recipe_readers.values import name_of, number_of, size_of, text_of, whole_of

_LATENT_INPUTS = re.compile(r"latent|samples|pixels|image|pipe|any|^$", re.IGNORECASE)
_CHANGES_SIZE = re.compile(r"scale|resize|crop|pad|extend|encode|load", re.IGNORECASE)
_LEADING_SIZE = re.compile(r"\s*\d{2,5}\s*x\s*\d{2,5}")
_LARGEST_SIDE, _MOST_STEPS = 100_000, 1_000_000


def read(texts: Texts) -> Recipe | None:
    """The recipe in ComfyUI's texts; None where there is no graph with a sampler."""
    for graph in _graphs(texts):
        if recipe := _recipe(graph, _workflow_text(texts)):
            return recipe
    return None


def has_graph(texts: Texts) -> bool:
    """Whether ComfyUI left a graph, whatever else the file tells."""
    return next(_graphs(texts), None) is not None


def _graphs(texts: Texts) -> Iterator[Graph]:
    """The graph that ran, then the one that was drawn, then any in a text of another name."""
    named = ("prompt", "workflow")
    objects = [texts.objects[key] for key in named if key in texts.objects]
    objects += [values for key, values in texts.objects.items() if key not in named]
    for values in objects:
        build = graph_of_workflow if "nodes" in values else graph_of_prompt
        if (graph := build(values)).nodes:
            yield graph


def _workflow_text(texts: Texts) -> str:
    """What ComfyUI opens again: the drawn workflow, else the graph as it ran."""
    for key in ("workflow", "prompt"):
        if key in texts.objects:
            return texts.raw[key]
    return next(iter(texts.raw.values()), "")


def _recipe(graph: Graph, raw: str) -> Recipe | None:
    found = chains(graph)
    if not found:
        return None
    passes = found[0].passes
    words = Words(graph)
    nodes = settings_nodes(graph, passes[0])
    prompts = Prompts(graph, words)
    models = models_of(graph, nodes)
    width, height = _size(graph, passes[0], words)
    guidance = _number(words, nodes, "cfg")
    fields: dict[str, Any] = {
        "prompt": prompts.of(nodes, "positive"),
        "negative_prompt": prompts.of(nodes, "negative"),
        "seed": _seed(words, nodes),
        "steps": whole_of(_setting(words, nodes, "steps"), largest=_MOST_STEPS),
        "sampler": text_of(_setting(words, nodes, "sampler_name")),
        "scheduler": _scheduler(words, nodes),
        "guidance": prompts.guidance if guidance is None else guidance,
        "model": models.name,
        "loras": models.loras,
        "width": width,
        "height": height,
    }
    known = all(fields[name] not in ("", None) for name in ("prompt", "seed", "steps", "model"))
    sure = len(found) == 1 and found[0].is_whole and models.is_sure and graph.steps_left >= 0
    return Recipe(
        **fields,
        program="ComfyUI",
        extras=_extras(graph, passes, None if guidance is None else prompts.guidance),
        is_partial=not (known and sure) or words.is_partial or prompts.is_partial,
        raw=raw,
    )


def _setting(words: Words, nodes: list[Node], name: str) -> Any:
    """The value of the first of `nodes` that has a setting of this name."""
    for node in nodes:
        if name in node.inputs:
            found = words.number(node.inputs[name], name)
            if found is not None:
                return found
            words.is_partial = True
    return None


def _seed(words: Words, nodes: list[Node]) -> int | None:
    for name in ("seed", "noise_seed"):
        seed = whole_of(_setting(words, nodes, name), least=-1)
        if seed is not None:
            return seed
    return None


def _number(words: Words, nodes: list[Node], name: str) -> float | None:
    return number_of(_setting(words, nodes, name))


def _scheduler(words: Words, nodes: list[Node]) -> str:
    """The scheduler's name; of a node for one scheduler alone, its kind."""
    if named := text_of(_setting(words, nodes, "scheduler")):
        return named
    kinds = (node.kind for node in nodes if node.kind.endswith("Scheduler"))
    return next(kinds, "").removesuffix("Scheduler").lower()


def _size(graph: Graph, sampler: Node, words: Words) -> tuple[int | None, int | None]:
    """Pixels of the empty picture that the sampler began with; None where it began with another."""
    starts = [source for name, source in graph.sources(sampler) if _LATENT_INPUTS.search(name)]
    for node in walk_back(graph, starts, _LATENT_INPUTS):
        if _CHANGES_SIZE.search(node.kind) and "empty_latent_width" not in node.inputs:
            continue
        for sides in (("width", "height"), ("empty_latent_width", "empty_latent_height")):
            found = [words.number(node.inputs.get(side), side) for side in sides]
            width, height = (whole_of(side, least=1, largest=_LARGEST_SIDE) for side in found)
            if width and height:
                return width, height
        for key in ("resolution", "dimensions"):
            match = _LEADING_SIZE.match(str(node.inputs.get(key, ""))[:40])
            if match and (size := size_of(match[0])):
                return size
    return None, None


def _extras(graph: Graph, passes: list[Node], distilled: float | None) -> dict[str, str]:
    """Further settings under the names that WebUI gives them."""
    denoise = number_of(passes[-1].inputs.get("denoise"))
    stops = {
        stop
        for node in graph.nodes.values()
        if node.kind == "CLIPSetLastLayer"
        and (stop := whole_of(node.inputs.get("stop_at_clip_layer"), least=-24, largest=-2))
    }
    vaes = {
        name_of(node.inputs.get("vae_name"))
        for node in graph.nodes.values()
        if node.kind == "VAELoader"
    } - {""}
    extras = {
        "Denoising strength": "" if denoise in (None, 1) else text_of(round(denoise, 4)),
        "Distilled CFG Scale": text_of(distilled),
        "Clip skip": str(-next(iter(stops))) if len(stops) == 1 else "",
        "VAE": next(iter(vaes)) if len(vaes) == 1 else "",
        "Passes": str(len(passes)) if len(passes) > 1 else "",
    }
    return {key: value for key, value in extras.items() if value}
