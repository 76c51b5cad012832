"""Pictures that are broken, black, too many or not what they say; and what is told of them."""

from __future__ import annotations

import base64
import io
import json
import struct
import time
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from sd_bridge.engines.errors import EngineUnreadable
from sd_bridge.tests.engine_cast import (
    LIGHTHOUSE,
    TASK,
    answering,
    codes,
    failure,
    forge,
    info,
)
from sd_bridge.tests.replay import paint, placeholder


def sent(image: str) -> dict:
    body = {"images": [image], "parameters": {}, "info": json.dumps(info())}
    return {"status": 200, "json": body}


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def png_header(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels)


class TestPictures:
    def _bytes(self, format: str = "PNG", size: tuple[int, int] = (64, 64)) -> bytes:
        return paint(placeholder(format=format, size=size))

    @pytest.mark.parametrize(
        "image",
        [
            pytest.param("", id="empty"),
            pytest.param(7, id="number"),
            pytest.param("not base64!", id="no base64"),
            pytest.param(base64_of(b"<svg onload='x'/>"), id="svg"),
            pytest.param(base64_of(png_header(60_000, 60_000)), id="bomb"),
            pytest.param(base64_of(png_header(6_400, 6_400)), id="over 40 megapixels"),
            pytest.param(base64_of(png_header(64, 64)), id="too few pixels"),
        ],
    )
    def test_that_cannot_be_opened(self, image):
        started = time.monotonic()
        error = failure(sent(image))
        assert (type(error), error.code) == (EngineUnreadable, "bad_picture")
        assert time.monotonic() - started < 5

    def test_that_breaks_off(self):
        whole = base64_of(self._bytes())
        for cut in (4, len(whole) // 2 // 4 * 4, len(whole) - 401):
            assert failure(sent(whole[:cut])).code == "bad_picture"

    @pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "PPM"])
    def test_of_another_type(self, format):
        file = io.BytesIO()
        Image.new("RGB", (64, 64)).save(file, format)
        assert failure(sent(base64_of(file.getvalue()))).code == "bad_picture"

    @pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
    def test_of_every_type_servers_send(self, format):
        data = self._bytes(format)
        uri = f"data:image/png;base64,{base64_of(data)}"  # the type named here is not believed
        with forge() as (server, engine):
            answering(server, images=[uri])
            [picture] = engine.txt2img(LIGHTHOUSE, task_id=TASK).pictures
        assert (picture.data, picture.format) == (data, format)

    def test_of_which_one_is_broken(self):
        good = base64_of(self._bytes())
        told = info(all_seeds=[42, 43, 44], infotexts=["a", "b", "c"], all_prompts=["x", "y", "z"])
        with forge() as (server, engine):
            answering(server, images=[good, good[:400], good], told=json.dumps(told))
            answer = engine.txt2img(LIGHTHOUSE, task_id=TASK)
        assert "picture_unreadable" in codes(answer)
        assert [(p.seed, p.infotext, p.recipe.prompt) for p in answer.pictures] == [
            (42, "a", "x"),
            (44, "c", "z"),
        ]

    @pytest.mark.parametrize(("made", "code"), [(1, "fewer_pictures"), (3, "more_pictures")])
    def test_in_another_number(self, made, code):
        told = info(all_seeds=list(range(made)), infotexts=["x"] * made)
        with forge() as (server, engine):
            answering(server, images=[placeholder()] * made, told=json.dumps(told))
            answer = engine.txt2img(replace(LIGHTHOUSE, seed=-1, count=2), task_id=TASK)
        assert codes(answer) == [code]
        assert len(answer.pictures) == made

    def test_in_an_absurd_number_are_not_all_decoded(self):
        with forge() as (server, engine):
            answering(server, images=[placeholder()] * 200, told="")
            answer = engine.txt2img(LIGHTHOUSE, task_id=TASK)
        assert len(answer.pictures) == 16
        assert answer.differences[0].got == "200"

    def test_that_extensions_append_are_left_out(self):
        with forge() as (server, engine):
            answering(server, images=[placeholder(), placeholder(size=(32, 32))])
            answer = engine.txt2img(LIGHTHOUSE, task_id=TASK)
        assert (len(answer.pictures), codes(answer)) == (1, [])

    @pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
    def test_that_are_black_are_told(self, format):
        with forge() as (server, engine):
            answering(server, images=[placeholder(fill="black", format=format)])
            answer = engine.txt2img(LIGHTHOUSE, task_id=TASK)
        assert answer.pictures[0].is_black
        assert codes(answer) == ["black_picture"]


class TestInfo:
    @pytest.mark.parametrize(
        "changes",
        [
            {"index_of_first_image": -3},
            {"all_seeds": "x", "seed": [1], "steps": "2", "cfg_scale": "7"},
            {"cfg_scale": float("nan"), "seed": 10**300, "all_seeds": [10**300, None]},
            {"infotexts": [None, 7], "extra_generation_params": [1]},
            {"all_prompts": [], "all_negative_prompts": None, "sampler_name": None},
            {"prompt": "a lighthouse", "extra_generation_params": {"x": {"y": 1}, "z": None}},
            {"version": "\ud800\x00"},
        ],
    )
    def test_of_odd_types_is_borne(self, changes):
        with forge() as (server, engine):
            answering(server, told=json.dumps(info(**changes)))
            [picture] = engine.txt2img(LIGHTHOUSE, task_id=TASK).pictures
        text = json.dumps(picture.recipe.as_json(), allow_nan=False)
        assert "\\u0000" not in text
        assert "\\ud800" not in text

    def test_tells_changed_numbers_and_words(self):
        told = info(steps=20, cfg_scale=1.0, seed=7, all_seeds=[7], all_prompts=["another"])
        with forge() as (server, engine):
            answering(server, told=json.dumps(told | {"all_negative_prompts": [""]}))
            answer = engine.txt2img(LIGHTHOUSE, task_id=TASK)
        assert codes(answer) == [
            "steps_changed",
            "guidance_changed",
            "seed_changed",
            "prompt_changed",
            "negative_prompt_changed",
        ]
        assert all(difference.sentence for difference in answer.differences)
