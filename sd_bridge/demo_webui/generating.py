"""Pictures of one request, from the lock to the answer."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PIL import Image

from .asked import Asked
from .extras_catalogue import touches_of
from .files import as_base64, encoded
from .options import Options
from .painter import Painting, Weighted
from .painter.field import smoothstep
from .state import State
from .telling import Processed
from .understanding import understood
from .upscaling import enlarged

NO_MODULES = "argument of type 'NoneType' is not iterable"


class Studio:
    """Paints requests step by step; a step takes `seconds_per_step`, so that progress shows.

    With the fault "interrupted" it breaks itself off half-way, with "too-late" it stays at work for
    `late_seconds` more.
    """

    def __init__(
        self,
        state: State,
        options: Options,
        *,
        seconds_per_step: float,
        dialect: str = "a1111",
        faults: frozenset[str] = frozenset(),
        late_seconds: float = 0.0,
    ) -> None:
        self.state = state
        self.options = options
        self.seconds_per_step = seconds_per_step
        self.dialect = dialect
        self.faults = faults
        self.late_seconds = late_seconds

    def process(self, fields: dict[str, Any]) -> Processed:
        """Paint what is asked, the lock being held and the state begun."""
        asked = understood(fields, self.dialect)
        override = fields["override_settings"] or {}
        restore = bool(fields["override_settings_restore_afterwards"])
        with self.options.overridden(override, restore=restore) as effective:
            processed = self.paint(asked, with_grid=bool(fields["save_images"]))
        if fields["override_settings"] is not None:
            fields["override_settings"] = effective
        return processed

    def answer(self, fields: dict[str, Any], processed: Processed) -> dict[str, Any]:
        """The body: files in the server's format, echo of the request, info as a string."""
        files = [
            as_base64(encoded(image, text, self.options.files))
            for image, text in zip(processed.images, processed.infotexts, strict=False)
        ]
        if fields.get("include_init_images") is False:
            fields |= {"init_images": None, "mask": None}
        return {
            "images": files if fields["send_images"] else [],
            "parameters": fields,
            "info": json.dumps(processed.info()),
        }

    def paint(self, asked: Asked, *, with_grid: bool = False) -> Processed:
        """All pictures of a request, or those that were made until it was interrupted."""
        state = self.state
        if "wrong-count" in self.faults:
            number = asked.count - 1 or 2
            asked = replace(asked, batch_size=1, n_iter=number)
        clip_skip = int(self.options["CLIP_stop_at_last_layers"])
        processed = Processed(asked, self.options.model, clip_skip, self.dialect)
        state.job_count = asked.n_iter
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
        if "too-late" in self.faults:
            state.wake.wait(self.late_seconds)
        if not processed.infotexts:
            processed.infotexts.append(processed.infotext(0))
        if with_grid:
            self._add_grid(processed)
        processed.job_timestamp = state.job_timestamp
        return processed

    def _batch(self, processed: Processed, first: int) -> list[Image.Image]:
        """The pictures of one batch, or what they had come to when they were stopped."""
        asked = processed.asked
        paint = partial(self._painting, processed)
        numbers = range(first, first + asked.batch_size)
        paintings = [paint(number) for number in numbers]
        taken = asked.steps_to_take
        reached = self._sample(taken, asked.steps, paintings[0].preview)
        if reached < taken:
            return [_half(painting, reached, asked.pixels) for painting in paintings]
        if asked.hires is None or self.state.stopping:
            return [painting.finished() for painting in paintings]
        finals = [paint(number, is_second=True) for number in numbers]
        return self._second_pass(asked, paintings, finals)

    def _second_pass(
        self, asked: Asked, paintings: list[Painting], finals: list[Painting]
    ) -> list[Image.Image]:
        """The first pictures enlarged and painted over in their new size.

        That there is a second pass counts from its beginning only: progress jumps back.
        """
        hires = asked.hires
        if hires is None or hires.lacks_modules:
            raise TypeError(NO_MODULES)
        self.state.job_count = max(self.state.job_count, asked.n_iter * 2)
        self.state.next_job()
        small = [painting.finished() for painting in paintings]
        large = [enlarged(image, asked.final_pixels, hires.upscaler) for image in small]
        reached = self._sample(hires.steps, hires.steps, lambda step: finals[0].preview(step))
        if reached < hires.steps:
            return large
        share = float(smoothstep(0.0, 0.6, hires.denoising_strength))
        scale = max(new / old for new, old in zip(asked.final_pixels, asked.pixels, strict=True))
        over = [enlarged(final.finished(scale), asked.final_pixels) for final in finals]
        pairs = zip(large, over, strict=True)
        return [Image.blend(below, above, share) for below, above in pairs]

    def _painting(self, processed: Processed, number: int, *, is_second: bool = False) -> Painting:
        asked, model = processed.asked, processed.model
        prompt, negative_prompt = asked.prompt, asked.negative_prompt
        touches: tuple[Weighted, ...] = touches_of(asked.loras, asked.embeddings)
        if is_second and asked.hires is not None:
            model = asked.hires.model or model
            negative_prompt = asked.hires.negative_prompt or negative_prompt
        width, height = asked.pixels
        refiner = asked.refiner
        return Painting(
            prompt,
            look_prompt=asked.hires.prompt if is_second and asked.hires else "",
            negative_prompt=negative_prompt,
            seed=asked.seeds[number],
            width=width,
            height=height,
            steps=asked.steps,
            cfg_scale=asked.cfg_scale,
            model=model.name,
            subseed=asked.subseeds[number],
            variation=asked.subseed_strength,
            touches=touches,
            refiner=(refiner.model.name, 1 - refiner.switch_at) if refiner else None,
            ground=asked.ground,
            tiling=asked.tiling,
        )

    def _sample(self, taken: int, claimed: int, make_preview: Callable[[int], Image.Image]) -> int:
        """The step reached: fewer than `taken` if interrupted or skipped."""
        state = self.state
        state.sampling_steps = claimed
        every = int(self.options["show_progress_every_n_steps"])
        shown = 0
        for step in range(1, taken + 1):
            if "interrupted" in self.faults and step > taken // 2:
                state.stop(everything=True)
            if self._stopped_while_working():
                return step - 1
            show = self.options["live_previews_enable"] and 0 < every <= step - shown
            shown = step if show else shown
            state.stepped(step, partial(make_preview, step) if show else None)
        return taken

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


def _half(painting: Painting, reached: int, size: tuple[int, int]) -> Image.Image:
    return painting.preview(reached).resize(size, Image.Resampling.BICUBIC)
