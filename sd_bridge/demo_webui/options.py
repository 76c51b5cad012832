"""The server's settings: global, immediate, and leaking from a request as the real ones do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .catalogue import DEFAULT_MODEL, DemoModel, find_model
from .files import FileOptions

_DEFAULTS: dict[str, Any] = {
    "samples_save": True,
    "samples_format": "png",
    "grid_save": True,
    "grid_format": "png",
    "grid_only_if_multiple": True,
    "n_rows": -1,
    "enable_pnginfo": True,
    "jpeg_quality": 80,
    "webp_lossless": False,
    "return_grid": True,
    "return_mask": False,
    "return_mask_composite": False,
    "sd_model_checkpoint": DemoModel(DEFAULT_MODEL).title,
    "sd_checkpoint_hash": DemoModel(DEFAULT_MODEL).sha256,
    "sd_vae": "Automatic",
    "CLIP_stop_at_last_layers": 1,
    "randn_source": "GPU",
    "eta_noise_seed_delta": 0,
    "face_restoration": False,
    "face_restoration_model": "CodeFormer",
    "tiling": False,
    "live_previews_enable": True,
    "live_previews_image_format": "png",
    "show_progress_every_n_steps": 2,
    "show_progress_grid": True,
    "show_progress_type": "Approx NN",
    "live_preview_refresh_period": 1000.0,
}
# On a fresh install only what has been saved is in the configuration.
_SAVED_FROM_START = ("sd_model_checkpoint", "sd_checkpoint_hash", "samples_format")


class Options:
    """All settings; those saved or ever set count before the defaults."""

    def __init__(self) -> None:
        self._data = {key: _DEFAULTS[key] for key in _SAVED_FROM_START}

    def __getitem__(self, key: str) -> Any:
        return self._data[key] if key in self._data else _DEFAULTS[key]

    def everything(self) -> dict[str, Any]:
        return _DEFAULTS | self._data

    @property
    def model(self) -> DemoModel:
        return find_model(self["sd_model_checkpoint"], loosely=True) or DemoModel(DEFAULT_MODEL)

    @property
    def files(self) -> FileOptions:
        return FileOptions(
            format=str(self["samples_format"]),
            jpeg_quality=int(self["jpeg_quality"]),
            webp_lossless=bool(self["webp_lossless"]),
            with_infotext=bool(self["enable_pnginfo"]),
        )

    def post(self, changes: dict[str, Any]) -> None:
        """Set for good; RuntimeError for an unknown checkpoint, KeyError for an unknown key."""
        wanted = changes.get("sd_model_checkpoint")
        if wanted is not None and find_model(wanted, loosely=False) is None:
            raise RuntimeError(f"model {wanted!r} not found")
        for key, value in changes.items():
            self._data[key] = _checked(key, value)
        if wanted is not None:
            self._data["sd_model_checkpoint"] = self.model.title
            self._data["sd_checkpoint_hash"] = self.model.sha256

    @contextmanager
    def overridden(self, changes: dict[str, Any], *, restore: bool) -> Iterator[dict[str, Any]]:
        """Settings for one request; yields what took effect.

        An unknown checkpoint is dropped without a word. What was never set before is not restored:
        it stays for every later request, which is what a fresh WebUI does.
        """
        changes = dict(changes)
        model = find_model(changes.pop("sd_model_checkpoint", None), loosely=True)
        if model is not None:
            changes["sd_model_checkpoint"] = model.title
        before = {key: self._data[key] for key in changes if key in self._data}
        try:
            for key, value in changes.items():
                self._data[key] = _checked(key, value)
            yield changes
        finally:
            if restore:
                self._data |= before


def _checked(key: str, value: Any) -> Any:
    default = _DEFAULTS[key]
    is_number = isinstance(default, int | float) and not isinstance(default, bool)
    if is_number and not isinstance(value, int | float):
        raise TypeError(f"option {key} is a number, not {value!r}")
    return value
