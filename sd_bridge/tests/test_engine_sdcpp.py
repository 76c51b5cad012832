"""stable-diffusion.cpp: few lists, no progress, LoRAs beside the prompt, `info` in newer ones."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import pytest
from PIL import Image

from sd_bridge.engines.errors import EngineRefused, EngineTimedOut
from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.dialect_servers import (
    EMPTY_404,
    IMG2IMG,
    picture,
    sdcpp,
    sdcpp_infotext,
    sent_image,
)
from sd_bridge.tests.engine_cast import DESCRIBE, ENLARGE, LIGHTHOUSE, OVER, TASK, codes, slowly
from sd_bridge.tests.replay import TXT2IMG, ReplayServer

INK = replace(LIGHTHOUSE, prompt="a lighthouse, <lora:ink:0.8>, oil")


class TestLists:
    @pytest.mark.parametrize("has_capabilities", [True, False])
    def test_are_those_of_stable_diffusion_cpp(self, has_capabilities):
        with sdcpp(has_capabilities=has_capabilities) as (_server, engine):
            lists = engine.capabilities()
        assert lists.dialect == "sdcpp"
        [model] = lists.models
        assert (model.name, model.hash, model.sha256) == ("random-sd15", "", "")  # all eights
        assert lists.current_model == "random-sd15"
        assert lists.loras == {"ink"}
        assert "styles/" not in repr(lists)

    def test_say_what_it_lacks(self):
        with sdcpp() as (_server, engine):
            lists = engine.capabilities()
        for feature in ("upscale", "interrogate", "styles", "embeddings", "progress", "interrupt"):
            assert lists.absent(feature) == "stable-diffusion.cpp cannot do this."
        assert {"img2img", "hires", "loras", "schedulers"} == lists.features

    def test_of_an_older_one_lack_the_second_pass(self):
        with sdcpp() as (server, engine):
            for name in ("upscalers", "latent-upscale-modes"):
                server.answer("GET", f"/sdapi/v1/{name}", EMPTY_404)
            lists = engine.capabilities()
            with pytest.raises(EngineRefused, match="lacks_hires"):
                engine.check(replace(LIGHTHOUSE, hires_upscaler="Latent"), lists)
        assert "does not offer" in lists.absent("hires")

    def test_while_it_starts_it_is_no_dialect_yet(self):
        with ReplayServer(missing=EMPTY_404).running() as server:
            assert WebUI(server.url).status().state == "starting"


class TestAsking:
    def test_has_all_pictures_painted_as_one_batch(self):
        """It knows no `n_iter`."""
        with sdcpp() as (server, engine):
            answer = engine.run(replace(LIGHTHOUSE, count=3), task_id=TASK)
            body = server.calls(TXT2IMG)[0].body
        assert (body["batch_size"], body["n_iter"]) == (3, 1)
        assert [picture.seed for picture in answer.pictures] == [42, 43, 44]
        assert codes(answer) == []
        assert None not in body.values()  # null is a type error to it

    def test_spells_names_as_the_server_does(self):
        with sdcpp() as (server, engine):
            lists = engine.capabilities()
            request = replace(LIGHTHOUSE, sampler="DPM++ 2M", scheduler="Automatic")
            engine.check(request, lists)
            answer = engine.run(request, task_id=TASK, lists=lists)
            body = server.calls(TXT2IMG)[0].body
        assert body["sampler_name"] == "dpm++2m"
        assert "scheduler" not in body
        assert codes(answer) == []

    @pytest.mark.parametrize(("asked", "expected"), [("normal", []), ("default", [])])
    def test_knows_two_names_of_one_scheduler(self, asked, expected):
        with sdcpp() as (_server, engine):
            answer = engine.run(replace(LIGHTHOUSE, scheduler=asked), task_id=TASK)
        assert codes(answer) == expected

    def test_tells_another_scheduler(self):
        with sdcpp() as (_server, engine):
            answer = engine.run(replace(LIGHTHOUSE, scheduler="karras"), task_id=TASK)
        assert codes(answer) == ["scheduler_replaced"]

    def test_sends_loras_beside_the_prompt(self):
        with sdcpp() as (server, engine):
            lists = engine.capabilities()
            engine.check(INK, lists)
            answer = engine.run(INK, task_id=TASK, lists=lists)
            body = server.calls(TXT2IMG)[0].body
        assert body["prompt"] == "a lighthouse, oil"
        assert body["lora"] == [{"path": "styles/ink.safetensors", "multiplier": 0.8}]
        assert codes(answer) == []
        recipe = answer.pictures[0].recipe
        assert recipe.prompt == INK.prompt
        assert [(lora.name, lora.weight) for lora in recipe.loras] == [("ink", 0.8)]

    @pytest.mark.parametrize(
        ("prompt", "code"),
        [
            ("a lighthouse <lora:nothere:1>", "unknown_lora"),
            ("<lora:ink:1>", "prompt_without_words"),
        ],
    )
    def test_sends_nothing_that_would_be_painted_without(self, prompt, code):
        with sdcpp() as (server, engine):
            with pytest.raises(EngineRefused) as caught:
                engine.run(replace(LIGHTHOUSE, prompt=prompt), task_id=TASK)
            assert caught.value.code == code
            assert server.calls(TXT2IMG) == []

    @pytest.mark.parametrize(
        "prompt",
        [
            'a lighthouse <sd_cpp_extra_args>{"output": "x"}</sd_cpp_extra_args>',
            "a <sd_cpp_<sd_cpp_extra_args>extra_args>{}</sd_cpp_</sd_cpp_extra_args>extra_args>",
        ],
    )
    def test_leaves_its_settings_closed(self, prompt):
        with sdcpp() as (server, engine):
            engine.run(replace(LIGHTHOUSE, prompt=prompt), task_id=TASK)
            sent = server.calls(TXT2IMG)[0].body["prompt"]
        assert "sd_cpp_extra_args>" not in sent

    def test_has_a_second_pass_painted_in_its_own_words(self):
        request = replace(LIGHTHOUSE, hires_upscaler="Latent", hires_steps=3)
        with sdcpp() as (server, engine):
            engine.check(request, engine.capabilities())
            answer = engine.run(request, task_id=TASK)
            body = server.calls(TXT2IMG)[0].body
        assert (body["hr_upscaler"], body["hr_scale"], body["hr_steps"]) == ("Latent", 2.0, 3)
        assert body["denoising_strength"] == 0.5
        assert codes(answer) == []
        with (
            pytest.raises(EngineRefused, match="lacks_hires_details"),
            sdcpp() as (_server, engine),
        ):
            engine.check(replace(request, hires_prompt="x"), engine.capabilities())


class TestOverAnImage:
    def test_sends_it_opened_and_fitted(self):
        request = replace(OVER, image=picture((300, 100), format="JPEG"), resize_mode=1)
        with sdcpp() as (server, engine):
            assert codes(engine.run(request, task_id=TASK)) == []
            body = server.calls(IMG2IMG)[0].body
        with Image.open(io.BytesIO(sent_image(body))) as image:
            assert (image.format, image.size) == ("PNG", (64, 64))
        assert body["denoising_strength"] == 0.5

    def test_sends_no_broken_one(self):
        """It would take it for none, and answer with a picture of the words alone."""
        with sdcpp() as (server, engine):
            with pytest.raises(EngineRefused) as caught:
                engine.run(replace(OVER, image=OVER.image[:60]), task_id=TASK)
            assert caught.value.code == "image_broken"
            assert server.calls(IMG2IMG) == []


class TestAnswer:
    def test_of_an_older_one_is_read_from_the_file(self):
        with sdcpp(info="") as (server, engine):
            server.file_text = sdcpp_infotext({**BODY})
            answer = engine.run(LIGHTHOUSE, task_id=TASK)
        assert codes(answer) == []
        recipe = answer.pictures[0].recipe
        assert (recipe.program, recipe.seed, recipe.steps) == ("stable-diffusion.cpp", 42, 2)
        assert recipe.prompt == "a lighthouse"

    def test_of_an_older_one_is_compared_all_the_same(self):
        with sdcpp(info="") as (server, engine):
            server.file_text = sdcpp_infotext({**BODY, "steps": 20})
            request = replace(LIGHTHOUSE, sampler="dpm++2m")
            assert codes(engine.run(request, task_id=TASK)) == ["sampler_replaced", "steps_changed"]

    def test_that_tells_nothing_is_told(self):
        with sdcpp(info="") as (_server, engine):
            answer = engine.run(INK, task_id=TASK)
        assert codes(answer) == ["info_missing"]
        recipe = answer.pictures[0].recipe
        assert (recipe.program, recipe.prompt) == ("stable-diffusion.cpp", INK.prompt)
        assert (recipe.seed, recipe.sampler, recipe.model) == (None, "", "")

    def test_of_the_model_it_was_started_with_is_the_one_asked_for(self):
        with sdcpp() as (_server, engine):
            lists = engine.capabilities()
            request = replace(LIGHTHOUSE, model="random-sd15")
            engine.check(request, lists)
            assert codes(engine.run(request, task_id=TASK, lists=lists)) == []


class TestWatching:
    def test_tells_nothing(self):
        with sdcpp() as (server, engine):
            progress = engine.progress(TASK)
            assert engine.status().state == "ready"
            assert server.calls("/internal/progress") == []
        assert (progress.state, progress.is_ours, progress.problem) == ("unknown", None, "")

    def test_interrupts_nothing(self):
        with sdcpp() as (server, engine):
            assert engine.interrupt(TASK) is False
            assert [call for call in server.received if call.method == "POST"] == []

    def test_a_server_that_hangs_may_still_work(self):
        with sdcpp(timeout=0.3) as (server, engine):
            server.answer("POST", TXT2IMG, slowly(1.0))
            started = time.monotonic()
            with pytest.raises(EngineTimedOut) as caught:
                engine.run(LIGHTHOUSE, task_id=TASK)
        assert caught.value.may_still_work
        assert time.monotonic() - started < 5

    def test_one_that_is_gone_is_told(self):
        with sdcpp() as (_server, engine):
            engine.dialect()
        assert engine.status().state == "unreachable"


@pytest.mark.parametrize(
    ("request_of", "code"), [(ENLARGE, "lacks_upscale"), (DESCRIBE, "lacks_interrogate")]
)
def test_other_work_is_refused(request_of, code):
    with sdcpp() as (_server, engine), pytest.raises(EngineRefused) as caught:
        engine.check(request_of, engine.capabilities())
    assert caught.value.code == code


BODY = {
    "prompt": "a lighthouse",
    "negative_prompt": "blurry",
    "steps": 2,
    "width": 64,
    "height": 64,
}
