"""One `txt2img` request, from the lock to the answer."""

import json
import math
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PIL import Image

from .asked import Asked, understood
from .catalogue import VERSION, DemoModel
from .files import as_base64, encoded
from .infotext import infotext, recipe_pairs
from .options import Options
from .painter import Painting
from .state import State


@dataclass
class Processed:
    """What came of a request; `images` may be fewer than were asked for."""

    asked: Asked
    model: DemoModel
    clip_skip: int
    job_timestamp: str = ""
    index_of_first_image: int = 0
    images: list[Image.Image] = field(default_factory=list)
    infotexts: list[str] = field(default_factory=list)

    def infotext(self, number: int) -> str:
        """The text of picture `number`: it claims the full steps even where the work was cut."""
        asked = self.asked
        pairs = recipe_pairs(
            steps=asked.steps,
            sampler=asked.sampler,
            schedule=asked.schedule,
            cfg_scale=asked.cfg_scale,
            seed=asked.seed + number,
            width=asked.width,
            height=asked.height,
            model=self.model.name,
            model_hash=self.model.short_hash,
            version=VERSION,
            clip_skip=self.clip_skip,
            extra=self.extra,
        )
        return infotext(asked.prompt, asked.negative_prompt, pairs)

    @property
    def extra(self) -> dict[str, Any]:
        hires = self.asked.hires
        if hires is None:
            return {}
        scale = round(hires.width / self.asked.width, 4)
        return {
            "Denoising strength": hires.denoising_strength,
            "Hires upscale": scale,
            "Hires steps": hires.steps,
            "Hires upscaler": hires.upscaler,
        }

    def info(self, denoising_strength: float | None) -> dict[str, Any]:
        asked, numbers = self.asked, range(self.asked.count)
        return {
            "prompt": asked.prompt,
            "all_prompts": [asked.prompt for _ in numbers],
            "negative_prompt": asked.negative_prompt,
            "all_negative_prompts": [asked.negative_prompt for _ in numbers],
            "seed": asked.seed,
            "all_seeds": [asked.seed + number for number in numbers],
            "subseed": asked.subseed,
            "all_subseeds": [asked.subseed + number for number in numbers],
            "subseed_strength": 0,
            "width": asked.width,
            "height": asked.height,
            "sampler_name": asked.sampler,
            "cfg_scale": asked.cfg_scale,
            "steps": asked.steps,
            "batch_size": asked.batch_size,
            "restore_faces": False,
            "face_restoration_model": None,
            "sd_model_name": self.model.name,
            "sd_model_hash": self.model.short_hash,
            "sd_vae_name": None,
            "sd_vae_hash": None,
            "seed_resize_from_w": -1,
            "seed_resize_from_h": -1,
            "denoising_strength": denoising_strength,
            "extra_generation_params": self.extra,
            "index_of_first_image": self.index_of_first_image,
            "infotexts": self.infotexts,
            "styles": asked.styles,
            "job_timestamp": self.job_timestamp,
            "clip_skip": self.clip_skip,
            "is_using_inpainting_conditioning": False,
            "version": VERSION,
        }


class Studio:
    """Paints requests step by step; a step takes `seconds_per_step`, so that progress shows."""

    def __init__(self, state: State, options: Options, *, seconds_per_step: float) -> None:
        self.state = state
        self.options = options
        self.seconds_per_step = seconds_per_step

    def process(self, fields: dict[str, Any]) -> Processed:
        """Paint what is asked, the lock being held and the state begun."""
        asked = understood(fields)
        override = fields["override_settings"] or {}
        restore = bool(fields["override_settings_restore_afterwards"])
        with self.options.overridden(override, restore=restore) as effective:
            processed = self._process(asked, with_grid=bool(fields["save_images"]))
        if fields["override_settings"] is not None:
            fields["override_settings"] = effective
        return processed

    def answer(self, fields: dict[str, Any], processed: Processed) -> dict[str, Any]:
        """The body: files in the server's format, echo of the request, info as a string."""
        files = [
            as_base64(encoded(image, text, self.options.files))
            for image, text in zip(processed.images, processed.infotexts, strict=False)
        ]
        return {
            "images": files if fields["send_images"] else [],
            "parameters": fields,
            "info": json.dumps(processed.info(fields["denoising_strength"])),
        }

    def _process(self, asked: Asked, *, with_grid: bool) -> Processed:
        state = self.state
        clip_skip = int(self.options["CLIP_stop_at_last_layers"])
        processed = Processed(asked, self.options.model, clip_skip)
        state.job_count = asked.n_iter * (2 if asked.hires else 1)
        for iteration in range(asked.n_iter):
            state.next_picture()
            if state.interrupted:
                break
            if asked.n_iter > 1:
                state.job = f"Batch {iteration + 1} out of {asked.n_iter}"
            first = iteration * asked.batch_size
            for number, image in enumerate(self._batch(processed, first), first):
                processed.images.append(image)
                processed.infotexts.append(processed.infotext(number))
            state.next_job()
        if not processed.infotexts:
            processed.infotexts.append(processed.infotext(0))
        if with_grid:
            self._add_grid(processed)
        processed.job_timestamp = state.job_timestamp
        return processed

    def _batch(self, processed: Processed, first: int) -> list[Image.Image]:
        """The pictures of one batch, or what they had come to when they were stopped."""
        asked = processed.asked
        width, height = asked.pixels
        paintings = [
            Painting(
                asked.prompt,
                negative_prompt=asked.negative_prompt,
                seed=asked.seed + number,
                width=width,
                height=height,
                steps=asked.steps,
                cfg_scale=asked.cfg_scale,
                model=processed.model.name,
            )
            for number in range(first, first + asked.batch_size)
        ]
        reached = self._sample(paintings, asked.steps)
        if asked.hires and reached == asked.steps and not self.state.stopping:
            self.state.next_job()
            self._wait_steps(asked.hires.steps)
        if reached == asked.steps:
            return [painting.finished() for painting in paintings]
        size, filter_ = (width, height), Image.Resampling.BICUBIC
        return [painting.preview(reached).resize(size, filter_) for painting in paintings]

    def _sample(self, paintings: list[Painting], steps: int) -> int:
        """The step reached: fewer than `steps` if interrupted or skipped."""
        state = self.state
        state.sampling_steps = steps
        every = int(self.options["show_progress_every_n_steps"])
        shown = 0
        for step in range(1, steps + 1):
            if self._stopped_while_working():
                return step - 1
            show = self.options["live_previews_enable"] and 0 < every <= step - shown
            shown = step if show else shown
            state.stepped(step, partial(paintings[0].preview, step) if show else None)
        return steps

    def _wait_steps(self, steps: int) -> None:
        self.state.sampling_steps = steps
        for step in range(1, steps + 1):
            if self._stopped_while_working():
                return
            self.state.stepped(step, None)

    def _stopped_while_working(self) -> bool:
        self.state.wake.wait(self.seconds_per_step)
        return self.state.stopping

    def _add_grid(self, processed: Processed) -> None:
        """All pictures side by side, put first."""
        images = processed.images
        if not self.options["return_grid"] or len(images) < 2:
            return
        rows = max(1, round(math.sqrt(len(images))))
        while len(images) % rows:
            rows -= 1
        columns = len(images) // rows
        width, height = images[0].size
        grid = Image.new("RGB", (columns * width, rows * height))
        for index, image in enumerate(images):
            grid.paste(image, (index % columns * width, index // columns * height))
        images.insert(0, grid)
        processed.infotexts.insert(0, processed.infotext(0))
        processed.index_of_first_image = 1
