"""What stable-diffusion.cpp names, and the text it writes into its pictures."""

from __future__ import annotations

import json
from typing import Any

from .asked import LONGEST_SIDE, Asked
from .catalogue import DEFAULT_MODEL, LATENT_UPSCALE_MODES, UPSCALERS
from .extras_catalogue import LORA_ROWS

DEFAULT_STEPS = 20
DEFAULT_METHOD = "euler_a"
VERSION = "stable-diffusion.cpp"
METHODS = (
    "euler", "euler_a", "heun", "dpm2", "dpm++2s_a", "dpm++2m", "dpm++2mv2", "ipndm", "ipndm_v",
    "lcm", "ddim_trailing", "tcd", "res_multistep", "res_2s",
)  # fmt: skip
_SCHEDULES = (
    "discrete", "normal", "karras", "exponential", "ays", "gits", "sgm_uniform", "simple",
    "smoothstep", "kl_optimal", "lcm",
)  # fmt: skip
_AS_A1111_NAMES_THEM = {
    "euler a": "euler_a",
    "k_euler_a": "euler_a",
    "euler": "euler",
    "k_euler": "euler",
    "heun": "heun",
    "dpm2": "dpm2",
    "lcm": "lcm",
    "ddim": "ddim_trailing",
    "dpm++ 2m": "dpm++2m",
    "k_dpmpp_2m": "dpm++2m",
}
SAMPLERS = [{"name": name, "aliases": [name], "options": {}} for name in ("default", *METHODS)]
SCHEDULERS = [{"name": name, "label": name} for name in ("default", *_SCHEDULES)]
MODEL_ROW: dict[str, Any] = {
    "title": DEFAULT_MODEL,
    "model_name": DEFAULT_MODEL,
    "filename": DEFAULT_MODEL,
    "hash": "8" * 10,
    "sha256": "8" * 64,
    "config": None,
}
_FEATURES = {
    "init_image": True,
    "mask_image": False,
    "control_image": False,
    "ref_images": False,
    "lora": True,
    "vae_tiling": False,
    "hires": True,
    "cache": False,
    "cancel_queued": False,
    "cancel_generating": False,
}
_DEFAULTS: dict[str, Any] = {
    "prompt": "",
    "negative_prompt": "",
    "clip_skip": -1,
    "width": 512,
    "height": 512,
    "strength": 0.75,
    "seed": -1,
    "batch_count": 1,
    "sample_params": {
        "scheduler": "default",
        "sample_method": DEFAULT_METHOD,
        "sample_steps": DEFAULT_STEPS,
        "eta": None,
        "guidance": {"txt_cfg": 7.0, "img_cfg": None, "distilled_guidance": 3.5},
    },
    "output_format": "png",
    "output_compression": 100,
}
CAPABILITIES: dict[str, Any] = {
    "model": {"name": DEFAULT_MODEL, "stem": DEFAULT_MODEL, "path": DEFAULT_MODEL},
    "current_mode": "img_gen",
    "supported_modes": ["img_gen"],
    "defaults": _DEFAULTS,
    "defaults_by_mode": {"img_gen": _DEFAULTS},
    "output_formats": ["png"],
    "output_formats_by_mode": {"img_gen": ["png"]},
    "features": _FEATURES,
    "features_by_mode": {"img_gen": _FEATURES},
    "samplers": list(METHODS),
    "schedulers": list(_SCHEDULES),
    "loras": [{"name": row["name"], "path": row["path"]} for row in LORA_ROWS],
    "upscalers": [{"name": row["name"]} for row in (*UPSCALERS, *LATENT_UPSCALE_MODES)],
    "limits": {
        "min_width": 64,
        "max_width": LONGEST_SIDE,
        "min_height": 64,
        "max_height": LONGEST_SIDE,
        "max_batch_count": 8,
        "max_queue_size": 64,
    },
}


def method_named(name: str) -> str:
    """The method of this name, its own or A1111's; the default for an unknown one, silently."""
    if name in METHODS:
        return name
    return _AS_A1111_NAMES_THEM.get(name.casefold(), DEFAULT_METHOD)


def infotext_of(asked: Asked, seed: int) -> str:
    """What lies in the file: pairs, and at the end an object whose commas nobody quotes."""
    negative = f"\nNegative prompt: {asked.negative_prompt}" if asked.negative_prompt else ""
    pairs = {
        "Steps": asked.steps,
        "CFG scale": f"{asked.cfg_scale:.6f}",
        "Guidance": "3.500000",
        "Eta": "inf",
        "Seed": seed,
        "Size": f"{asked.width}x{asked.height}",
        "Model": DEFAULT_MODEL,
        "RNG": "cuda",
        "Sampler": asked.sampler,
        "Version": VERSION,
        "SDCPP": json.dumps(_own_words(asked, seed), separators=(",", ":"), ensure_ascii=False),
    }
    told = ", ".join(f"{key}: {value}" for key, value in pairs.items())
    return f"{asked.prompt}{negative}\n{told}"


def _own_words(asked: Asked, seed: int) -> dict[str, Any]:
    return {
        "auto_resize_ref_image": True,
        "batch_count": asked.batch_size,
        "height": asked.height,
        "loras": asked.loras,
        "model": DEFAULT_MODEL,
        "sample_params": {
            "guidance": {"distilled_guidance": 3.5, "txt_cfg": asked.cfg_scale},
            "sample_method": asked.sampler,
            "sample_steps": asked.steps,
        },
        "seed": seed,
        "width": asked.width,
    }
