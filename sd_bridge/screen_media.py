"""The style sheets and scripts of the Generate panel and of the workspace."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.forms.widgets import Script

FORM_STYLES = ("generate", "generate-form", "generate-fields")
TRAY_STYLES = (
    "generate-progress",
    "generate-tray",
    "generate-tile",
    "generate-history",
    "tray-dialog",
    "tray-zoom",
    "tray-compare",
    "tray-keep",
)
WORKSPACE_STYLES = ("workspace", "workspace-form")
WORKSPACE_TRAY_STYLES = ("tray-stage",)

FORM_SCRIPTS = (
    "generate-form",
    "generate-errors",
    "generate-seed",
    "generate-slider",
    "generate-options",
    "generate-preset",
)
TRAY_SCRIPTS = (
    "generate-progress",
    "generate-tile",
    "generate-tray",
    "generate-history",
    "tray-actions",
    "tray-answer",
    "tray-compare",
    "tray-copy",
    "tray-discard",
    "tray-duplicates",
    "tray-features",
    "tray-keep-choice",
    "tray-keep",
    "tray-keys",
    "tray-notices",
    "tray-notify",
    "tray-zoom",
)
PANEL_SCRIPTS = ("generate-fill", "generate-proposals")
WORKSPACE_SCRIPTS = (
    "generate-proposals",
    "workspace-kind",
    "workspace-size",
    "workspace-tokens",
    "workspace-words",
    "workspace-source",
    "workspace-preset",
    "workspace-prompts",
    "workspace-memory",
    "workspace-keys",
    "workspace-status",
)
WORKSPACE_TRAY_SCRIPTS: tuple[str, ...] = ()


def panel_media() -> Media:
    return _media(
        (*FORM_STYLES, *TRAY_STYLES), (*FORM_SCRIPTS, *TRAY_SCRIPTS, *PANEL_SCRIPTS, "generate")
    )


def workspace_media() -> Media:
    return _media(
        (*FORM_STYLES, *TRAY_STYLES, *WORKSPACE_STYLES, *WORKSPACE_TRAY_STYLES),
        (*FORM_SCRIPTS, *TRAY_SCRIPTS, *WORKSPACE_SCRIPTS, *WORKSPACE_TRAY_SCRIPTS, "generate"),
    )


def _media(styles: tuple[str, ...], names: tuple[str, ...]) -> Media:
    """The parts first: `generate` begins to tell what it knows as soon as it is registered."""
    scripts: list[Any] = [Script(f"sd_bridge/js/{name}.js", type="module") for name in names]
    css: dict[str, Any] = {"all": [f"sd_bridge/css/{name}.css" for name in styles]}
    return Media(css=css, js=scripts)
