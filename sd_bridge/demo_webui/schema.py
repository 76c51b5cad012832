"""A small OpenAPI description of what the demo WebUI really answers."""

from typing import Any

from .catalogue import VERSION
from .endpoints import ROUTES
from .fields import PNG_INFO, PROGRESS, REQUIRED, TXT2IMG, Fields

_TYPES: dict[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "dict": {"type": "object"},
    "list": {"type": "array", "items": {}},
    "list[str]": {"type": "array", "items": {"type": "string"}},
}
_BODIES: dict[str, tuple[str, Fields]] = {
    "/sdapi/v1/txt2img": ("StableDiffusionProcessingTxt2Img", TXT2IMG),
    "/sdapi/v1/png-info": ("PNGInfoRequest", PNG_INFO),
    "/internal/progress": ("ProgressRequest", PROGRESS),
}


def _described(fields: Fields) -> dict[str, Any]:
    properties = {
        name: _TYPES[kind] | ({} if default is REQUIRED else {"default": default})
        for name, (kind, default) in fields.items()
    }
    required = [name for name, (_, default) in fields.items() if default is REQUIRED]
    return {"type": "object", "properties": properties} | (
        {"required": required} if required else {}
    )


def _operation(path: str, method: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{path.strip('/').replace('/', '_').replace('-', '_')}_{method.lower()}",
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": {}}}}
        },
    }
    if method == "POST" and path in _BODIES:
        reference = {"$ref": f"#/components/schemas/{_BODIES[path][0]}"}
        operation["requestBody"] = {"content": {"application/json": {"schema": reference}}}
    return operation


def openapi() -> dict[str, Any]:
    return {
        "openapi": "3.0.2",
        "info": {
            "title": "HKPictures demo WebUI",
            "version": VERSION,
            "description": (
                "Speaks the API of a Stable Diffusion WebUI and paints by procedure. No Stable "
                "Diffusion model is involved, and nothing is written to disk."
            ),
        },
        "paths": {
            path: {method.lower(): _operation(path, method) for method in methods}
            for path, methods in sorted(ROUTES.items())
        },
        "components": {"schemas": {name: _described(fields) for name, fields in _BODIES.values()}},
    }
