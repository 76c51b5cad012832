"""What engines can do or not, by name: what one lacks is shown as absent, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sd_bridge.engines.data import EngineLists
    from sd_bridge.engines.dialects.base import Dialect

FEATURES = (
    "img2img",
    "upscale",
    "interrogate",
    "deepdanbooru",
    "hires",
    "hires_model",
    "hires_sampler",
    "hires_scheduler",
    "hires_prompt",
    "styles",
    "embeddings",
    "loras",
    "refiner",
    "variation_seed",
    "restore_faces",
    "tiling",
    "eta",
    "progress",
    "interrupt",
    "schedulers",
)
NOT_IN_PROGRAM, NOT_OFFERED = "not_in_program", "not_offered"
NONE_INSTALLED, UNREADABLE = "none_installed", "list_unreadable"
NOT_TOLD = "not_told"
CERTAIN = (NOT_IN_PROGRAM, NOT_OFFERED, NONE_INSTALLED)  # it surely cannot, whatever is asked

# Which list a feature lives of.
_NEEDS = {
    "hires": ("latent_modes", "upscalers"),
    "upscale": ("upscalers",),
    "styles": ("styles",),
    "embeddings": ("embeddings",),
    "loras": ("lora_list",),
    "restore_faces": ("face_restorers",),
    "schedulers": ("schedulers",),
}


def judge(
    dialect: Dialect, lists: EngineLists, missing: Mapping[str, str]
) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """What the engine can do, and of each other feature why not; `missing` by name of the list."""
    reasons = {feature: _reason(feature, dialect, lists, missing) for feature in FEATURES}
    return (
        frozenset(feature for feature, reason in reasons.items() if not reason),
        tuple((feature, reason) for feature, reason in reasons.items() if reason),
    )


def _reason(feature: str, dialect: Dialect, lists: EngineLists, missing: Mapping[str, str]) -> str:
    if feature not in dialect.features:
        return NOT_IN_PROGRAM
    if feature == "interrupt" and (not dialect.names_tasks or "interface" in missing):
        return NOT_TOLD
    needed = _NEEDS.get(feature, ())
    if not needed or any(getattr(lists, name) for name in needed):
        return ""
    asked = ["loras" if name == "lora_list" else name for name in needed]
    return next((missing[name] for name in asked if name in missing), NONE_INSTALLED)
