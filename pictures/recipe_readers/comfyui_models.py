"""The model and the LoRAs of a ComfyUI graph, by way of the links that a model takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pictures.recipe import Lora
from pictures.recipe_readers.comfyui_graph import Graph, Node
from pictures.recipe_readers.comfyui_trace import walk_back
from pictures.recipe_readers.values import name_of, number_of, object_of, text_of

_MODEL_INPUTS = re.compile(r"model|lora|pipe|ckpt|unet|tuple|guider|any|^$", re.IGNORECASE)
_NAMES = (
    *("ckpt_name", "unet_name", "base_ckpt_name", "model_name", "checkpoint", "gguf_name"),
    *("diffusion_model", "diffusion_name", "model_path", "model", "ckpt"),
)
_LORA_TAG = re.compile(r"<lora:([^<>:]{1,200}):([0-9.]{1,10})")
_WEIGHTS = (
    *("strength_model", "lora_model_strength", "model_weight", "lora_wt", "strength", "weight"),
)
_NUMBERED_NAME = re.compile(r"lora_(?:name_)?(\d{1,2})")
_OFF = ("None", "none", "Off", "off", "")


@dataclass(slots=True)
class Models:
    """`is_sure` is false where several models were mixed, or none was found."""

    name: str = ""
    loras: tuple[Lora, ...] = ()
    others: list[str] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        return bool(self.name) and not self.others


def models_of(graph: Graph, nodes: list[Node]) -> Models:
    """What the sampler spread over `nodes` was given, in the order in which it was loaded."""
    starts = [
        source
        for node in nodes
        for name, source in graph.sources(node)
        if _MODEL_INPUTS.search(name)
    ]
    found: list[str] = []
    loras: dict[str, Lora] = {}
    for node in walk_back(graph, starts, _MODEL_INPUTS):
        for lora in _loras(node):
            loras.setdefault(lora.name, lora)
        name = "" if _is_lora(node) else _model_name(node)
        if name and name not in found:
            found.append(name)
    return Models(found[0] if found else "", tuple(reversed(loras.values())), found[1:])


def _is_lora(node: Node) -> bool:
    return "lora" in node.kind.lower()


def _model_name(node: Node) -> str:
    for key in _NAMES:
        value = node.inputs.get(key)
        value = object_of(value).get("content", value)
        if isinstance(value, str) and value not in _OFF:
            return name_of(value)
    return ""


def _loras(node: Node) -> Iterator[Lora]:
    inputs = node.inputs
    if not _is_lora(node) and not any("lora" in name for name in inputs):
        return
    entries: list[tuple[Any, Any]] = []
    if "lora_name" in inputs:
        weight = next((inputs[key] for key in _WEIGHTS if key in inputs), None)
        entries.append((inputs["lora_name"], weight))
    for key, value in inputs.items():
        if isinstance(value, dict):
            if value.get("on", True):
                entries.append((value.get("lora"), value.get("strength")))
        elif match := _NUMBERED_NAME.fullmatch(key):
            entries.append((value, _numbered_weight(inputs, match[1])))
        elif isinstance(value, str) and "<lora:" in value:
            entries += [(name, weight) for name, weight in _LORA_TAG.findall(value[:20_000])]
    for name, weight in entries:
        if isinstance(name, str) and name not in _OFF:
            yield Lora(name_of(name), number_of(weight))


def _numbered_weight(inputs: dict[str, Any], number: str) -> Any:
    """The weight of the LoRA of this number; a switch of that number that is off says "None"."""
    for key in ("model_str", "model_weight", "lora_wt", "strength", "lora_weight"):
        if f"{key}_{number}" in inputs:
            return inputs[f"{key}_{number}"]
    return text_of(inputs.get(f"strength_{number}"))
