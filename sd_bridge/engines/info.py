"""The `info` of an answer: a JSON text inside the JSON, and the only honest part of it.

`parameters`, beside it, merely repeats the request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pictures.infotext import is_settings, read_pairs
from pictures.recipe import Recipe
from pictures.storable import storable
from sd_bridge.engines.asking import MAX_NAME_LENGTH
from sd_bridge.engines.numbers import finite, whole


class Info:
    """Typed reading of `info`. Values that are missing or of the wrong type are None or ""."""

    def __init__(self, value: object) -> None:
        self._values = _decoded(value)

    @classmethod
    def from_recipe(cls, recipe: Recipe) -> Info:
        """What the file of a picture tells, of servers that send no `info`."""
        told = {
            "prompt": recipe.prompt,
            "negative_prompt": recipe.negative_prompt,
            "seed": recipe.seed,
            "steps": recipe.steps,
            "cfg_scale": recipe.guidance,
            "sampler_name": recipe.sampler,
            "sd_model_name": recipe.model,
            "sd_model_hash": recipe.model_hash,
            "extra_generation_params": {"Schedule type": recipe.scheduler, **recipe.extras},
        }
        return cls({key: value for key, value in told.items() if value not in (None, "")})

    @property
    def is_known(self) -> bool:
        return bool(self._values)

    @property
    def first_picture(self) -> int:
        """Index of the first real picture; a grid of all of them may come before it."""
        return max(self._number("index_of_first_image") or 0, 0)

    @property
    def infotexts(self) -> list[str]:
        """Paired with `images` one by one, the grid's included."""
        return self._texts("infotexts")

    @property
    def seeds(self) -> list[int]:
        """Of all pictures that were planned, also those an interrupt left out; without the grid."""
        found = self._values.get("all_seeds")
        seeds = [whole(seed) for seed in found] if isinstance(found, list) else []
        return [seed for seed in seeds if seed is not None]

    @property
    def seed(self) -> int | None:
        return self._number("seed")

    @property
    def steps(self) -> int | None:
        return self._number("steps")

    @property
    def guidance(self) -> float | None:
        return finite(self._values.get("cfg_scale"))

    @property
    def width(self) -> int | None:
        """As asked, in px; what was made can be smaller or, after upscaling, larger."""
        return self._number("width")

    @property
    def height(self) -> int | None:
        return self._number("height")

    @property
    def sampler(self) -> str:
        return self._name("sampler_name")

    @property
    def scheduler(self) -> str:
        return self.told.get("Schedule type", "")[:MAX_NAME_LENGTH]

    @property
    def model(self) -> str:
        return self._name("sd_model_name") or self.told.get("Model", "")[:MAX_NAME_LENGTH]

    @property
    def model_hash(self) -> str:
        return self._name("sd_model_hash")

    @property
    def version(self) -> str:
        return self._name("version")

    @property
    def variation_seed(self) -> int | None:
        return self._number("subseed")

    @property
    def variation_strength(self) -> float | None:
        return finite(self._values.get("subseed_strength"))

    @property
    def denoising(self) -> float | None:
        return finite(self._values.get("denoising_strength"))

    @property
    def restores_faces(self) -> bool | None:
        found = self._values.get("restore_faces")
        return found if isinstance(found, bool) else None

    @cached_property
    def told(self) -> Mapping[str, str]:
        """The settings of the first picture by the names that infotexts use; {} if none is."""
        line = next(iter(self.infotexts), "").rpartition("\n")[2]
        pairs = read_pairs(line) if is_settings(line) else ()
        return {key: key if value is None else value for key, value in pairs} | self.extras

    @property
    def job_timestamp(self) -> str:
        return self._name("job_timestamp")

    @property
    def prompt(self) -> str | None:
        return self.prompt_of(0)

    @property
    def negative_prompt(self) -> str | None:
        return self.negative_prompt_of(0)

    def prompt_of(self, picture: int) -> str | None:
        return self._of("all_prompts", "prompt", picture)

    def negative_prompt_of(self, picture: int) -> str | None:
        return self._of("all_negative_prompts", "negative_prompt", picture)

    @property
    def lora_hashes(self) -> str:
        return self.extras.get("Lora hashes", "")

    @property
    def extras(self) -> dict[str, str]:
        """Further parameters in the server's order and spelling, as texts."""
        found = self._values.get("extra_generation_params")
        extras = {
            storable(str(key)): storable(str(value))
            for key, value in (found.items() if isinstance(found, dict) else ())
            if value is not None and not isinstance(value, (dict, list))
        }
        clip_skip = self._number("clip_skip")
        if clip_skip is not None and clip_skip > 1:
            extras["Clip skip"] = str(clip_skip)
        if vae := self._text("sd_vae_name"):
            extras["VAE"] = vae
        return extras

    def _of(self, many: str, one: str, picture: int) -> str | None:
        found = self._texts(many)
        return found[picture] if picture < len(found) else self._text(one)

    def _text(self, key: str) -> str | None:
        found = self._values.get(key)
        return storable(found) if isinstance(found, str) else None

    def _name(self, key: str) -> str:
        return (self._text(key) or "")[:MAX_NAME_LENGTH]

    def _texts(self, key: str) -> list[str]:
        found = self._values.get(key)
        if not isinstance(found, list):
            return []
        return [storable(item) if isinstance(item, str) else "" for item in found]

    def _number(self, key: str) -> int | None:
        return whole(self._values.get(key))


def _decoded(value: object) -> Mapping[str, Any]:
    """Some servers send "", some nothing, some the object itself: none of it is an error."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}
