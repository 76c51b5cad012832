"""What programs write that leave an object: texts made up here, in their form."""

from __future__ import annotations

import json

from pictures.recipe import Lora, Recipe
from pictures.tests.sample import (
    EXPECTED,
    HEIGHT,
    NEGATIVE,
    PROMPT,
    SEED,
    WIDTH,
    Sample,
    said,
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
FOOOCUS = said(
    "Fooocus",
    {"parameters": _FOOOCUS, "fooocus_scheme": "fooocus"},
    expected={
        "model": "painter-xl",
        "model_hash": "aeb7e9e689",
        "loras": (Lora("mist", 0.4, "1234567890ab"),),
    },
)

INVOKEAI = said(
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
INVOKEAI_2 = said(
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
NOVELAI = said(
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
SWARMUI = said(
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
DRAW_THINGS = said(
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
EASY_DIFFUSION = said(
    "Easy Diffusion",
    _EASY_DIFFUSION,
    comment=json.dumps(_EASY_DIFFUSION, ensure_ascii=False),
    expected={"sampler": "dpmpp_2m", "model": "painter-xl"},
)
CIVITAI = said(
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
