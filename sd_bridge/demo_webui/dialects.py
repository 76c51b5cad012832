"""The addresses of each dialect."""

from collections.abc import Mapping

from . import finishing_endpoints, painting_endpoints, sdcpp, sdnext, server_endpoints
from .routing import Routes

_A1111 = Routes.joined(painting_endpoints.route, finishing_endpoints.route, server_endpoints.route)
_FORGE = _A1111.without("/sdapi/v1/sd-vae", "/sdapi/v1/refresh-vae")
_FORGE.fixed("GET", "/sdapi/v1/sd-modules", [])
_NOT_SDNEXT = (
    *(f"/sdapi/v1/{name}" for name in ("interrogate", "hypernetworks", "realesrgan-models")),
    *("/sdapi/v1/latent-upscale-modes", "/sdapi/v1/refresh-embeddings"),
    *("/internal/pending-tasks", "/internal/ping"),
)

ROUTES: Mapping[str, Routes] = {
    "a1111": _A1111,
    "forge": _FORGE,
    "sdnext": Routes.joined(_A1111.without(*_NOT_SDNEXT), sdnext.route),
    "sdcpp": sdcpp.route,
}
# Registered by an extension, outside the guard of --api-auth.
_UNGUARDED = frozenset({"/sdapi/v1/loras", "/sdapi/v1/refresh-loras"})


def is_guarded(dialect: str, path: str) -> bool:
    """Whether a log-in that the server was started with is asked for here."""
    if dialect == "sdcpp":
        return False
    if dialect == "sdnext":
        return path.startswith(("/sdapi/v1/", "/internal/"))
    return path.startswith("/sdapi/v1/") and path not in _UNGUARDED
