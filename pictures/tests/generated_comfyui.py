"""What ComfyUI writes: a graph as it ran, and the same as it was drawn."""

from __future__ import annotations

import json
from typing import Any

from pictures.recipe import Lora
from pictures.tests.sample import HEIGHT, NEGATIVE, PROMPT, SEED, WIDTH, said

GRAPH = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": SEED,
            "steps": 24,
            "cfg": 6.5,
            "sampler_name": "dpmpp_2m",
            "scheduler": "karras",
            "denoise": 1.0,
            "model": ["10", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {
        "class_type": "CheckpointLoaderSimple",
        "inputs": {"ckpt_name": "xl\\painter.ckpt"},
    },
    "5": {
        "class_type": "EmptyLatentImage",
        "inputs": {"width": WIDTH, "height": HEIGHT, "batch_size": 1},
    },
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": PROMPT, "clip": ["10", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": NEGATIVE, "clip": ["10", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "a", "images": ["8", 0]}},
    "10": {
        "class_type": "LoraLoader",
        "inputs": {
            "lora_name": "mist.safetensors",
            "strength_model": 0.4,
            "strength_clip": 0.4,
            "model": ["4", 0],
            "clip": ["4", 1],
        },
    },
}
WIDGETS = {
    "3": [SEED, "randomize", 24, 6.5, "dpmpp_2m", "karras", 1.0],
    "4": ["xl\\painter.ckpt"],
    "5": [WIDTH, HEIGHT, 1],
    "6": [PROMPT],
    "7": [NEGATIVE],
    "9": ["a"],
    "10": ["mist.safetensors", 0.4, 0.4],
}


def drawn(graph: dict[str, Any], widgets: dict[str, list[Any]]) -> dict[str, Any]:
    """The workflow as ComfyUI's page draws it."""
    nodes, links = [], []
    for key, node in graph.items():
        inputs = []
        for name, value in node["inputs"].items():
            if isinstance(value, list):
                links.append([len(links) + 1, int(value[0]), value[1], int(key), len(inputs), "*"])
                inputs.append({"name": name, "type": "*", "link": len(links)})
        nodes.append(
            {
                "id": int(key),
                "type": node["class_type"],
                "mode": 0,
                "inputs": inputs,
                "widgets_values": widgets.get(key, []),
            }
        )
    return {"last_node_id": 10, "nodes": nodes, "links": links, "version": 0.4}


WORKFLOW = drawn(GRAPH, WIDGETS)
_BY_COMFYUI = {
    "sampler": "dpmpp_2m",
    "scheduler": "karras",
    "model": "painter",
    "loras": (Lora("mist", 0.4),),
}
_API, _UI = json.dumps(GRAPH, ensure_ascii=False), json.dumps(WORKFLOW, ensure_ascii=False)
COMFYUI = said(
    "ComfyUI",
    {"prompt": _API, "workflow": _UI},
    comment=json.dumps({"prompt": GRAPH, "workflow": WORKFLOW}, ensure_ascii=False),
    beside=_API,
    expected=_BY_COMFYUI,
)
COMFYUI_UI = said(
    "ComfyUI",
    {"workflow": _UI},
    comment=f"workflow:{_UI}",
    beside=_UI,
    expected=_BY_COMFYUI,
)
