"""What a server did otherwise with the less common settings is told, one sentence each."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from sd_bridge.engines.data import Style
from sd_bridge.tests.engine_cast import LIGHTHOUSE, OVER, TASK, answering, codes, forge, info
from sd_bridge.tests.replay import TXT2IMG, placeholder

HIRES = replace(LIGHTHOUSE, hires_upscaler="Latent", hires_steps=3)
SETTINGS = "Steps: 2, Seed: 42, Size: 64x64"
HIRES_TOLD = {"Hires upscale": 2.0, "Hires steps": 3, "Hires upscaler": "Latent"}


def told_of(request: Any, *, size: tuple[int, int] = (64, 64), extra: Any = None, **told: Any):
    """The differences when the server tells this; `extra` are its further parameters."""
    path = TXT2IMG if request is not OVER else "/sdapi/v1/img2img"
    with forge() as (server, engine):
        if extra is not None:
            told["extra_generation_params"] = extra
        answering(server, images=[placeholder(size=size)], told=json.dumps(info(**told)), path=path)
        return list(engine.run(request, task_id=TASK).differences)


class TestSecondPass:
    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({}, HIRES_TOLD),
            ({}, {}),  # nothing told is nothing to tell
            ({"hires_sampler": "Euler"}, HIRES_TOLD | {"Hires sampler": "Euler"}),
            ({"hires_model": "sub/x.ckpt"}, HIRES_TOLD | {"Hires checkpoint": "x [0123456789]"}),
        ],
    )
    def test_as_asked_is_no_difference(self, changes, told):
        request = replace(HIRES, **changes)
        assert told_of(request, size=(128, 128), extra=told, denoising_strength=0.5) == []

    @pytest.mark.parametrize(
        ("changes", "told", "code", "got"),
        [
            ({}, {"Hires upscaler": "Lanczos"}, "upscaler_replaced", "Lanczos"),
            ({}, {"Hires steps": 5}, "steps_changed", "5"),
            ({"hires_sampler": "Euler"}, {"Hires sampler": "DDIM"}, "sampler_replaced", "DDIM"),
            ({"hires_model": "x"}, {"Hires checkpoint": "y"}, "model_replaced", "y"),
            (
                {"hires_scheduler": "Karras"},
                {"Hires schedule type": "Simple"},
                "scheduler_replaced",
                "Simple",
            ),
        ],
    )
    def test_with_another_setting_is_told(self, changes, told, code, got):
        request = replace(HIRES, **changes)
        [difference] = told_of(request, size=(128, 128), extra=HIRES_TOLD | told)
        assert (difference.code, difference.got) == (code, got)
        assert got in difference.sentence

    def test_with_another_strength_is_told(self):
        [difference] = told_of(HIRES, size=(128, 128), denoising_strength=0.7)
        assert (difference.code, difference.asked, difference.got) == (
            "denoising_changed",
            "0.5",
            "0.7",
        )

    def test_that_did_not_happen_shows_in_the_size(self):
        [difference] = told_of(HIRES, size=(64, 64))
        assert (difference.code, difference.asked, difference.got) == (
            "size_changed",
            "128×128",
            "64×64",
        )

    @pytest.mark.parametrize("side", [82, 80, 84])
    def test_may_be_rounded(self, side):
        assert told_of(replace(HIRES, hires_scale=1.3), size=(side, side)) == []


class TestVariation:
    REQUEST = replace(LIGHTHOUSE, variation_seed=7, variation_strength=0.25)

    def test_as_asked_is_no_difference(self):
        assert told_of(self.REQUEST, subseed=7, subseed_strength=0.25) == []
        random = replace(self.REQUEST, variation_seed=-1)
        assert told_of(random, subseed=123, subseed_strength=0.25) == []
        assert told_of(LIGHTHOUSE, subseed=123, subseed_strength=0) == []

    def test_of_another_seed_or_strength_is_told(self):
        found = told_of(self.REQUEST, subseed=8, subseed_strength=0)
        assert [item.code for item in found] == [
            "variation_strength_changed",
            "variation_seed_changed",
        ]


class TestStyles:
    REQUEST = replace(LIGHTHOUSE, styles=("Ink", "Plain"))
    INK = Style("Ink", "ink drawing of {prompt}", "colour")
    PLAIN = Style("Plain", "minimal", "")

    def _codes(self, prompt: str, negative: str, styles: tuple[Style, ...]) -> list[str]:
        told = info(
            prompt=prompt,
            all_prompts=[prompt],
            negative_prompt=negative,
            all_negative_prompts=[negative],
            styles=["Ink", "Plain"],
        )
        with forge() as (server, engine):
            answering(server, told=json.dumps(told))
            lists = replace(engine.capabilities(), styles=styles)
            return codes(engine.run(self.REQUEST, task_id=TASK, lists=lists))

    @pytest.mark.parametrize(
        ("prompt", "negative", "expected"),
        [
            ("ink drawing of a lighthouse, minimal", "blurry, colour", []),
            ("a lighthouse", "blurry", ["styles_ignored"]),
            ("ink drawing of a cat, minimal", "blurry, colour", ["prompt_changed"]),
            ("ink drawing of a lighthouse", "blurry, colour", ["prompt_changed"]),
            ("ink drawing of a lighthouse, minimal", "blurry", ["negative_prompt_changed"]),
        ],
    )
    def test_are_looked_for_in_the_prompts(self, prompt, negative, expected):
        assert self._codes(prompt, negative, (self.INK, self.PLAIN)) == expected

    def test_of_unknown_words_may_change_the_prompts(self):
        assert self._codes("whatever", "else", ()) == []

    def test_without_words_change_nothing(self):
        assert self._codes("a lighthouse", "blurry", (Style("Ink"), Style("Plain"))) == []

    def test_of_unknown_words_that_changed_nothing_were_ignored(self):
        """Servers repeat the names of styles they do not have."""
        assert self._codes("a lighthouse", "blurry", ()) == ["styles_ignored"]


class TestOtherSettings:
    REFINED = replace(LIGHTHOUSE, refiner="sub/refine.safetensors [0123456789]")

    @pytest.mark.parametrize(
        ("told", "expected"),
        [
            ("refine [0123456789]", []),
            ("other [0123456789]", ["refiner_replaced"]),
            (None, ["refiner_unconfirmed"]),
        ],
    )
    def test_a_refiner(self, told, expected):
        extra = {"Refiner": told} if told else {}
        found = told_of(self.REFINED, extra=extra)
        assert [item.code for item in found] == expected

    def test_faces(self):
        request = replace(LIGHTHOUSE, restore_faces=True)
        assert told_of(request, restore_faces=True) == []
        assert [item.code for item in told_of(request, restore_faces=False)] == [
            "faces_not_restored"
        ]

    def test_tiles(self):
        request = replace(LIGHTHOUSE, tiling=True)
        assert told_of(request, infotexts=[f"a\n{SETTINGS}, Tiling: True"]) == []
        assert [item.code for item in told_of(request)] == ["tiling_ignored"]

    @pytest.mark.parametrize(("told", "expected"), [("0.5", []), ("0.3", ["eta_changed"])])
    def test_eta(self, told, expected):
        found = told_of(replace(LIGHTHOUSE, eta=0.5), infotexts=[f"a\n{SETTINGS}, Eta: {told}"])
        assert [item.code for item in found] == expected

    def test_strength_of_painting_over(self):
        assert told_of(OVER, denoising_strength=0.5) == []
        assert [item.code for item in told_of(OVER, denoising_strength=0.75)] == [
            "denoising_changed"
        ]

    def test_nothing_told_at_all(self):
        with forge() as (server, engine):
            answering(server, told="")
            [difference] = engine.run(LIGHTHOUSE, task_id=TASK).differences
        assert difference.code == "info_missing"
        assert "did not tell" in difference.sentence
