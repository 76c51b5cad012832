"""Names for the values that ComfyUI's drawn workflow lists without their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pictures.recipe_readers.values import list_of, object_of

# What the page adds behind a seed: how the next one is chosen; very old ones say yes or no.
_AFTER_SEED = ("fixed", "increment", "decrement", "randomize", True, False)

_WIDGETS = {
    kind: names.split()
    for kind, names in {
        "KSampler": "seed steps cfg sampler_name scheduler denoise",
        "KSamplerAdvanced": "add_noise noise_seed steps cfg sampler_name scheduler start_at_step "
        "end_at_step return_with_leftover_noise",
        "SamplerCustom": "add_noise noise_seed cfg",
        "KSamplerSelect": "sampler_name",
        "BasicScheduler": "scheduler steps denoise",
        "KarrasScheduler": "steps sigma_max sigma_min rho",
        "RandomNoise": "noise_seed",
        "CFGGuider": "cfg",
        "FluxGuidance": "guidance",
        "CheckpointLoaderSimple": "ckpt_name",
        "CheckpointLoader": "config_name ckpt_name",
        "unCLIPCheckpointLoader": "ckpt_name",
        "ImageOnlyCheckpointLoader": "ckpt_name",
        "UNETLoader": "unet_name weight_dtype",
        "UnetLoaderGGUF": "unet_name",
        "VAELoader": "vae_name",
        "LoraLoader": "lora_name strength_model strength_clip",
        "LoraLoaderModelOnly": "lora_name strength_model",
        "CLIPTextEncode": "text",
        "CLIPTextEncodeFlux": "clip_l t5xxl guidance",
        "CLIPTextEncodeSD3": "clip_l clip_g t5xxl empty_padding",
        "CLIPTextEncodeSDXL": "width height crop_w crop_h target_width target_height text_g text_l",
        "CLIPTextEncodeSDXLRefiner": "ascore width height text",
        "CLIPSetLastLayer": "stop_at_clip_layer",
        "EmptyLatentImage": "width height batch_size",
        "EmptySD3LatentImage": "width height batch_size",
        "PrimitiveNode": "value",
        "PrimitiveInt": "value",
        "PrimitiveFloat": "value",
        "PrimitiveString": "value",
        "PrimitiveStringMultiline": "value",
        "StringConcatenate": "string_a string_b delimiter",
    }.items()
}


def widget_values(kind: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Name → value of a drawn node's own fields, as far as their names are known."""
    values = entry.get("widgets_values")
    if isinstance(values, dict):
        return {name: value for name, value in values.items() if not isinstance(value, list)}
    names = _WIDGETS.get(kind) or _declared(entry)
    return dict(zip(names, _without_seed_control(list_of(values), names), strict=False))


def _declared(entry: Mapping[str, Any]) -> list[str]:
    """The names that newer pages write beside the inputs, in the order of the values."""
    items = (object_of(value) for value in list_of(entry.get("inputs")))
    names = (object_of(item.get("widget")).get("name") for item in items)
    return [name for name in names if isinstance(name, str)]


def _without_seed_control(values: list[Any], names: list[str]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        behind_seed = 0 < len(found) <= len(names) and "seed" in names[len(found) - 1]
        if not (behind_seed and isinstance(value, str | bool) and value in _AFTER_SEED):
            found.append(value)
    return found
