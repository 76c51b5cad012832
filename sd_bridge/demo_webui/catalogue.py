"""What the demo WebUI says it has: models, samplers, schedulers, upscalers.

Samplers and schedulers bear the names of A1111 1.10, so that what works here works there; the
painter paints the same whatever sampler is named.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from .painter import LOOKS

VERSION = "demo-painter 1.0"
DEFAULT_MODEL = "demo-painter"

_KARRAS = {"scheduler": "karras"}
_EXPONENTIAL = {"scheduler": "exponential", "brownian_noise": True}
_SAMPLERS: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
    ("DPM++ 2M", ("k_dpmpp_2m",), _KARRAS),
    ("DPM++ SDE", ("k_dpmpp_sde",), {**_KARRAS, "second_order": True, "brownian_noise": True}),
    ("DPM++ 2M SDE", ("k_dpmpp_2m_sde",), _EXPONENTIAL),
    ("DPM++ 2M SDE Heun", ("k_dpmpp_2m_sde_heun",), {**_EXPONENTIAL, "solver_type": "heun"}),
    ("DPM++ 2S a", ("k_dpmpp_2s_a",), {**_KARRAS, "uses_ensd": True, "second_order": True}),
    ("DPM++ 3M SDE", ("k_dpmpp_3m_sde",), {**_EXPONENTIAL, "discard_next_to_last_sigma": True}),
    ("Euler a", ("k_euler_a", "k_euler_ancestral"), {"uses_ensd": True}),
    ("Euler", ("k_euler",), {}),
    ("LMS", ("k_lms",), {}),
    ("Heun", ("k_heun",), {"second_order": True}),
    ("DPM2", ("k_dpm_2",), {**_KARRAS, "discard_next_to_last_sigma": True, "second_order": True}),
    ("DPM2 a", ("k_dpm_2_a",), {**_KARRAS, "uses_ensd": True, "second_order": True}),
    ("DPM fast", ("k_dpm_fast",), {"uses_ensd": True}),
    ("DPM adaptive", ("k_dpm_ad",), {"uses_ensd": True}),
    ("Restart", ("restart",), {**_KARRAS, "second_order": True}),
    ("DDIM", ("ddim",), {}),
    ("DDIM CFG++", ("ddim_cfgpp",), {}),
    ("PLMS", ("plms",), {}),
    ("UniPC", ("unipc",), {}),
    ("LCM", ("k_lcm",), {}),
)
SAMPLERS: list[dict[str, Any]] = [
    {"name": name, "aliases": list(aliases), "options": options}
    for name, aliases, options in _SAMPLERS
]


def _scheduler(name: str, label: str, rho: float = -1.0, *aliases: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "aliases": list(aliases) or None,
        "default_rho": rho,
        "need_inner_model": name in {"uniform", "sgm_uniform", "simple", "normal", "ddim"},
    }


SCHEDULERS: list[dict[str, Any]] = [
    _scheduler("automatic", "Automatic"),
    _scheduler("uniform", "Uniform"),
    _scheduler("karras", "Karras", 7.0),
    _scheduler("exponential", "Exponential"),
    _scheduler("polyexponential", "Polyexponential", 1.0),
    _scheduler("sgm_uniform", "SGM Uniform", -1.0, "SGMUniform"),
    _scheduler("kl_optimal", "KL Optimal"),
    _scheduler("align_your_steps", "Align Your Steps"),
    _scheduler("simple", "Simple"),
    _scheduler("normal", "Normal"),
    _scheduler("ddim", "DDIM"),
    _scheduler("beta", "Beta"),
]

_LATENT_MODES = (
    "Latent",
    "Latent (antialiased)",
    "Latent (bicubic)",
    "Latent (bicubic antialiased)",
    "Latent (nearest)",
    "Latent (nearest-exact)",
)
SHARP = "demo-sharp 4x"
_UPSCALERS = ("None", "Lanczos", "Nearest", SHARP)
LATENT_UPSCALE_MODES: list[dict[str, Any]] = [{"name": name} for name in _LATENT_MODES]
UPSCALERS: list[dict[str, Any]] = [
    {
        "name": name,
        "model_name": name if name == SHARP else None,
        "model_path": None,
        "model_url": None,
        "scale": 4.0,
    }
    for name in _UPSCALERS
]
UPSCALER_NAMES = frozenset({*_LATENT_MODES, *_UPSCALERS})


@dataclass(frozen=True)
class DemoModel:
    """One look of the painter, presented as a checkpoint."""

    name: str

    @property
    def sha256(self) -> str:
        """A hash of the name and the version: there is no file to hash."""
        return hashlib.sha256(f"{self.name} {VERSION}".encode()).hexdigest()

    @property
    def short_hash(self) -> str:
        return self.sha256[:10]

    @property
    def title(self) -> str:
        return f"{self.name} [{self.short_hash}]"

    def row(self) -> dict[str, Any]:
        """As listed by `sd-models`."""
        return {
            "title": self.title,
            "model_name": self.name,
            "hash": self.short_hash,
            "sha256": self.sha256,
            "filename": f"demo/{self.name}",
            "config": None,
        }


MODELS = [DemoModel(name) for name in LOOKS]


def find_model(wanted: object, *, loosely: bool) -> DemoModel | None:
    """The model of this title, name or hash; `loosely` also by a part of the title."""
    if not wanted or not isinstance(wanted, str):
        return None
    for model in MODELS:
        if wanted in {model.title, model.name, model.short_hash, model.sha256}:
            return model
    if not loosely:
        return None
    near = sorted((m for m in MODELS if wanted in m.title), key=lambda m: len(m.title))
    return near[0] if near else None


def resolve_sampler(sampler: str | None, scheduler: str | None) -> tuple[str, str]:
    """Names of sampler and scheduler that will be used, as A1111 1.10 decides.

    "DPM++ 2M Karras" is split; an unknown sampler becomes the first of the list; the sampler's own
    scheduler counts as "Automatic".
    """
    name = sampler or SAMPLERS[0]["name"]
    chosen = SCHEDULERS[0]
    for row in SCHEDULERS:
        if scheduler in (row["name"], row["label"]):
            chosen = row
    for row in SCHEDULERS:
        for ending in (row["label"], row["name"], *(row["aliases"] or ())):
            if name.endswith(f" {ending}"):
                chosen, name = row, name.removesuffix(f" {ending}")
    found = next((row for row in SAMPLERS if row["name"] == name), SAMPLERS[0])
    own = found["options"].get("scheduler")
    return found["name"], "Automatic" if own == chosen["name"] else chosen["label"]


def schedule_label(sampler: str, scheduler: str) -> str:
    """What an infotext says: the sampler's own schedule where "Automatic" was chosen."""
    if scheduler != "Automatic":
        return scheduler
    rows = (row["options"].get("scheduler") for row in SAMPLERS if row["name"] == sampler)
    own = next(rows, None)
    return next((row["label"] for row in SCHEDULERS if row["name"] == own), "Automatic")
