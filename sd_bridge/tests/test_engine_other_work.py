"""Enlarging finished pictures and describing them; and the images that are sent for it."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import pytest
from PIL import ExifTags, Image

from sd_bridge.engines.asking import Interrogation, Upscale
from sd_bridge.engines.errors import EngineError, EngineFailed, EngineRefused, EngineUnreadable
from sd_bridge.engines.sendable import CROP, FILL, STRETCH, sendable
from sd_bridge.tests.dialect_servers import picture
from sd_bridge.tests.engine_cast import DESCRIBE, ENLARGE, IMAGE, OVER, TASK, codes, forge
from sd_bridge.tests.replay import placeholder

EXTRAS = "/sdapi/v1/extra-single-image"
INTERROGATE = "/sdapi/v1/interrogate"


def enlarged(image: object, request: Upscale = ENLARGE):
    with forge() as (server, engine):
        body = {"html_info": "", "image": image}
        server.answer("POST", EXTRAS, {"status": 200, "json": body})
        return engine.run(request, task_id=TASK)


class TestEnlarging:
    def test_gives_the_recorded_picture(self):
        with forge("extra-single") as (server, engine):
            answer = engine.upscale(replace(ENLARGE, codeformer_visibility=0.5))
            [call] = server.calls(EXTRAS)
        [result] = answer.pictures
        assert (result.width, result.height, result.seed) == (128, 128, None)
        assert codes(answer) == []
        assert dict(result.recipe.extras) == {
            "Upscaled by": "2",
            "Upscaler": "Lanczos",
            "CodeFormer visibility": "0.5",
        }
        assert (result.recipe.program, result.recipe.width) == ("Forge", 64)
        assert (call.body["upscaling_resize"], call.body["upscaler_1"]) == (2.0, "Lanczos")
        assert (call.body["resize_mode"], call.body["upscaler_2"]) == (0, "None")

    def test_tells_another_size(self):
        [difference] = enlarged(placeholder(size=(64, 64))).differences
        assert (difference.code, difference.asked, difference.got) == (
            "size_changed",
            "128×128",
            "64×64",
        )

    def test_lets_sides_be_rounded(self):
        request = replace(ENLARGE, image=picture((101, 67)))
        for size in ((202, 134), (200, 128)):
            assert codes(enlarged(placeholder(size=size), request)) == []

    def test_tells_a_black_picture(self):
        answer = enlarged(placeholder(size=(128, 128), fill="black"))
        assert codes(answer) == ["black_picture"]

    @pytest.mark.parametrize("image", [None, 7, [], {"a": 1}])
    def test_takes_no_answer_of_another_shape(self, image):
        with pytest.raises(EngineUnreadable, match="wrong_shape"):
            enlarged(image)

    @pytest.mark.parametrize("image", ["", "abc", "data:image/png;base64,"])
    def test_takes_no_broken_picture(self, image):
        with pytest.raises(EngineUnreadable, match="bad_picture"):
            enlarged(image)

    def test_makes_no_picture_that_is_too_large(self):
        request = replace(ENLARGE, image=picture((1100, 1000)), upscale_by=4.0)
        with pytest.raises(EngineRefused) as caught:
            enlarged(placeholder(), request)
        assert caught.value.code == "enlarged_pixels"
        assert "16 megapixels" in caught.value.sentence

    def test_spells_upscalers_as_the_lists_do(self):
        with forge("extra-single") as (server, engine):
            lists = engine.capabilities()
            engine.run(replace(ENLARGE, upscaler="lanczos"), task_id=TASK, lists=lists)
            assert server.calls(EXTRAS)[0].body["upscaler_1"] == "Lanczos"


class TestDescribing:
    def _told(self, answer: dict, request: Interrogation = DESCRIBE) -> str:
        with forge() as (server, engine):
            server.answer("POST", INTERROGATE, answer)
            return engine.interrogate(request)

    def test_gives_the_words(self):
        told = {"status": 200, "json": {"caption": " a lighthouse on a cliff \x00"}}
        assert self._told(told).startswith("a lighthouse on a cliff")
        assert "\x00" not in self._told(told)
        with forge() as (server, engine):
            server.answer("POST", INTERROGATE, told)
            answer = engine.run(DESCRIBE, task_id=TASK)
            [call] = server.calls(INTERROGATE)
        assert (answer.pictures, answer.differences) == ((), ())
        assert answer.caption.startswith("a lighthouse")
        assert call.body["model"] == "clip"

    def test_is_bounded(self):
        assert len(self._told({"status": 200, "json": {"caption": "x" * 50_000}})) == 10_000

    @pytest.mark.parametrize("caption", ["<error>", "a lighthouse <error>", "", " \n"])
    def test_that_failed_is_a_failure_although_it_answers_200(self, caption):
        with pytest.raises(EngineFailed) as caught:
            self._told({"status": 200, "json": {"caption": caption}})
        assert caught.value.code == "not_described"

    def test_that_failed_is_recorded(self):
        with forge("interrogate") as (_server, engine), pytest.raises(EngineFailed) as caught:
            engine.interrogate(DESCRIBE)
        assert "could not describe" in caught.value.sentence

    @pytest.mark.parametrize(
        ("name", "kind", "code"),
        [
            ("interrogate-bad-model", EngineRefused, "unknown_interrogator"),
            ("derived/koboldcpp-no-vision", EngineFailed, "not_described"),
        ],
    )
    def test_without_a_model_for_it_is_told(self, name, kind, code):
        with forge(name) as (_server, engine), pytest.raises(EngineError) as caught:
            engine.interrogate(DESCRIBE)
        assert (type(caught.value), caught.value.code) == (kind, code)

    @pytest.mark.parametrize("body", [None, [], "x", {}, {"caption": None}, {"caption": 7}])
    def test_takes_no_answer_of_another_shape(self, body):
        with pytest.raises(EngineUnreadable, match="wrong_shape"):
            self._told({"status": 200, "json": body})


class TestImages:
    """Opened by us before they are sent: servers take broken ones without a word."""

    def _opened(self, data: bytes, **options: object) -> Image.Image:
        image = Image.open(io.BytesIO(base64.b64decode(sendable(data, **options).encoded)))
        image.load()
        return image

    @pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF"])
    def test_go_out_as_png(self, format):
        image = self._opened(picture((96, 64), format=format))
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (96, 64))

    def test_go_out_without_metadata_and_upright(self):
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = 6
        exif[ExifTags.Base.Artist] = "private"
        file = io.BytesIO()
        Image.new("RGB", (96, 64), "teal").save(file, "JPEG", exif=exif)
        image = self._opened(file.getvalue())
        assert image.size == (64, 96)
        assert not image.getexif()
        assert "private" not in repr(image.info)

    def test_that_are_transparent_go_out_on_white(self):
        file = io.BytesIO()
        Image.new("RGBA", (64, 64), (0, 128, 128, 0)).save(file, "PNG")
        assert self._opened(file.getvalue()).getpixel((0, 0)) == (255, 255, 255)

    @pytest.mark.parametrize("mode", [STRETCH, CROP, FILL])
    @pytest.mark.parametrize("size", [(200, 100), (100, 200), (64, 64), (17, 300)])
    def test_are_fitted(self, mode, size):
        assert self._opened(picture(size), size=(64, 64), resize_mode=mode).size == (64, 64)

    def test_that_are_filled_up_keep_their_middle(self):
        file = io.BytesIO()
        tall = Image.new("RGB", (64, 128), "teal")
        tall.save(file, "PNG")
        for mode in (CROP, FILL):
            image = self._opened(file.getvalue(), size=(64, 64), resize_mode=mode)
            assert image.getpixel((32, 32)) == image.getpixel((0, 0)) == (0, 128, 128)

    @pytest.mark.parametrize("image", [b"x", IMAGE[:200], b"<svg/>", picture((8, 8))])
    @pytest.mark.parametrize("request_of", [OVER, ENLARGE, DESCRIBE])
    def test_that_are_none_are_not_sent(self, request_of, image):
        with forge() as (server, engine):
            with pytest.raises(EngineRefused) as caught:
                engine.run(replace(request_of, image=image), task_id=TASK)
            assert [call for call in server.received if call.method == "POST"] == []
        assert caught.value.code == "image_broken"
        assert "cannot be opened" in caught.value.sentence

    def test_that_are_too_large_are_not_sent(self):
        file = io.BytesIO()
        Image.new("L", (5000, 4000)).save(file, "PNG")
        with pytest.raises(EngineRefused) as caught:
            sendable(file.getvalue())
        assert caught.value.code == "image_pixels"
