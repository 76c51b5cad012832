"""The bodies of requests as the A1111 family reads them; dialects say what they do otherwise."""

from __future__ import annotations

from typing import Any

from sd_bridge.engines.asking import ImageToImage, Painting, TextToImage, Upscale


def painting_fields(request: Painting, task_id: str) -> dict[str, Any]:
    """What every request for pictures holds: everything whose default differs between servers.

    The only option overridden is the model: other options would stay set on the server for
    everybody when its configuration file has never named them.
    """
    fields: dict[str, Any] = {
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "styles": list(request.styles),
        "width": request.width,
        "height": request.height,
        "steps": request.steps,
        "cfg_scale": request.cfg_scale,
        "seed": request.seed,
        "subseed": request.variation_seed,
        "subseed_strength": request.variation_strength,
        "sampler_name": request.sampler,
        "sampler_index": request.sampler,
        "n_iter": request.count // request.batch_size,
        "batch_size": request.batch_size,
        "restore_faces": request.restore_faces,
        "tiling": request.tiling,
        "send_images": True,
        "save_images": False,
        "force_task_id": task_id,
        "override_settings_restore_afterwards": True,
    }
    if request.eta is not None:
        fields["eta"] = request.eta
    if request.scheduler:
        fields["scheduler"] = request.scheduler
    if request.model:
        fields["override_settings"] = {"sd_model_checkpoint": request.model}
    if request.refiner:
        fields["refiner_checkpoint"] = request.refiner
        fields["refiner_switch_at"] = request.refiner_switch_at
    return fields


def hires_fields(request: TextToImage) -> dict[str, Any]:
    """Of the second pass; {} where none is asked for."""
    if not request.hires_upscaler:
        return {}
    fields: dict[str, Any] = {
        "enable_hr": True,
        "hr_upscaler": request.hires_upscaler,
        "hr_scale": request.hires_scale,
        "hr_second_pass_steps": request.hires_steps,
        "denoising_strength": request.hires_denoising,
        "hr_prompt": request.hires_prompt,
        "hr_negative_prompt": request.hires_negative_prompt,
    }
    names = {
        "hr_checkpoint_name": request.hires_model,
        "hr_sampler_name": request.hires_sampler,
        "hr_scheduler": request.hires_scheduler,
    }
    return fields | {key: name for key, name in names.items() if name}


def over_image_fields(request: ImageToImage, image: str) -> dict[str, Any]:
    """`image` is bare base64: some servers take a `data:` prefix for a part of it."""
    return {
        "init_images": [image],
        "denoising_strength": request.denoising,
        "resize_mode": request.resize_mode,
        "include_init_images": False,
    }


def upscale_fields(request: Upscale, image: str) -> dict[str, Any]:
    """By a factor (`resize_mode` 0), before faces are restored."""
    return {
        "image": image,
        "resize_mode": 0,
        "upscaling_resize": request.upscale_by,
        "upscaler_1": request.upscaler,
        "upscaler_2": request.upscaler_2 or "None",
        "extras_upscaler_2_visibility": request.upscaler_2_visibility,
        "gfpgan_visibility": request.gfpgan_visibility,
        "codeformer_visibility": request.codeformer_visibility,
        "codeformer_weight": request.codeformer_weight,
        "upscale_first": True,
        "show_extras_results": True,
    }
