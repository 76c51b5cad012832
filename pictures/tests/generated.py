"""What each program writes into its pictures, for tests: texts made up here, in its form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pictures.recipe import Lora, Recipe

PROMPT, NEGATIVE = "a lighthouse on a cliff, evening light, 등대", "blurry, text"
EXPECTED = {
    "prompt": PROMPT,
    "negative_prompt": NEGATIVE,
    "seed": 2**40 + 7,
    "steps": 24,
    "guidance": 6.5,
    "width": 832,
    "height": 1216,
}
SEED, WIDTH, HEIGHT = EXPECTED["seed"], EXPECTED["width"], EXPECTED["height"]


@dataclass(frozen=True)
class Sample:
    """`texts`: key → text as in a PNG. `comment`: what a carrier without keys holds.

    `sidecar`: ending and text of a file beside the picture; `expected`: beyond `EXPECTED`.
    """

    program: str
    texts: dict[str, str]
    comment: str = ""
    sidecar: tuple[str, str] | None = None
    expected: dict[str, Any] = field(default_factory=dict)

    @property
    def recipe(self) -> dict[str, Any]:
        return {**EXPECTED, **self.expected}

    def told_by(self, recipe: Recipe) -> dict[str, Any]:
        return {name: getattr(recipe, name) for name in self.recipe}


def infotext(settings: str) -> str:
    return f"{PROMPT}\nNegative prompt: {NEGATIVE}\n{settings}"


def _told(settings: str, program: str, **expected: Any) -> Sample:
    text = infotext(settings)
    texts = {"parameters": text}
    return Sample(program, texts, text, (".txt", text), {"program": program, **expected})


def _said(program: str, texts: dict[str, str], **more: Any) -> Sample:
    """A program that leaves JSON: alone in a comment or a file, it is the same text."""
    only = next(iter(texts.values()))
    expected = {"program": program, **more.pop("expected", {})}
    comment = more.pop("comment", only)
    sidecar = (more.pop("ending", ".json"), more.pop("beside", comment))
    return Sample(program, texts, comment, sidecar, expected)


A1111 = _told(
    f"Steps: 24, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: {SEED}, "
    f"Size: {WIDTH}x{HEIGHT}, Model hash: 9ce000b877, Model: painter-xl, "
    'Lora hashes: "mist: 1234567890ab, rain: ba0987654321", Version: v1.10.1',
    "AUTOMATIC1111",
    sampler="DPM++ 2M",
    scheduler="Karras",
    model="painter-xl",
    loras=(Lora("mist", None, "1234567890ab"), Lora("rain", None, "ba0987654321")),
)
FORGE = _told(
    f"Steps: 24, Sampler: Euler, Schedule type: Simple, CFG scale: 6.5, "
    f"Distilled CFG Scale: 3.5, Seed: {SEED}, Size: {WIDTH}x{HEIGHT}, Model hash: 9ce000b877, "
    "Model: flux1-dev, Version: f2.0.1v1.10.1-previous-669-gdfdcbab6",
    "Forge",
    sampler="Euler",
    extras={"Distilled CFG Scale": "3.5"},
)
SDNEXT = _told(
    f"Steps: 24, Size: {WIDTH}x{HEIGHT}, Sampler: Euler a, Seed: {SEED}, CFG scale: 6.5, "
    "CFG rescale: 0.7, App: SD.Next, Version: 0c7038e, Pipeline: StableDiffusionXLPipeline, "
    "Operations: txt2img; hires, Model: painter-xl, Model hash: 9ce000b877",
    "SD.Next",
    sampler="Euler a",
    version="0c7038e",
)
SDCPP = _told(
    f"Steps: 24, CFG scale: 6.500000, Guidance: 3.500000, Eta: inf, Seed: {SEED}, "
    f"Size: {WIDTH}x{HEIGHT}, Model: painter-xl.safetensors, RNG: cuda, Sampler: euler_a, "
    'Version: stable-diffusion.cpp, SDCPP: {"cache":{"mode":"off, really: off"},"loras":[]}',
    "stable-diffusion.cpp",
    sampler="euler_a",
)
FOOOCUS_A1111 = _told(
    f"Steps: 24, Sampler: DPM++ 2M SDE, Scheduler: karras, Seed: {SEED}, "
    f'Size: {WIDTH}x{HEIGHT}, CFG scale: 6.5, Sharpness: 2, ADM Guidance: "(1.5, 0.8, 0.3)", '
    "Model: painter-xl, Model hash: aeb7e9e689, Performance: Speed, "
    'Lora hashes: "mist: 1234567890ab", Lora weights: "mist: 0.4", Version: Fooocus v2.4.3',
    "Fooocus",
    scheduler="karras",
    loras=(Lora("mist", 0.4, "1234567890ab"),),
)

_FOOOCUS = json.dumps(
    {
        "base_model": "painter-xl",
        "base_model_hash": "aeb7e9e689",
        "full_prompt": [PROMPT, "intricate, elegant"],
        "guidance_scale": 6.5,
        "loras": [["mist", 0.4, "1234567890ab"]],
        "metadata_scheme": "fooocus",
        "negative_prompt": NEGATIVE,
        "performance": "Speed",
        "prompt": PROMPT,
        "resolution": f"({WIDTH}, {HEIGHT})",
        "sampler": "dpmpp_2m_sde_gpu",
        "scheduler": "karras",
        "seed": str(SEED),
        "steps": 24,
        "styles": "['Fooocus V2']",
        "version": "Fooocus v2.4.3",
    },
    ensure_ascii=False,
)
FOOOCUS = _said(
    "Fooocus",
    {"parameters": _FOOOCUS, "fooocus_scheme": "fooocus"},
    expected={
        "model": "painter-xl",
        "model_hash": "aeb7e9e689",
        "loras": (Lora("mist", 0.4, "1234567890ab"),),
    },
)

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
COMFYUI = _said(
    "ComfyUI",
    {"prompt": _API, "workflow": _UI},
    comment=json.dumps({"prompt": GRAPH, "workflow": WORKFLOW}, ensure_ascii=False),
    beside=_API,
    expected=_BY_COMFYUI,
)
COMFYUI_UI = _said(
    "ComfyUI",
    {"workflow": _UI},
    comment=f"workflow:{_UI}",
    beside=_UI,
    expected=_BY_COMFYUI,
)

INVOKEAI = _said(
    "InvokeAI",
    {
        "invokeai_metadata": json.dumps(
            {
                "app_version": "5.6.0",
                "generation_mode": "sdxl_txt2img",
                "positive_prompt": PROMPT,
                "negative_prompt": NEGATIVE,
                "width": WIDTH,
                "height": HEIGHT,
                "seed": SEED,
                "cfg_scale": 6.5,
                "steps": 24,
                "scheduler": "dpmpp_2m_k",
                "model": {"key": "0-1", "hash": "blake3:9ce000b877", "name": "Painter XL"},
                "loras": [
                    {"model": {"name": "mist", "hash": "blake3:12ab34cd56ef"}, "weight": 0.4}
                ],
            }
        )
    },
    expected={
        "sampler": "dpmpp_2m_k",
        "model": "Painter XL",
        "model_hash": "blake3:9ce000b877",
        "loras": (Lora("mist", 0.4, "blake3:12ab34cd56ef"),),
        "version": "5.6.0",
    },
)
INVOKEAI_2 = _said(
    "InvokeAI",
    {
        "sd-metadata": json.dumps(
            {
                "model": "stable diffusion",
                "model_weights": "painter-1",
                "model_hash": "9ce000b877",
                "app_id": "invoke-ai/InvokeAI",
                "app_version": "2.3.0",
                "image": {
                    "prompt": [{"prompt": f"{PROMPT} [{NEGATIVE}]", "weight": 1.0}],
                    "steps": 24,
                    "cfg_scale": 6.5,
                    "height": HEIGHT,
                    "width": WIDTH,
                    "seed": SEED,
                    "sampler": "k_lms",
                },
            }
        )
    },
    expected={"sampler": "k_lms", "model": "painter-1", "version": "2.3.0"},
)
DREAM = Sample(
    "InvokeAI",
    {
        "Dream": f'"{PROMPT} [{NEGATIVE}]" -s 24 -S {SEED} -W {WIDTH} -H {HEIGHT} -C 6.5 -A k_lms',
    },
    expected={"program": "InvokeAI", "sampler": "k_lms"},
)

_NOVELAI = {
    "Title": "NovelAI generated image",
    "Description": PROMPT,
    "Software": "NovelAI",
    "Source": "NovelAI Diffusion V4 37442FCA",
    "Comment": json.dumps(
        {
            "prompt": PROMPT,
            "steps": 24,
            "height": HEIGHT,
            "width": WIDTH,
            "scale": 6.5,
            "seed": SEED,
            "noise_schedule": "karras",
            "sampler": "k_euler_ancestral",
            "uc": NEGATIVE,
            "request_type": "PromptGenerateRequest",
            "v4_prompt": {"caption": {"base_caption": PROMPT, "char_captions": []}},
            "signed_hash": "x" * 80,
        },
        ensure_ascii=False,
    ),
}
NOVELAI = _said(
    "NovelAI",
    _NOVELAI,
    comment=json.dumps(_NOVELAI, ensure_ascii=False),
    expected={
        "sampler": "k_euler_ancestral",
        "scheduler": "karras",
        "model": "NovelAI Diffusion V4",
        "model_hash": "37442FCA",
    },
)
SWARMUI = _said(
    "SwarmUI",
    {
        "parameters": json.dumps(
            {
                "sui_image_params": {
                    "prompt": PROMPT,
                    "negativeprompt": NEGATIVE,
                    "model": "sdxl/painter-xl",
                    "seed": SEED,
                    "steps": 24,
                    "cfgscale": "6.5",
                    "width": WIDTH,
                    "height": HEIGHT,
                    "sampler": "dpmpp_2m",
                    "scheduler": "karras",
                    "loras": ["styles/mist"],
                    "loraweights": ["0.4"],
                    "swarm_version": "0.9.3.1",
                },
                "sui_models": [
                    {"name": "sdxl/painter-xl.safetensors", "param": "model", "hash": "0x9ce000"},
                    {"name": "styles/mist.safetensors", "param": "loras", "hash": "0x12ab34cd56ef"},
                ],
                "sui_extra_data": {"date": "2026-11-13"},
            },
            indent=2,
        )
    },
    ending=".swarm.json",
    expected={
        "sampler": "dpmpp_2m",
        "scheduler": "karras",
        "model": "painter-xl",
        "model_hash": "9ce000",
        "loras": (Lora("mist", 0.4, "12ab34cd56ef"),),
        "version": "0.9.3.1",
    },
)
_DRAW_THINGS = json.dumps(
    {
        "c": PROMPT,
        "uc": NEGATIVE,
        "model": "painter_xl_q6p.ckpt",
        "sampler": "DPM++ 2M Karras",
        "scale": 6.5,
        "seed": SEED,
        "size": f"{WIDTH}x{HEIGHT}",
        "steps": 24,
        "lora": [{"model": "mist.ckpt", "weight": 0.4}],
        "v2": {"width": WIDTH},
    },
    ensure_ascii=False,
)
DRAW_THINGS = _said(
    "Draw Things",
    {
        "XML:com.adobe.xmp": "<x:xmpmeta><rdf:Description><exif:UserComment><rdf:Alt>"
        f'<rdf:li xml:lang="x-default">{_DRAW_THINGS.replace(chr(34), "&quot;")}</rdf:li>'
        "</rdf:Alt></exif:UserComment></rdf:Description></x:xmpmeta>"
    },
    comment=_DRAW_THINGS,
    expected={"sampler": "DPM++ 2M", "model": "painter_xl_q6p", "loras": (Lora("mist", 0.4),)},
)
_EASY_DIFFUSION = {
    "prompt": PROMPT,
    "negative_prompt": NEGATIVE,
    "seed": str(SEED),
    "use_stable_diffusion_model": "models/painter-xl",
    "sampler_name": "dpmpp_2m",
    "num_inference_steps": "24",
    "guidance_scale": "6.5",
    "width": str(WIDTH),
    "height": str(HEIGHT),
}
EASY_DIFFUSION = _said(
    "Easy Diffusion",
    _EASY_DIFFUSION,
    comment=json.dumps(_EASY_DIFFUSION, ensure_ascii=False),
    expected={"sampler": "dpmpp_2m", "model": "painter-xl"},
)
CIVITAI = _said(
    "",
    {
        "parameters": json.dumps(
            {
                "id": 1,
                "meta": {
                    "prompt": PROMPT,
                    "negativePrompt": NEGATIVE,
                    "Size": f"{WIDTH}x{HEIGHT}",
                    "seed": SEED,
                    "steps": 24,
                    "sampler": "DPM++ 2M",
                    "cfgScale": 6.5,
                    "resources": [
                        {"type": "model", "name": "painter-xl", "hash": "9ce000b877"},
                        {"type": "lora", "name": "mist", "weight": 0.4},
                    ],
                },
            }
        )
    },
    expected={
        "sampler": "DPM++ 2M",
        "model": "painter-xl",
        "model_hash": "9ce000b877",
        "loras": (Lora("mist", 0.4),),
    },
)
OWN = Recipe(
    **EXPECTED,
    sampler="Euler a",
    model="painter-xl",
    loras=(Lora("mist", 0.4, "12ab34cd56ef"),),
    program="Forge",
    extras={"Clip skip": "2"},
    raw="as it was",
)
HKPICTURES = Sample(
    "",
    {},
    sidecar=(".json", json.dumps(OWN.as_json(), ensure_ascii=False)),
    expected={"loras": OWN.loras, "extras": OWN.extras, "raw": OWN.raw, "program": OWN.program},
)

SAMPLES = {
    "AUTOMATIC1111, reForge": A1111,
    "Forge": FORGE,
    "SD.Next": SDNEXT,
    "stable-diffusion.cpp": SDCPP,
    "Fooocus, scheme `a1111`": FOOOCUS_A1111,
    "Fooocus, scheme `fooocus`": FOOOCUS,
    "ComfyUI, prompt and workflow": COMFYUI,
    "ComfyUI, workflow alone": COMFYUI_UI,
    "InvokeAI since 3.0": INVOKEAI,
    "InvokeAI 2, `sd-metadata`": INVOKEAI_2,
    "InvokeAI 1, `Dream`": DREAM,
    "NovelAI": NOVELAI,
    "SwarmUI": SWARMUI,
    "Draw Things": DRAW_THINGS,
    "Easy Diffusion": EASY_DIFFUSION,
    "Civitai": CIVITAI,
    "HKPictures' own JSON": HKPICTURES,
}
