"""What is told of finished pictures: `info`, and the infotext that lies in each file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from .asked import Asked
from .catalogue import VERSION, DemoModel
from .extras_catalogue import digest
from .infotext import infotext, recipe_pairs
from .sdnext_catalogue import DEFAULT_SAMPLER

FACE_RESTORER = "CodeFormer"
# What SD.Next does not tell in `info`.
_NOT_SDNEXT = (
    "restore_faces",
    "face_restoration_model",
    "sd_model_name",
    "sd_vae_name",
    "sd_vae_hash",
    "is_using_inpainting_conditioning",
    "version",
)


@dataclass
class Processed:
    """What came of a request; `images` may be fewer than were asked for."""

    asked: Asked
    model: DemoModel
    clip_skip: int
    dialect: str = "a1111"
    job_timestamp: str = ""
    index_of_first_image: int = 0
    images: list[Image.Image] = field(default_factory=list)
    infotexts: list[str] = field(default_factory=list)

    def infotext(self, number: int) -> str:
        """The text of picture `number`: it claims the full steps even where the work was cut."""
        asked = self.asked
        if self.dialect == "sdnext":
            pairs = self._sdnext_pairs(number)
        else:
            pairs = recipe_pairs(
                steps=asked.steps,
                sampler=asked.sampler,
                schedule=asked.schedule,
                cfg_scale=asked.cfg_scale,
                seed=asked.seeds[number],
                width=asked.width,
                height=asked.height,
                model=self.model.name,
                model_hash=self.model.short_hash,
                version=VERSION,
                more=self._more(number),
                extra=self.extra,
            )
        return infotext(asked.prompt, asked.negative_prompt, pairs)

    def _more(self, number: int) -> dict[str, Any]:
        asked = self.asked
        is_varied = asked.subseed_strength > 0
        return {
            "Face restoration": FACE_RESTORER if asked.restore_faces else None,
            "Variation seed": asked.subseeds[number] if is_varied else None,
            "Variation seed strength": asked.subseed_strength if is_varied else None,
            "Denoising strength": asked.denoising_strength if self._is_repainted else None,
            "Clip skip": self.clip_skip if self.clip_skip > 1 else None,
            "Tiling": True if asked.tiling else None,
        }

    @property
    def _is_repainted(self) -> bool:
        return self.asked.hires is not None or self.asked.ground is not None

    @property
    def extra(self) -> dict[str, Any]:
        """Further pairs of the infotext, in their order."""
        asked = self.asked
        return {
            "Lora hashes": _hashes(asked.loras),
            "TI hashes": _hashes(asked.embeddings),
            **self._hires,
            "Mask blur": asked.mask_blur,
            "Refiner": asked.refiner.model.title if asked.refiner else None,
            "Refiner switch at": asked.refiner.switch_at if asked.refiner else None,
            "Eta": asked.eta,
        }

    @property
    def _hires(self) -> dict[str, Any]:
        hires = self.asked.hires
        if hires is None:
            return {}
        is_forge = self.dialect == "forge"
        return {
            "Hires Module 1": "Use same choices" if is_forge else None,
            "Hires checkpoint": hires.model.title if hires.model else None,
            "Hires sampler": hires.sampler or None,
            "Hires schedule type": hires.scheduler or None,
            "Hires prompt": hires.prompt or None,
            "Hires negative prompt": hires.negative_prompt or None,
            "Hires CFG Scale": 1.0 if is_forge else None,
            "Hires upscale": hires.scale,
            "Hires resize": None if hires.scale else f"{hires.width}x{hires.height}",
            "Hires steps": hires.steps,
            "Hires upscaler": hires.upscaler,
        }

    def _sdnext_pairs(self, number: int) -> dict[str, Any]:
        asked = self.asked
        is_many = asked.count > 1
        operations = "img2img" if asked.ground else "txt2img"
        more = self._more(number)
        return {
            "Steps": asked.steps,
            "Size": f"{asked.width}x{asked.height}",
            "Sampler": None if asked.sampler == DEFAULT_SAMPLER else asked.sampler,
            "Seed": asked.seeds[number],
            "CFG scale": asked.cfg_scale,
            "Clip skip": more["Clip skip"],
            "Batch": f"{asked.n_iter}x{asked.batch_size}" if is_many else None,
            "Styles": "; ".join(asked.styles) or None,
            "App": "SD.Next",
            "Version": VERSION,
            "Pipeline": "DemoPainter",
            "Operations": f"{operations}; hires" if asked.hires else operations,
            "Model": self.model.name,
            "Model hash": self.model.short_hash,
            "Index": f"{number // asked.batch_size + 1}x{number + 1}" if is_many else None,
            "Variation seed": more["Variation seed"],
            "Variation strength": more["Variation seed strength"],
            **self._sdnext_hires,
            "Denoising strength": asked.denoising_strength if asked.ground else None,
            "Lora hashes": _hashes(asked.loras),
            "Embeddings": ", ".join(asked.embeddings) or None,
            "Tiling": more["Tiling"],
        }

    @property
    def _sdnext_hires(self) -> dict[str, Any]:
        hires = self.asked.hires
        if hires is None:
            return {}
        return {
            "Refine": True,
            "Hires upscaler": hires.upscaler,
            "Hires scale": hires.scale,
            "Hires size": f"{hires.width}x{hires.height}",
            "Hires steps": hires.steps,
            "Hires strength": hires.denoising_strength,
        }

    def info(self) -> dict[str, Any]:
        """As `info` holds it, which then goes as a text."""
        asked, numbers = self.asked, range(self.asked.count)
        found = {
            "prompt": asked.prompt,
            "all_prompts": [asked.prompt for _ in numbers],
            "negative_prompt": asked.negative_prompt,
            "all_negative_prompts": [asked.negative_prompt for _ in numbers],
            "seed": asked.seed,
            "all_seeds": asked.seeds,
            "subseed": asked.subseed,
            "all_subseeds": asked.subseeds,
            "subseed_strength": asked.subseed_strength or 0,
            "width": asked.width,
            "height": asked.height,
            "sampler_name": asked.sampler,
            "cfg_scale": asked.cfg_scale,
            "steps": asked.steps,
            "batch_size": asked.batch_size,
            "denoising_strength": asked.denoising_strength,
            "extra_generation_params": self._extra_params(),
            "index_of_first_image": self.index_of_first_image,
            "infotexts": self.infotexts,
            "styles": asked.styles,
            "job_timestamp": self.job_timestamp,
            "clip_skip": self.clip_skip,
            **self._server_info(),
        }
        if self.dialect == "sdnext":
            return {key: value for key, value in found.items() if key not in _NOT_SDNEXT}
        return found

    def _server_info(self) -> dict[str, Any]:
        is_restored = self.asked.restore_faces
        return {
            "restore_faces": is_restored,
            "face_restoration_model": FACE_RESTORER if is_restored else None,
            "sd_model_name": self.model.name,
            "sd_model_hash": self.model.short_hash,
            "sd_vae_name": None,
            "sd_vae_hash": None,
            "seed_resize_from_w": -1,
            "seed_resize_from_h": -1,
            "is_using_inpainting_conditioning": False,
            "version": VERSION,
        }

    def _extra_params(self) -> dict[str, Any]:
        """The prompts of the second pass are null here: the server computes them later."""
        extra = {key: value for key, value in self.extra.items() if value is not None}
        if self._is_repainted:
            extra["Denoising strength"] = self.asked.denoising_strength
        if self.asked.hires is not None:
            extra |= {"Hires prompt": None, "Hires negative prompt": None}
        return extra


def _hashes(names: Any) -> str | None:
    """As "name: digest, name: digest"; None without names."""
    return ", ".join(f"{name}: {digest(name)}" for name in names) or None
