"""A small OpenAPI description of what the demo WebUI really answers."""

from typing import Any

from .catalogue import VERSION
from .dialects import ROUTES
from .fields import REQUIRED, Fields
from .request_fields import (
    EXTRA_BATCH,
    EXTRA_SINGLE,
    IMG2IMG_OF,
    INTERROGATE,
    PNG_INFO,
    PROGRESS,
    TXT2IMG_OF,
)

_TYPES: dict[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "dict": {"type": "object"},
    "list": {"type": "array", "items": {}},
    "list[str]": {"type": "array", "items": {"type": "string"}},
}


def _bodies(dialect: str) -> dict[str, tuple[str, Fields]]:
    return {
        "/sdapi/v1/txt2img": ("StableDiffusionProcessingTxt2Img", TXT2IMG_OF[dialect]),
        "/sdapi/v1/img2img": ("StableDiffusionProcessingImg2Img", IMG2IMG_OF[dialect]),
        "/sdapi/v1/extra-single-image": ("ExtrasSingleImageRequest", EXTRA_SINGLE),
        "/sdapi/v1/extra-batch-images": ("ExtrasBatchImagesRequest", EXTRA_BATCH),
        "/sdapi/v1/interrogate": ("InterrogateRequest", INTERROGATE),
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


def _operation(path: str, method: str, schema: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{path.strip('/').replace('/', '_').replace('-', '_')}_{method.lower()}",
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": {}}}}
        },
    }
    if method == "POST" and schema:
        reference = {"$ref": f"#/components/schemas/{schema}"}
        operation["requestBody"] = {"content": {"application/json": {"schema": reference}}}
    return operation


def openapi(dialect: str) -> dict[str, Any]:
    routes = ROUTES[dialect]
    bodies = {path: body for path, body in _bodies(dialect).items() if routes.at(path)}
    names = {path: name for path, (name, _fields) in bodies.items()}
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
            path: {m.lower(): _operation(path, m, names.get(path, "")) for m in methods}
            for path, methods in routes
        },
        "components": {"schemas": {name: _described(fields) for name, fields in bodies.values()}},
    }
