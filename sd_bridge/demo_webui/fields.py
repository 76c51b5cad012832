"""Request bodies: fields with types and defaults, checked and coerced as pydantic 1 does."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from .problems import InvalidError

Fields = Mapping[str, tuple[str, Any]]

REQUIRED = object()

TXT2IMG: Fields = {
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
    "force_task_id": ("str", None),
    "sampler_index": ("str", "Euler"),
    "script_name": ("str", None),
    "script_args": ("list", []),
    "send_images": ("bool", True),
    "save_images": ("bool", False),
    "alwayson_scripts": ("dict", {}),
    "infotext": ("str", None),
}
PROGRESS: Fields = {
    "id_task": ("str", None),
    "id_live_preview": ("int", -1),
    "live_preview": ("bool", True),
}
PNG_INFO: Fields = {"image": ("str", REQUIRED)}

_TRUE = frozenset({"1", "on", "t", "true", "y", "yes"})
_FALSE = frozenset({"0", "off", "f", "false", "n", "no"})


def _text(value: Any) -> str:
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError("str type expected", "type_error.str")


def _integer(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError("value is not a valid integer", "type_error.integer") from error


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise ValueError("value is not a valid float", "type_error.float") from error


def _truth(value: Any) -> bool:
    word = str(value).lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError("value could not be parsed to a boolean", "type_error.bool")


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise ValueError("value is not a valid list", "type_error.list")


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in _list(value)]


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise ValueError("value is not a valid dict", "type_error.dict")


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": _integer,
    "float": _number,
    "bool": _truth,
    "list": _list,
    "list[str]": _texts,
    "dict": _object,
}


def parsed(raw: bytes) -> Any:
    """The JSON of a body; InvalidError if there is none or it is malformed."""
    if not raw:
        raise InvalidError(
            [{"loc": ["body"], "msg": "field required", "type": "value_error.missing"}]
        )
    text = raw.decode("utf-8", errors="replace")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        context = {
            "msg": error.msg,
            "doc": error.doc,
            "pos": error.pos,
            "lineno": error.lineno,
            "colno": error.colno,
        }
        row = {"loc": ["body", error.pos], "msg": str(error), "type": "value_error.jsondecode"}
        raise InvalidError([row | {"ctx": context}]) from error


def read_object(raw: bytes) -> dict[str, Any]:
    """The body as an object of any keys."""
    body = parsed(raw)
    try:
        return _object(body)
    except ValueError as error:
        raise InvalidError([_row(["body"], error)]) from error


def read_fields(raw: bytes, fields: Fields) -> dict[str, Any]:
    """Every field of `fields`, from the body or by default; null passes, unknown keys are dropped.

    InvalidError names every field of a wrong type.
    """
    body = read_object(raw)
    values, rows = {}, []
    for name, (kind, default) in fields.items():
        if name not in body and default is REQUIRED:
            missing = {"msg": "field required", "type": "value_error.missing"}
            rows.append({"loc": ["body", name], **missing})
            continue
        given = body.get(name, default)
        try:
            values[name] = None if given is None else _KINDS[kind](given)
        except ValueError as error:
            rows.append(_row(["body", name], error))
    if rows:
        raise InvalidError(rows)
    return values


def _row(loc: list[str], error: ValueError) -> dict[str, Any]:
    message, kind = error.args
    return {"loc": loc, "msg": message, "type": kind}
