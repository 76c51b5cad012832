"""From the fields of a request to what is `Asked`: names resolved, pictures decoded."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from PIL import Image, ImageFilter, ImageOps

from .asked import Asked, HiRes, Refiner, check
from .catalogue import UPSCALER_NAMES, DemoModel, find_model, resolve_sampler
from .extras_catalogue import embeddings_in, loras_in, styled
from .files import decoded
from .painter import Ground
from .problems import AnswerError
from .sdnext_catalogue import sdnext_sampler

HIGHEST_RANDOM_SEED = 4294967293
USUAL_HIRES_STRENGTH = 0.7
USUAL_SWITCH = 0.8
EMPTY_LIST = "Dimension out of range (expected to be in range of [-1, 0], but got 1)"
_AS_GIVEN = ("batch_size", "n_iter", "steps", "cfg_scale", "width", "height", "eta")
_HERE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - only compared


def refuse_unknown_scripts(fields: dict[str, Any]) -> None:
    """The demo has no scripts: AnswerError 422 for any that is named."""
    for name in filter(None, (fields["script_name"], *(fields["alwayson_scripts"] or ()))):
        raise AnswerError(422, f"Script '{name}' not found")


def understood(fields: dict[str, Any], dialect: str) -> Asked:
    """Raises what the real server raises on values that no picture can be made of."""
    if fields["prompt"] is None or fields["negative_prompt"] is None:
        raise AssertionError
    sampler, scheduler = _sampler(fields, dialect)
    hires = _hires(fields, dialect) if fields.get("enable_hr") else None
    asked = Asked(
        **_words(fields),
        **{name: fields[name] for name in _AS_GIVEN},
        seed=drawn_seed(fields["seed"]),
        subseed=drawn_seed(fields["subseed"]),
        subseed_strength=max(0.0, min(fields["subseed_strength"] or 0.0, 1.0)),
        sampler=sampler,
        scheduler=scheduler,
        denoising_strength=hires.denoising_strength if hires else fields["denoising_strength"],
        hires=hires,
        refiner=_refiner(fields),
        ground=_ground(fields) if "init_images" in fields else None,
        mask_blur=_mask_blur(fields) if fields.get("mask") else None,
        tiling=bool(fields["tiling"]),
        restore_faces=bool(fields["restore_faces"]),
    )
    check(asked)
    return asked


def _words(fields: dict[str, Any]) -> dict[str, Any]:
    """Both prompts with their styles, and what they name."""
    styles = fields["styles"] or []
    prompt, negative_prompt = styled(fields["prompt"], fields["negative_prompt"], styles)
    found = {"prompt": prompt, "negative_prompt": negative_prompt, "styles": styles}
    if fields["disable_extra_networks"]:
        return found
    embeddings = tuple(embeddings_in(f"{prompt}\n{negative_prompt}"))
    return found | {"loras": loras_in(prompt), "embeddings": embeddings}


def _sampler(fields: dict[str, Any], dialect: str) -> tuple[str, str]:
    wanted = fields["sampler_name"] or fields["sampler_index"]
    if dialect == "sdnext":
        return sdnext_sampler(wanted), "Automatic"
    return resolve_sampler(wanted, fields["scheduler"])


def drawn_seed(wanted: int | None) -> int:
    """The seed asked for, or one by chance for -1."""
    if wanted is None or wanted == -1:
        return secrets.randbelow(HIGHEST_RANDOM_SEED + 1)
    return wanted


def _checkpoint(name: str) -> DemoModel:
    found = find_model(name, loosely=True)
    if found is None:
        raise Exception(f"Could not find checkpoint with name {name}")
    return found


def _refiner(fields: dict[str, Any]) -> Refiner | None:
    name = fields["refiner_checkpoint"]
    if name in (None, "", "None", "none"):
        return None
    switch = fields["refiner_switch_at"]
    switch = USUAL_SWITCH if switch is None else min(max(switch, 0.0), 1.0)
    return Refiner(_checkpoint(name), switch)


def _sdnext_hires(fields: dict[str, Any]) -> HiRes | None:
    """Without a mode the size stays; without force a second pass only enlarges."""
    if not fields["hr_resize_mode"]:
        return None
    is_painted = fields["hr_force"] or "Latent" in (fields["hr_upscaler"] or "")
    known = fields | {
        "denoising_strength": fields["hr_denoising_strength"] if is_painted else 0.0,
        "hr_prompt": fields["refiner_prompt"],
        "hr_negative_prompt": fields["refiner_negative"],
    }
    return _hires(known, "a1111")


def _hires(fields: dict[str, Any], dialect: str) -> HiRes | None:
    if dialect == "sdnext":
        return _sdnext_hires(fields)
    upscaler = fields["hr_upscaler"] or "Latent"
    if upscaler not in UPSCALER_NAMES:
        raise Exception(f"could not find upscaler named {upscaler}")
    width, height = fields["hr_resize_x"], fields["hr_resize_y"]
    scale = None if width or height else fields["hr_scale"]
    if scale is not None:
        width, height = int(fields["width"] * scale), int(fields["height"] * scale)
    elif not height:
        height = width * fields["height"] // fields["width"]
    elif not width:
        width = height * fields["width"] // fields["height"]
    strength = fields["denoising_strength"]
    model = fields["hr_checkpoint_name"]
    return HiRes(
        width,
        height,
        fields["hr_second_pass_steps"] or fields["steps"],
        upscaler,
        USUAL_HIRES_STRENGTH if strength is None else strength,
        scale,
        model=None if model in (None, "", "Use same checkpoint") else _checkpoint(model),
        sampler=_other(fields["hr_sampler_name"], "Use same sampler"),
        scheduler=_other(fields["hr_scheduler"], "Use same scheduler"),
        prompt=fields["hr_prompt"] or "",
        negative_prompt=fields["hr_negative_prompt"] or "",
        lacks_modules=dialect == "forge" and fields["hr_additional_modules"] is None,
    )


def _other(name: str | None, same: str) -> str:
    return "" if name in (None, same) else str(name)


def _ground(fields: dict[str, Any]) -> Ground:
    pictures = [_fetched(str(image)) for image in fields["init_images"]]
    if not pictures:
        raise IndexError(EMPTY_LIST)
    return Ground(
        pictures[0].convert("RGB"),
        max(0.0, min(fields["denoising_strength"], 1.0)),
        fields["resize_mode"] or 0,
        _mask(fields),
    )


def _fetched(text: str) -> Image.Image:
    """The picture of bare base64 or a data address; nothing is fetched from elsewhere."""
    if text.startswith(("http://", "https://")):
        is_near = urlsplit(text).hostname in _HERE
        raise AnswerError(
            500, "Request to local resource not allowed" if is_near else "Requests not allowed"
        )
    return decoded(text)


def _mask(fields: dict[str, Any]) -> Image.Image | None:
    if not fields["mask"]:
        return None
    mask = _fetched(fields["mask"]).convert("L")
    if fields["inpainting_mask_invert"]:
        mask = ImageOps.invert(mask)
    return mask.filter(ImageFilter.GaussianBlur(_mask_blur(fields)))


def _mask_blur(fields: dict[str, Any]) -> int:
    return fields["mask_blur_x"] if fields["mask_blur"] is None else fields["mask_blur"]
