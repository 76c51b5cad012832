"""SD.Next: other defaults, other names, other errors; whose picture it paints it never says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sd_bridge.engines.asking import Interrogation
from sd_bridge.engines.errors import EngineError, EngineRefused, EngineUnavailable
from sd_bridge.tests.dialect_servers import (
    IMG2IMG,
    paints,
    picture,
    sdnext,
    sdnext_info,
    sent_image,
)
from sd_bridge.tests.engine_cast import DESCRIBE, ENLARGE, LIGHTHOUSE, OVER, TASK, codes
from sd_bridge.tests.replay import NOT_FOUND, TXT2IMG, placeholder


class TestLists:
    def test_are_those_of_sd_next(self):
        with sdnext() as (_server, engine):
            lists = engine.capabilities()
            assert engine.dialect().name == lists.dialect == "sdnext"
        assert lists.dialect_label == "SD.Next"
        assert [sampler.name for sampler in lists.samplers] == ["UniPC", "Euler a", "DPM++ 2M"]
        assert lists.schedulers == ()  # its list of that name holds its samplers again
        assert lists.embeddings == ("easynegative",)
        assert lists.current_model == "sub/juno, v2"

    def test_say_what_it_lacks(self):
        with sdnext() as (_server, engine):
            lists = engine.capabilities()
        for feature in ("refiner", "restore_faces", "schedulers"):
            assert "SD.Next cannot" in lists.absent(feature)
        assert "whose picture" in lists.absent("interrupt")
        for feature in ("img2img", "upscale", "interrogate", "hires", "styles", "loras", "tiling"):
            assert lists.absent(feature) == ""


class TestAsking:
    def test_sends_all_whose_default_is_another(self):
        with sdnext() as (server, engine):
            answer = engine.run(replace(LIGHTHOUSE, count=4, batch_size=2), task_id=TASK)
            [call] = server.calls(TXT2IMG)
        assert (len(answer.pictures), codes(answer)) == (4, [])
        for key in ("steps", "width", "height", "cfg_scale", "sampler_name", "seed", "tiling"):
            assert key in call.body
        assert (call.body["n_iter"], call.body["batch_size"]) == (2, 2)
        assert not {"scheduler", "restore_faces", "refiner_checkpoint"} & set(call.body)
        assert None not in call.body.values()

    def test_spells_samplers_as_the_server_does(self):
        with sdnext() as (server, engine):
            lists = engine.capabilities()
            request = replace(LIGHTHOUSE, sampler="euler A", scheduler="Automatic")
            engine.check(request, lists)
            answer = engine.run(request, task_id=TASK, lists=lists)
            assert server.calls(TXT2IMG)[0].body["sampler_name"] == "Euler a"
        assert codes(answer) == []

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"scheduler": "Karras"}, "unknown_scheduler"),
            ({"refiner": "sub/juno, v2"}, "lacks_refiner"),
            ({"restore_faces": True}, "lacks_restore_faces"),
            ({"hires_upscaler": "ESRGAN 4x", "hires_model": "x"}, "lacks_hires_details"),
            ({"hires_upscaler": "nope"}, "unknown_upscaler"),
        ],
    )
    def test_refuses_what_it_cannot_do(self, changes, code):
        with sdnext() as (server, engine):
            with pytest.raises(EngineRefused) as caught:
                engine.check(replace(LIGHTHOUSE, **changes), engine.capabilities())
            assert caught.value.code == code
            assert server.calls(TXT2IMG) == []

    def test_has_a_second_pass_painted_in_its_own_words(self):
        request = replace(
            LIGHTHOUSE,
            hires_upscaler="esrgan 4x",
            hires_scale=1.5,
            hires_denoising=0.4,
            hires_prompt="sharper",
        )
        with sdnext() as (server, engine):
            lists = engine.capabilities()
            engine.check(request, lists)
            answer = engine.run(request, task_id=TASK, lists=lists)
            body = server.calls(TXT2IMG)[0].body
        assert (body["enable_hr"], body["hr_force"], body["hr_resize_mode"]) == (True, True, 1)
        assert body["hr_upscaler"] == "ESRGAN 4x"
        assert body["hr_denoising_strength"] == body["denoising_strength"] == 0.4
        assert body["refiner_prompt"] == "sharper"
        assert codes(answer) == []

    def test_sends_images_that_have_the_size_already(self):
        """Its ways of fitting them are numbered otherwise."""
        request = replace(OVER, image=picture((200, 100)), resize_mode=1)
        with sdnext() as (server, engine):
            answer = engine.run(request, task_id=TASK)
            body = server.calls(IMG2IMG)[0].body
        assert codes(answer) == []
        assert body["resize_mode"] == 0
        assert sent_image(body)[16:24] == (64).to_bytes(4, "big") * 2  # of the PNG's header


class TestAnswer:
    def test_is_the_model_that_the_infotext_names(self):
        """`info` has no name, and the infotext leaves the comma out."""
        with sdnext() as (_server, engine):
            lists = engine.capabilities()
            request = replace(LIGHTHOUSE, model="sub/juno, v2")
            answer = engine.run(request, task_id=TASK, lists=lists)
        assert codes(answer) == []
        recipe = answer.pictures[0].recipe
        assert (recipe.model, recipe.program, recipe.version) == ("juno v2", "SD.Next", "058a7f0c")

    def test_of_another_model_is_told(self):
        with sdnext() as (server, engine):
            other = {"infotexts": ["x\nSteps: 2, Seed: 42, Size: 64x64, Model: other"]}
            paints(server, lambda body: sdnext_info(body, **other))
            request = replace(LIGHTHOUSE, model="sub/juno, v2")
            [difference] = engine.run(request, task_id=TASK).differences
        assert (difference.code, difference.got) == ("model_replaced", "other")

    def test_may_hold_the_words_of_styles(self):
        request = replace(LIGHTHOUSE, styles=("Ink",))
        with sdnext() as (server, engine):
            lists = engine.capabilities()
            engine.check(request, lists)
            words = {"prompt": "ink drawing of a lighthouse", "all_prompts": ["ink drawing of …"]}
            paints(server, lambda body: sdnext_info(body, **words))
            assert codes(engine.run(request, task_id=TASK, lists=lists)) == []
            paints(server, sdnext_info)
            assert codes(engine.run(request, task_id=TASK, lists=lists)) == ["styles_ignored"]

    def test_of_a_model_that_is_not_loaded_is_empty(self):
        with sdnext() as (server, engine):
            body = {"images": [], "parameters": {}, "info": ""}
            server.answer("POST", TXT2IMG, {"status": 200, "json": body})
            assert codes(engine.run(LIGHTHOUSE, task_id=TASK)) == ["no_pictures"]


class TestWatching:
    def test_tells_of_whatever_runs(self):
        with sdnext() as (server, engine):
            assert engine.progress(TASK).state == "idle"
            state = {"job_count": 2, "job_no": 1, "sampling_step": 3, "sampling_steps": 20}
            told = {"id": "x", "progress": 0.6, "eta_relative": 4.0, "state": state}
            server.answer("GET", "/sdapi/v1/progress", {"status": 200, "json": told})
            progress = engine.progress(TASK)
            assert engine.status().state == "busy"
            assert server.calls("/internal/progress") == []
        assert (progress.state, progress.is_ours, progress.step) == ("active", None, 3)

    def test_interrupts_nothing_that_may_be_somebody_elses(self):
        with sdnext() as (server, engine):
            assert engine.interrupt(TASK) is False
            assert server.calls("/sdapi/v1/interrupt") == []

    def test_a_wrong_log_in_is_told(self):
        with sdnext() as (server, engine):
            server.play("derived/sdnext-not-authenticated")
            status = engine.status()
        assert (status.state, status.error and status.error.code) == ("refused", "not_allowed")


class TestOtherWork:
    def test_enlarges(self):
        with sdnext() as (server, engine):
            body = {"html_info": "", "image": placeholder(size=(128, 128))}
            path = "/sdapi/v1/extra-single-image"
            server.answer("POST", path, {"status": 200, "json": body})
            request = replace(ENLARGE, upscaler="ESRGAN 4x")
            engine.check(request, engine.capabilities())
            assert codes(engine.run(request, task_id=TASK)) == []

    @pytest.mark.parametrize(
        ("interrogator", "path", "model", "key"),
        [
            ("clip", "/sdapi/v1/openclip", "ViT-L-14/openai", "caption"),
            ("deepdanbooru", "/sdapi/v1/tagger", "deepbooru", "tags"),
        ],
    )
    def test_describes_under_addresses_of_its_own(self, interrogator, path, model, key):
        with sdnext() as (server, engine):
            told = {"caption": None, key: "a lighthouse", "scores": None}
            server.answer("POST", path, {"status": 200, "json": told})
            request = Interrogation(image=DESCRIBE.image, interrogator=interrogator)
            assert engine.interrogate(request) == "a lighthouse"
            assert server.calls(path)[0].body["model"] == model

    def test_describes_under_the_usual_address_when_it_is_older(self):
        with sdnext() as (server, engine):
            server.answer("POST", "/sdapi/v1/openclip", NOT_FOUND)
            told = {"status": 200, "json": {"caption": "a lighthouse"}}
            server.answer("POST", "/sdapi/v1/interrogate", told)
            assert engine.interrogate(DESCRIBE) == "a lighthouse"

    @pytest.mark.parametrize("path", ["/sdapi/v1/samplers", TXT2IMG])
    def test_a_rate_limit_is_no_fault_of_the_request(self, path):
        with sdnext() as (server, engine):
            engine.dialect()
            server.play(
                "derived/sdnext-busy", path=path, method="POST" if path == TXT2IMG else "GET"
            )
            with pytest.raises(EngineError) as caught:
                engine.run(LIGHTHOUSE, task_id=TASK) if path == TXT2IMG else engine.capabilities()
        assert (type(caught.value), caught.value.code) == (EngineUnavailable, "busy")
        assert not caught.value.may_still_work
        assert "Try again in a minute" in caught.value.sentence
