"""The demo WebUI paints over pictures, in a second pass, in variations, with LoRAs and styles."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from sd_bridge.demo_webui.painted import painted_file
from sd_bridge.demo_webui.painter import paint
from sd_bridge.demo_webui.testing import running_demo_webui
from sd_bridge.tests.demo_client import IMG2IMG, SMALL, TXT2IMG, Client, as_base64, opened
from sd_bridge.tests.replay import recording

DUSK = paint("mountain lake at dusk", seed=3, width=96, height=64)
SIZE = {"width": 96, "height": 64}


def pixels(picture: Image.Image | bytes) -> np.ndarray:
    picture = opened(picture) if isinstance(picture, bytes) else picture
    return np.asarray(picture.convert("RGB"), float)


def difference(one: Image.Image | bytes, other: Image.Image | bytes) -> float:
    return float(np.abs(pixels(one) - pixels(other)).mean())


@pytest.fixture(scope="module")
def shared():
    with running_demo_webui() as url:
        yield Client(url)


@pytest.fixture(scope="module")
def forge():
    with running_demo_webui(dialect="forge") as url:
        yield Client(url)


class TestImg2Img:
    def test_paints_more_over_the_stronger_it_is(self, shared):
        def away(strength: float) -> float:
            fields = SIZE | {"prompt": "neon city at night", "denoising_strength": strength}
            return difference(shared.paint_over(DUSK, **fields)["files"][0], DUSK)

        found = [away(strength) for strength in (0.0, 0.2, 0.5, 0.8, 1.0)]
        assert found[0] == 0
        assert found[1] < 8
        assert found[1] * 1.5 < found[2]
        assert found[2] * 1.2 < found[3]
        assert found[4] > 25

    def test_keeps_light_and_dark_where_they_were(self, shared):
        half = np.zeros((64, 96, 3), np.uint8)
        half[:, 48:] = 230
        ground = Image.fromarray(half)
        answer = shared.paint_over(ground, **SIZE, prompt="marble", denoising_strength=0.5)
        tone = pixels(answer["files"][0]).mean(axis=2)
        assert tone[:, 48:].mean() > tone[:, :48].mean() + 60

    def test_is_the_usual_picture_at_full_strength(self, shared):
        answer = shared.paint_over(DUSK, denoising_strength=1.0)
        plain = painted_file("새벽 산", "", 42, 64, 48, 3, 7.0, "Euler")
        assert difference(answer["files"][0], plain) < 1

    def test_uses_the_usual_strength_when_none_is_given(self, shared):
        answer = shared.paint_over(DUSK)
        assert answer["info"]["denoising_strength"] == 0.75
        assert "Denoising strength: 0.75" in answer["info"]["infotexts"][0]

    @pytest.mark.parametrize(("mode", "name"), [(0, "stretched"), (1, "cropped"), (2, "filled")])
    def test_brings_the_picture_into_the_size(self, shared, mode, name):
        ground = Image.new("RGB", (200, 100), "white")
        ground.paste((255, 0, 0), (0, 0, 50, 100))
        fields = {"width": 64, "height": 64, "denoising_strength": 0, "resize_mode": mode}
        picture = opened(shared.paint_over(ground, **fields)["files"][0])
        red = (pixels(picture) - [255, 0, 0]).__abs__().sum(axis=2) < 60
        share = {"stretched": 0.25, "cropped": 0.0, "filled": 0.125}[name]
        assert picture.size == (64, 64)
        assert red.mean() == pytest.approx(share, abs=0.06)

    def test_leaves_alone_what_the_mask_covers(self, shared):
        mask = Image.new("L", DUSK.size, 0)
        mask.paste(255, (64, 0, 96, 64))
        fields = SIZE | {"denoising_strength": 1.0, "mask": as_base64(mask), "mask_blur": 2}
        answer = shared.paint_over(DUSK, **fields)
        assert difference(
            opened(answer["files"][0]).crop((0, 0, 48, 64)), DUSK.crop((0, 0, 48, 64))
        ) == pytest.approx(0, abs=0.01)
        assert "Mask blur: 2" in answer["info"]["infotexts"][0]

    @pytest.mark.parametrize("include", [True, False])
    def test_echoes_the_picture_only_when_asked_to(self, shared, include):
        answer = shared.paint_over(DUSK, include_init_images=include)
        assert (answer["parameters"]["init_images"] is not None) is include

    @pytest.mark.parametrize(
        "name",
        [
            "img2img-no-init",
            "img2img-empty-init",
            "img2img-bad-base64",
            "img2img-not-an-image",
            "img2img-url",
        ],
    )
    def test_refuses_as_recorded(self, forge, name):
        exchange = recording(name)
        answer = forge.post(IMG2IMG, exchange["request"]["json"])
        assert answer.status_code == exchange["response"]["status"]
        assert answer.json() == exchange["response"]["json"]

    def test_answers_in_the_recorded_shape(self, forge):
        told = recording("img2img-basic")["response"]["json"]
        answer = forge.paint_over(DUSK, denoising_strength=0.5)
        assert answer["parameters"].keys() == told["parameters"].keys()
        assert answer["info"].keys() == json.loads(told["info"]).keys()


class TestSecondPass:
    def test_makes_the_same_picture_larger(self, shared):
        fields = SIZE | {"prompt": "mountain lake at dusk", "seed": 3, "enable_hr": True}
        large = shared.paint(**fields, hr_scale=2, denoising_strength=0.5)["files"][0]
        assert opened(large).size == (192, 128)
        assert difference(opened(large).resize((96, 64), Image.Resampling.BOX), DUSK) < 9

    def test_adds_detail_the_stronger_it_is(self, shared):
        def detail(strength: float) -> float:
            fields = {"prompt": "silk", "enable_hr": True, "denoising_strength": strength}
            large = pixels(shared.paint(**fields, **SIZE, hr_upscaler="Latent")["files"][0])
            return float(np.abs(np.diff(large, axis=1)).mean())

        assert detail(0.6) > detail(0.0) * 1.1

    def test_makes_progress_jump_back(self):
        with running_demo_webui(seconds_per_step=0.04) as url:
            slow = Client(url)
            painting = slow.painting(steps=12, enable_hr=True, hr_second_pass_steps=8)
            late = slow.wait_for(lambda p: p["state"]["sampling_step"] >= 10)
            again = slow.wait_for(lambda p: p["state"]["sampling_steps"] == 8)
            painting.result()
        assert late["state"]["sampling_steps"] == 12
        assert again["progress"] < late["progress"]
        assert again["state"]["job_no"] == 1

    def test_tells_what_it_did_otherwise(self, shared):
        answer = shared.paint(
            enable_hr=True,
            hr_resize_x=96,
            hr_resize_y=96,
            hr_upscaler="Lanczos",
            hr_second_pass_steps=5,
            hr_checkpoint_name="demo-painter-night",
            hr_sampler_name="Euler a",
            hr_prompt="a lake, detail",
            denoising_strength=0.4,
        )
        text = answer["info"]["infotexts"][0]
        assert opened(answer["files"][0]).size == (96, 96)
        for pair in (
            "Denoising strength: 0.4",
            "Hires checkpoint: demo-painter-night [",
            "Hires sampler: Euler a",
            'Hires prompt: "a lake, detail"',
            "Hires resize: 96x96",
            "Hires steps: 5",
            "Hires upscaler: Lanczos",
        ):
            assert pair in text
        extras = answer["info"]["extra_generation_params"]
        assert extras["Hires prompt"] is None  # the server computes it later: a trap
        assert "Hires upscale:" not in text

    def test_fails_on_forge_without_modules(self, forge):
        asked = recording("txt2img-hires")
        answer = forge.post(TXT2IMG, asked["request"]["json"])
        assert answer.status_code == 500
        assert answer.json() == asked["response"]["json"]

    def test_answers_on_forge_in_the_recorded_shape(self, forge):
        exchange = recording("txt2img-hires-with-additional-modules")
        answer = forge.done(TXT2IMG, exchange["request"]["json"])
        told = exchange["response"]["json"]
        theirs = json.loads(told["info"])
        assert opened(answer["files"][0]).size == (128, 128)
        assert answer["parameters"].keys() == told["parameters"].keys()
        assert answer["info"].keys() == theirs.keys()
        ours = answer["info"]["infotexts"][0].rpartition("Denoising")[2]
        for pair in ("Hires Module 1: Use same choices", "Hires CFG Scale: 1.0", "Hires steps: 1"):
            assert pair in ours
            assert pair in theirs["infotexts"][0]


class TestVariation:
    def test_goes_from_one_picture_to_another(self, shared):
        def varied(strength: float) -> bytes:
            fields = SIZE | {"prompt": "mountain lake", "subseed": 9, "subseed_strength": strength}
            return shared.paint(**fields)["files"][0]

        first, other = varied(0.0), varied(1.0)
        near, middle = varied(0.1), varied(0.5)
        assert 0.5 < difference(near, first) < difference(middle, first)
        assert difference(near, first) < difference(other, first) / 2
        assert (
            difference(other, shared.paint(**SIZE, prompt="mountain lake", seed=9)["files"][0]) < 1
        )

    def test_counts_the_variation_up_and_keeps_the_seed(self, shared):
        info = shared.paint(subseed=9, subseed_strength=0.2, n_iter=3)["info"]
        assert info["all_seeds"] == [42, 42, 42]
        assert info["all_subseeds"] == [9, 10, 11]
        assert "Variation seed: 10, Variation seed strength: 0.2" in info["infotexts"][1]

    def test_is_not_told_where_there_is_none(self, shared):
        assert "Variation" not in shared.paint(subseed=9)["info"]["infotexts"][0]


class TestExtraNetworks:
    @pytest.mark.parametrize("tag", ["<lora:ink_wash:1>", "<lora:Ink Wash>", "demo-golden-hour"])
    def test_change_the_look_and_are_told(self, shared, tag):
        plain = shared.paint(**SIZE, prompt="mountain lake at dusk")
        touched = shared.paint(**SIZE, prompt=f"mountain lake at dusk {tag}")
        assert difference(plain["files"][0], touched["files"][0]) > 4
        key = "TI hashes" if tag.startswith("demo") else "Lora hashes"
        name = "demo-golden-hour" if tag.startswith("demo") else "ink_wash"
        assert touched["info"]["extra_generation_params"][key].startswith(f"{name}: ")
        assert f'{key}: "{name}: ' in touched["info"]["infotexts"][0]

    def test_keep_the_composition(self, shared):
        plain = pixels(shared.paint(**SIZE, prompt="mountain lake at dusk")["files"][0])
        inked = pixels(
            shared.paint(**SIZE, prompt="mountain lake at dusk <lora:matte_horizon:1>")["files"][0]
        )
        tones = [picture.mean(axis=2).ravel() for picture in (plain, inked)]
        assert np.corrcoef(*tones)[0, 1] > 0.95

    def test_count_by_their_weight(self, shared):
        def away(weight: str) -> float:
            prompt = f"mountain lake at dusk <lora:neon_rain:{weight}>"
            return difference(shared.paint(**SIZE, prompt=prompt)["files"][0], DUSK)

        assert away("0.3") < away("1")

    def test_are_ignored_when_unknown_or_switched_off(self, shared):
        answer = shared.paint(prompt="lake <lora:nope:1>")
        assert "Lora hashes" not in answer["info"]["infotexts"][0]
        off = shared.paint(prompt="lake <lora:ink_wash:1>", disable_extra_networks=True)
        assert "Lora hashes" not in off["info"]["infotexts"][0]


class TestRefiner:
    def test_takes_over_for_the_rest_of_the_steps(self, shared):
        def light(switch: float) -> float:
            fields = {"refiner_checkpoint": "demo-painter-night", "refiner_switch_at": switch}
            return float(pixels(shared.paint(**fields)["files"][0]).mean())

        assert light(0.2) < light(0.8) < float(pixels(shared.paint()["files"][0]).mean())

    def test_is_told(self, shared):
        text = shared.paint(refiner_checkpoint="demo-painter-mono")["info"]["infotexts"][0]
        assert "Refiner: demo-painter-mono [" in text
        assert "Refiner switch at: 0.8" in text

    def test_must_be_known(self, shared):
        answer = shared.post(TXT2IMG, SMALL | {"refiner_checkpoint": "nope"})
        assert answer.status_code == 500
        assert answer.json()["errors"] == "Could not find checkpoint with name nope"


class TestTiling:
    def test_makes_edges_meet(self, shared):
        def seam(**fields) -> float:
            picture = pixels(shared.paint(**SIZE, prompt="marble", **fields)["files"][0])
            inside = np.abs(np.diff(picture, axis=1)).mean()
            return float(np.abs(picture[:, 0] - picture[:, -1]).mean() / inside)

        assert seam(tiling=True) < seam() / 2
        assert "Tiling: True" in shared.paint(tiling=True)["info"]["infotexts"][0]

    def test_restored_faces_are_told(self, shared):
        info = shared.paint(restore_faces=True)["info"]
        assert "Face restoration: CodeFormer, Size" in info["infotexts"][0]
        assert info["restore_faces"] is True
