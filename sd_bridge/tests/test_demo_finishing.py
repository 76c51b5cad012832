"""The demo WebUI enlarges finished pictures and describes them."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from sd_bridge.demo_webui.looking import caption_of, tags_of
from sd_bridge.demo_webui.painted import painted_file
from sd_bridge.demo_webui.painter import paint
from sd_bridge.demo_webui.testing import running_demo_webui
from sd_bridge.tests.demo_client import Client, as_base64, opened
from sd_bridge.tests.replay import recording

SINGLE = "/sdapi/v1/extra-single-image"
BATCH = "/sdapi/v1/extra-batch-images"
INTERROGATE = "/sdapi/v1/interrogate"
SILK = paint("silk", seed=1, width=96, height=64)


@pytest.fixture(scope="module")
def shared():
    with running_demo_webui() as url:
        yield Client(url)


@pytest.fixture(scope="module")
def forge():
    with running_demo_webui(dialect="forge") as url:
        yield Client(url)


def enlarged(client: Client, picture: Image.Image = SILK, **fields) -> tuple[Image.Image, str]:
    answer = client.post(SINGLE, {"image": as_base64(picture), "upscaler_1": "Lanczos"} | fields)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return opened(base64.b64decode(body["image"])), body["html_info"]


class TestEnlarging:
    def test_makes_the_same_picture_larger(self, shared):
        large, _told = enlarged(shared, upscaling_resize=2)
        back = np.asarray(large.resize(SILK.size, Image.Resampling.BOX), float)
        assert large.size == (192, 128)
        assert np.abs(back - np.asarray(SILK, float)).mean() < 3

    def test_is_told_as_recorded(self, forge):
        exchange = recording("extra-single")
        answer = forge.post(
            SINGLE, {"image": as_base64(SILK), "upscaling_resize": 2, "upscaler_1": "Lanczos"}
        )
        assert answer.json().keys() == exchange["response"]["json"].keys()
        assert answer.json()["html_info"] == exchange["response"]["json"]["html_info"]

    def test_keeps_what_the_picture_tells_of_itself(self, shared):
        file = painted_file("silk", "", 5, 64, 64)
        told = opened(file).info["parameters"]
        answer = shared.post(
            SINGLE, {"image": base64.b64encode(file).decode(), "upscaler_1": "Lanczos"}
        )
        large = opened(base64.b64decode(answer.json()["image"]))
        assert large.info["parameters"] == told

    def test_sharpens_with_the_sharp_one(self, shared):
        def detail(upscaler: str) -> float:
            large, _told = enlarged(shared, upscaler_1=upscaler)
            return float(np.abs(np.diff(np.asarray(large.convert("L"), float), axis=1)).mean())

        assert detail("demo-sharp 4x") > detail("Lanczos") * 1.05

    def test_mixes_two(self, shared):
        fields = {"upscaler_2": "Nearest", "extras_upscaler_2_visibility": 0.5}
        mixed, told = enlarged(shared, **fields)
        plain, _told = enlarged(shared)
        assert "Postprocess upscaler 2: Nearest" in told
        assert np.asarray(mixed).tobytes() != np.asarray(plain).tobytes()

    @pytest.mark.parametrize(
        ("crop", "size"), [(True, (64, 64)), (False, (64, 43))], ids=["cropped", "within"]
    )
    def test_goes_to_a_size(self, shared, crop, size):
        fields = {"resize_mode": 1, "upscaling_resize_w": 64, "upscaling_resize_h": 64}
        large, told = enlarged(shared, **fields, upscaling_crop=crop)
        assert large.size == size
        assert "Postprocess upscale to: 64x64" in told

    def test_does_nothing_without_an_upscaler(self, shared):
        same, told = enlarged(shared, upscaler_1="None")
        assert (same.size, told) == (SILK.size, "")

    def test_refuses_an_unknown_one_as_recorded(self, forge):
        exchange = recording("extra-single-bad-upscaler")
        answer = forge.post(SINGLE, {"image": as_base64(SILK), "upscaler_1": "nope"})
        assert answer.status_code == exchange["response"]["status"]
        assert answer.json() == exchange["response"]["json"]

    def test_runs_out_of_memory_beyond_reason(self, shared):
        fields = {"image": as_base64(SILK), "upscaler_1": "Lanczos", "upscaling_resize": 400}
        answer = shared.post(SINGLE, fields)
        assert answer.status_code == 500
        assert answer.json()["errors"].startswith("CUDA out of memory")

    def test_takes_many_at_once(self, shared):
        images = [{"data": as_base64(SILK), "name": name} for name in ("a.png", "b.png")]
        body = shared.post(BATCH, {"imageList": images, "upscaler_1": "Nearest"}).json()
        assert body["html_info"] == (
            "<p>Postprocess upscale by: 2.0, Postprocess upscaler: Nearest</p>"
        )
        sizes = [opened(base64.b64decode(image)).size for image in body["images"]]
        assert sizes == [(192, 128)] * 2


class TestInterrogate:
    def test_names_colours_light_and_shape(self, shared):
        night = paint("neon city at night", seed=4, width=160, height=96)
        caption = shared.post(INTERROGATE, {"image": as_base64(night), "model": "clip"}).json()
        assert caption == {"caption": caption_of(night)}
        assert caption["caption"].startswith("a dark wide picture in ")
        assert "purple" in caption["caption"] or "navy" in caption["caption"]

    def test_gives_tags(self, shared):
        body = {"image": as_base64(SILK), "model": "deepdanbooru"}
        caption = shared.post(INTERROGATE, body).json()["caption"]
        assert caption == tags_of(SILK)
        assert "wide" in caption.split(", ")

    def test_reads_nothing_that_the_file_tells(self, shared):
        told = PngImagePlugin.PngInfo()
        told.add_text("parameters", "an elephant\nSteps: 20, Sampler: Euler a, Seed: 1")
        silent, talking = Image.new("RGB", (64, 64), "teal"), Image.new("RGB", (64, 64), "teal")
        talking.info["parameters"] = "an elephant"
        assert caption_of(silent) == caption_of(talking)
        file = painted_file("silk", "", 5, 64, 64)
        answer = shared.post(INTERROGATE, {"image": base64.b64encode(file).decode()})
        assert "silk" not in answer.json()["caption"]

    def test_answers_200_when_it_fails(self, shared):
        tiny = {"image": as_base64(Image.new("RGB", (2, 2)))}
        answer = shared.post(INTERROGATE, tiny)
        assert (answer.status_code, answer.json()) == (200, {"caption": "<error>"})
        assert answer.json() == recording("interrogate")["response"]["json"]

    def test_knows_two_models(self, forge):
        exchange = recording("interrogate-bad-model")
        answer = forge.post(INTERROGATE, {"image": as_base64(SILK), "model": "nope"})
        assert answer.status_code == exchange["response"]["status"]
        assert answer.json() == exchange["response"]["json"]

    @pytest.mark.parametrize(
        ("colour", "word"),
        [("black", "black"), ("white", "white"), ("#102a9c", "blue"), ("#f28a3c", "orange")],
    )
    def test_sees_plain_colours(self, colour, word):
        assert word in caption_of(Image.new("RGB", (64, 64), colour))

    @pytest.mark.parametrize(
        ("size", "word"), [((64, 64), "square"), ((96, 64), "wide"), ((64, 96), "tall")]
    )
    def test_sees_the_shape(self, size, word):
        assert f" {word} picture" in caption_of(Image.new("RGB", size, "teal"))
