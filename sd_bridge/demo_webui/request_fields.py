"""The fields of each request, with types and defaults, dialect by dialect."""

from collections.abc import Mapping
from typing import Any

from .fields import REQUIRED, Fields

_WORDS: Fields = {
    "prompt": ("str", ""),
    "negative_prompt": ("str", ""),
    "styles": ("list[str]", None),
    "seed": ("int", -1),
    "subseed": ("int", -1),
    "subseed_strength": ("float", 0),
    "seed_resize_from_h": ("int", -1),
    "seed_resize_from_w": ("int", -1),
    "sampler_name": ("str", None),
    "scheduler": ("str", None),
    "batch_size": ("int", 1),
    "n_iter": ("int", 1),
    "steps": ("int", 50),
    "cfg_scale": ("float", 7.0),
    "width": ("int", 512),
    "height": ("int", 512),
    "restore_faces": ("bool", None),
    "tiling": ("bool", None),
    "do_not_save_samples": ("bool", False),
    "do_not_save_grid": ("bool", False),
    "eta": ("float", None),
    "denoising_strength": ("float", None),
    "s_min_uncond": ("float", None),
    "s_churn": ("float", None),
    "s_tmax": ("float", None),
    "s_tmin": ("float", None),
    "s_noise": ("float", None),
    "override_settings": ("dict", None),
    "override_settings_restore_afterwards": ("bool", True),
    "refiner_checkpoint": ("str", None),
    "refiner_switch_at": ("float", None),
    "disable_extra_networks": ("bool", False),
    "firstpass_image": ("str", None),
    "comments": ("dict", None),
}
_MANNER: Fields = {
    "force_task_id": ("str", None),
    "sampler_index": ("str", "Euler"),
    "script_name": ("str", None),
    "script_args": ("list", []),
    "send_images": ("bool", True),
    "save_images": ("bool", False),
    "alwayson_scripts": ("dict", {}),
    "infotext": ("str", None),
}
TXT2IMG: Fields = {
    **_WORDS,
    "enable_hr": ("bool", False),
    "firstphase_width": ("int", 0),
    "firstphase_height": ("int", 0),
    "hr_scale": ("float", 2.0),
    "hr_upscaler": ("str", None),
    "hr_second_pass_steps": ("int", 0),
    "hr_resize_x": ("int", 0),
    "hr_resize_y": ("int", 0),
    "hr_checkpoint_name": ("str", None),
    "hr_sampler_name": ("str", None),
    "hr_scheduler": ("str", None),
    "hr_prompt": ("str", ""),
    "hr_negative_prompt": ("str", ""),
    **_MANNER,
}
IMG2IMG: Fields = {
    **_WORDS,
    "denoising_strength": ("float", 0.75),
    "init_images": ("list", None),
    "resize_mode": ("int", 0),
    "image_cfg_scale": ("float", None),
    "mask": ("str", None),
    "mask_blur_x": ("int", 4),
    "mask_blur_y": ("int", 4),
    "mask_blur": ("int", None),
    "mask_round": ("bool", True),
    "inpainting_fill": ("int", 0),
    "inpaint_full_res": ("bool", True),
    "inpaint_full_res_padding": ("int", 0),
    "inpainting_mask_invert": ("int", 0),
    "initial_noise_multiplier": ("float", None),
    "latent_mask": ("str", None),
    **_MANNER,
    "include_init_images": ("bool", False),
}
_FORGE_BOTH: Fields = {"distilled_cfg_scale": ("float", 3.5), "hr_distilled_cfg": ("float", 3.5)}
_FORGE_TXT2IMG: Fields = {"hr_additional_modules": ("list", None), "hr_cfg": ("float", 1.0)}
_SDNEXT_HIRES: Fields = {
    "hr_force": ("bool", False),
    "hr_resize_mode": ("int", 0),
    "hr_denoising_strength": ("float", 0.5),
    "refiner_prompt": ("str", ""),
    "refiner_negative": ("str", ""),
}
_SDNEXT: Fields = {
    "sampler_name": ("str", "Default"),
    "steps": ("int", 20),
    "cfg_scale": ("float", 6.0),
    "width": ("int", 1024),
    "height": ("int", 1024),
}
TXT2IMG_OF: Mapping[str, Fields] = {
    "a1111": TXT2IMG,
    "forge": {**TXT2IMG, **_FORGE_BOTH, **_FORGE_TXT2IMG},
    "sdnext": {
        **TXT2IMG,
        **_SDNEXT_HIRES,
        **_SDNEXT,
        "denoising_strength": ("float", 0.3),
    },
}
IMG2IMG_OF: Mapping[str, Fields] = {
    "a1111": IMG2IMG,
    "forge": {**IMG2IMG, **_FORGE_BOTH},
    "sdnext": {**IMG2IMG, **_SDNEXT, "denoising_strength": ("float", 0.5)},
}

PROGRESS: Fields = {
    "id_task": ("str", None),
    "id_live_preview": ("int", -1),
    "live_preview": ("bool", True),
}
PNG_INFO: Fields = {"image": ("str", REQUIRED)}
INTERROGATE: Fields = {"image": ("str", ""), "model": ("str", "clip")}
_EXTRAS: dict[str, tuple[str, Any]] = {
    "resize_mode": ("int", 0),
    "show_extras_results": ("bool", True),
    "gfpgan_visibility": ("float", 0),
    "codeformer_visibility": ("float", 0),
    "codeformer_weight": ("float", 0),
    "upscaling_resize": ("float", 2),
    "upscaling_resize_w": ("int", 512),
    "upscaling_resize_h": ("int", 512),
    "upscaling_crop": ("bool", True),
    "upscaler_1": ("str", "None"),
    "upscaler_2": ("str", "None"),
    "extras_upscaler_2_visibility": ("float", 0),
    "upscale_first": ("bool", False),
}
EXTRA_SINGLE: Fields = {**_EXTRAS, "image": ("str", "")}
EXTRA_BATCH: Fields = {**_EXTRAS, "imageList": ("list", REQUIRED)}
