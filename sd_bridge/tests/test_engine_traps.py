"""One test for each of the twelve ways in which servers of this family surprise their clients.

`python -m sd_bridge.tests.mutations` takes each handling out and shows that its test then fails.
"""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from sd_bridge.engines import transport
from sd_bridge.engines.errors import EngineError, EngineRefused, EngineStarting, EngineTimedOut
from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.engine_cast import LIGHTHOUSE, TASK, answering, codes, forge, info, slowly
from sd_bridge.tests.replay import (
    A1111,
    FORGE,
    NOT_FOUND,
    TXT2IMG,
    ReplayServer,
    placeholder,
    recording,
)

INTERNAL = "/internal/progress"


class TestTrap01Blocking:
    """One POST blocks until the pictures are done; nobody may cut it short or send it again."""

    def test_waits_longer_than_a_list_may_take(self, monkeypatch):
        monkeypatch.setattr(transport, "LIST_TIMEOUT", 0.2)
        monkeypatch.setattr(transport, "CONNECT_TIMEOUT", 0.2)
        with forge() as (server, engine):
            basic = recording("txt2img-basic")["response"]
            server.answer("POST", TXT2IMG, slowly(1.0, basic))
            assert len(engine.txt2img(LIGHTHOUSE, task_id=TASK).pictures) == 1

    def test_is_never_sent_twice(self):
        with forge(timeout=0.3) as (server, engine):
            server.answer("POST", TXT2IMG, slowly(0.8))
            with pytest.raises(EngineTimedOut) as caught:
                engine.txt2img(LIGHTHOUSE, task_id=TASK)
            assert caught.value.may_still_work
            assert len(server.calls(TXT2IMG)) == 1


class TestTrap02NoCancel:
    """The interrupt hits whatever runs: it is sent only when that is ours."""

    @pytest.mark.parametrize(
        "told",
        [
            {"active": False, "queued": True, "completed": False, "textinfo": "In queue: 2/4"},
            {"active": False, "queued": False, "completed": True},
            {"active": False, "queued": False, "completed": False, "textinfo": "Waiting..."},
        ],
    )
    def test_leaves_other_peoples_work_alone(self, told):
        with forge() as (server, engine):
            server.answer("POST", INTERNAL, {"status": 200, "json": told})
            assert engine.interrupt(TASK) is False
            assert server.calls("/sdapi/v1/interrupt") == []

    def test_leaves_it_alone_when_the_server_cannot_tell(self):
        with forge() as (server, engine):
            server.answer("POST", INTERNAL, NOT_FOUND)  # started with --nowebui
            assert engine.interrupt(TASK) is False
            assert server.calls("/sdapi/v1/interrupt") == []

    def test_stops_our_own(self):
        with forge() as (server, engine):
            server.answer("POST", INTERNAL, {"status": 200, "json": {"active": True}})
            assert engine.interrupt(TASK) is True
            assert server.calls(INTERNAL)[0].body["id_task"] == TASK
            assert len(server.calls("/sdapi/v1/interrupt")) == 1


class TestTrap03Interrupted:
    """An interrupted request is a 200 that looks like any other."""

    def test_is_seen_by_planned_seeds_without_pictures(self):
        with forge("live-interrupted-txt2img") as (_server, engine):
            answer = engine.txt2img(replace(LIGHTHOUSE, steps=20, count=3), task_id=TASK)
        assert answer.was_interrupted
        assert "fewer_pictures" in codes(answer)

    def test_of_a_single_picture_is_seen_by_the_servers_flag(self):
        state = recording("live-progress-after-all")["response"]["json"]
        assert state["state"]["interrupted"] is True
        with forge("live-progress-after-all") as (server, engine):
            answering(server, told=json.dumps(info(job_timestamp=state["state"]["job_timestamp"])))
            assert engine.txt2img(LIGHTHOUSE, task_id=TASK).was_interrupted
            # The flag stays set: it says nothing about another job.
            answering(server, told=json.dumps(info(job_timestamp="20261122235959")))
            assert not engine.txt2img(LIGHTHOUSE, task_id=TASK).was_interrupted

    @pytest.mark.parametrize("images", [[], None])
    def test_before_the_first_sample_has_no_picture(self, images):
        with forge() as (server, engine):
            body = {"images": images, "parameters": {}, "info": json.dumps(info())}
            server.answer("POST", TXT2IMG, {"status": 200, "json": body})
            answer = engine.txt2img(LIGHTHOUSE, task_id=TASK)
        assert answer.pictures == ()
        assert codes(answer) == ["no_pictures", "interrupted"]


class TestTrap04UnknownSampler:
    """An unknown sampler or scheduler is replaced without a word."""

    def test_is_refused_before_sending(self):
        with forge() as (server, engine):
            lists = engine.capabilities()
            engine.check(LIGHTHOUSE, lists)
            with pytest.raises(EngineRefused) as caught:
                engine.check(replace(LIGHTHOUSE, sampler="No Such Sampler"), lists)
            assert caught.value.code == "unknown_sampler"
            assert "No Such Sampler" in caught.value.sentence
            with pytest.raises(EngineRefused, match="unknown_scheduler"):
                engine.check(replace(LIGHTHOUSE, scheduler="Nope"), lists)
            engine.check(replace(LIGHTHOUSE, scheduler="sgm_uniform"), lists)
            assert server.calls(TXT2IMG) == []

    def test_is_told_afterwards(self):
        with forge("txt2img-sampler-unknown") as (_server, engine):
            request = replace(LIGHTHOUSE, sampler="No Such Sampler")
            [difference] = engine.txt2img(request, task_id=TASK).differences
        assert (difference.code, difference.got) == ("sampler_replaced", "DPM++ 2M")
        assert "DPM++ 2M" in difference.sentence

    def test_scheduler_is_told_afterwards(self):
        with forge("txt2img-scheduler") as (_server, engine):
            request = replace(LIGHTHOUSE, sampler="DPM++ 2M", scheduler="Exponential")
            [difference] = engine.txt2img(request, task_id=TASK).differences
        assert (difference.code, difference.got) == ("scheduler_replaced", "Karras")


class TestTrap05UnknownModel:
    """An unknown model gives a picture of the one that is loaded."""

    def test_is_refused_before_sending(self):
        with forge() as (_server, engine):
            lists = engine.capabilities()
            engine.check(replace(LIGHTHOUSE, model="random-sd15"), lists)
            with pytest.raises(EngineRefused, match="unknown_model"):
                engine.check(replace(LIGHTHOUSE, model="nope.safetensors"), lists)

    def test_is_told_afterwards(self):
        with forge("txt2img-override-checkpoint-unknown") as (_server, engine):
            request = replace(LIGHTHOUSE, steps=1, model="nope.safetensors")
            [difference] = engine.txt2img(request, task_id=TASK).differences
        assert (difference.code, difference.got) == ("model_replaced", "random-sd15")

    def test_is_recognised_by_its_hash(self):
        with forge("txt2img-basic") as (_server, engine):
            lists = engine.capabilities()
            [model] = lists.models
            renamed = replace(lists, models=(replace(model, name="sub_random-sd15"),))
            other = replace(lists, models=(replace(model, sha256="0" * 64),))
            request = replace(LIGHTHOUSE, model="sub_random-sd15")
            assert codes(engine.txt2img(request, task_id=TASK, lists=renamed)) == []
            request = replace(LIGHTHOUSE, model="random-sd15")
            assert codes(engine.txt2img(request, task_id=TASK, lists=other)) == ["model_replaced"]


class TestTrap06Ignored:
    """Unknown LoRAs and fields are ignored."""

    PROMPT = "a lighthouse <lora:nothere:0.8>"

    def test_lora_is_refused_before_sending(self):
        with forge() as (server, engine):
            with pytest.raises(EngineRefused, match="unknown_lora") as caught:
                engine.check(replace(LIGHTHOUSE, prompt=self.PROMPT), engine.capabilities())
            assert caught.value.params == {"name": "nothere"}
            known = [{"name": "file", "alias": "nothere", "path": "<root>/x", "metadata": {}}]
            server.answer("GET", "/sdapi/v1/loras", {"status": 200, "json": known})
            engine.check(replace(LIGHTHOUSE, prompt=self.PROMPT), engine.capabilities())

    @pytest.mark.parametrize(
        ("extra", "expected"),
        [({}, ["lora_unconfirmed"]), ({"Lora hashes": "nothere: 0123456789ab"}, [])],
    )
    def test_lora_is_told_afterwards(self, extra, expected):
        told = info(prompt=self.PROMPT, all_prompts=[self.PROMPT], extra_generation_params=extra)
        with forge() as (server, engine):
            answering(server, told=json.dumps(told))
            answer = engine.txt2img(replace(LIGHTHOUSE, prompt=self.PROMPT), task_id=TASK)
        assert codes(answer) == expected

    def test_every_field_we_send_is_one_the_server_has(self):
        with forge("txt2img-basic") as (server, engine):
            request = replace(LIGHTHOUSE, scheduler="Karras", model="random-sd15")
            engine.txt2img(request, task_id=TASK)
            [call] = server.calls(TXT2IMG)
        assert set(call.body) <= set(recording("derived/txt2img-fields")["fields"])


class TestTrap07InfoInJson:
    """`info` is JSON inside JSON; `parameters` merely repeats the request."""

    def test_is_decoded_twice(self):
        with forge() as (server, engine):
            answering(server, images=[placeholder()])  # a file without a text of its own
            [picture] = engine.txt2img(replace(LIGHTHOUSE, seed=-1), task_id=TASK).pictures
        assert picture.seed == picture.recipe.seed == 42
        assert (picture.recipe.sampler, picture.recipe.model) == ("Euler a", "random-sd15")

    @pytest.mark.parametrize("told", ["", "{broken", [], 7])
    def test_missing_is_no_error_and_the_request_is_not_believed(self, told):
        with forge() as (server, engine):
            claims = {"seed": 7, "sampler_name": "Euler a"}
            answering(server, told=told, parameters=claims)
            [picture] = engine.txt2img(LIGHTHOUSE, task_id=TASK).pictures
        assert picture.seed is None
        assert (picture.recipe.sampler, picture.recipe.prompt) == ("", "a lighthouse")

    def test_missing_is_read_from_the_file(self):
        text = recording("txt2img-basic")["response"]["json"]["images"][0]["_text_chunks"]
        with forge() as (server, engine):
            answering(server, images=[placeholder(text=text["parameters"])], told="")
            [picture] = engine.txt2img(LIGHTHOUSE, task_id=TASK).pictures
        assert picture.infotext == text["parameters"]
        assert (picture.seed, picture.recipe.sampler) == (42, "Euler a")


class TestTrap08Size:
    """Sizes are rounded without a word, and the infotext repeats what was asked."""

    def test_is_measured(self):
        with forge("txt2img-odd-size") as (_server, engine):
            request = replace(LIGHTHOUSE, steps=1, width=72, height=72)
            answer = engine.txt2img(request, task_id=TASK)
        [picture] = answer.pictures
        assert (picture.width, picture.height) == (64, 64)
        [difference] = answer.differences
        assert (difference.code, difference.asked, difference.got) == (
            "size_changed",
            "72×72",
            "64×64",
        )


class TestTrap09Leaks:
    """Options stay set for everybody: none is touched, but for the model of one request."""

    def test_nothing_but_the_model_is_overridden(self):
        with forge("txt2img-basic") as (server, engine):
            engine.txt2img(replace(LIGHTHOUSE, model="random-sd15"), task_id=TASK)
            engine.txt2img(LIGHTHOUSE, task_id=TASK)
            with_model, without = server.calls(TXT2IMG)
            assert [c for c in server.calls("/sdapi/v1/options") if c.method == "POST"] == []
        assert with_model.body["override_settings"] == {"sd_model_checkpoint": "random-sd15"}
        assert with_model.body["override_settings_restore_afterwards"] is True
        assert without.body.get("override_settings", {}) == {}
        for call in (with_model, without):
            assert call.body["save_images"] is False
            assert call.body["send_images"] is True
            assert call.body["steps"] == 2
            assert call.body["sampler_index"] == call.body["sampler_name"] == "Euler a"
            assert (call.body["n_iter"], call.body["batch_size"]) == (1, 1)
            assert call.body["force_task_id"] == TASK


class TestTrap10ErrorDialects:
    """The same failure has three bodies."""

    @pytest.mark.parametrize(
        "name",
        ["txt2img-steps-zero", "derived/a1111-steps-zero"],
    )
    def test_a_crash_says_why(self, name):
        assert "integer division or modulo by zero" in self._failure(name).detail

    @pytest.mark.parametrize("name", ["derived/a1111-out-of-memory", "derived/forge-out-of-memory"])
    def test_out_of_memory_is_recognised(self, name):
        assert self._failure(name).code == "out_of_memory"

    @pytest.mark.parametrize("name", ["txt2img-steps-string", "derived/a1111-steps-string"])
    def test_a_validation_error_names_the_field(self, name):
        assert "body.steps: " in self._failure(name).detail

    @pytest.mark.parametrize("name", ["txt2img-bad-format", "derived/a1111-bad-format"])
    def test_a_raised_error_keeps_its_words(self, name):
        assert self._failure(name).detail == "HTTP 500: Invalid image format"

    def test_plain_text_is_understood(self):
        assert "Internal Server Error" in self._failure("derived/forge-old-crash").detail

    def _failure(self, name: str) -> EngineError:
        with forge(name) as (_server, engine), pytest.raises(EngineError) as caught:
            engine.txt2img(LIGHTHOUSE, task_id=TASK)
        return caught.value


class TestTrap11OpenPaths:
    """`--api-auth` leaves `/internal/*` open: an answer there proves no log-in."""

    def test_the_log_in_is_tried_where_it_counts(self):
        with forge("auth-wrong-sdapi-v1-progress", "auth-none-internal-progress") as (
            server,
            engine,
        ):
            server.answer("GET", "/internal/ping", {"status": 200, "json": {}})
            server.answer("GET", "/openapi.json", {"status": 200, "json": {}})
            status = engine.status()
            assert (status.state, status.error and status.error.code) == ("refused", "not_allowed")
            assert not engine.is_reachable()

    def test_the_log_in_is_sent_without_being_asked_for(self):
        """A1111 sends no WWW-Authenticate header, so waiting for one would never log in."""
        with forge() as (server, _engine):
            assert WebUI(server.url, auth=("editor", "s3cret")).is_reachable()
            [call] = server.received
        assert call.headers["Authorization"] == "Basic ZWRpdG9yOnMzY3JldA=="


class TestTrap12StartUp:
    """Refused, then 404 on every path, then there."""

    def test_a_404_is_a_server_that_starts(self):
        with ReplayServer().running() as server:
            engine = WebUI(server.url)
            assert engine.status().state == "starting"
            with pytest.raises(EngineStarting):
                engine.txt2img(LIGHTHOUSE, task_id=TASK)
            assert server.calls(TXT2IMG) == []

    def test_lists_that_are_late_are_not_taken_for_missing(self):
        with ReplayServer().running() as server:
            engine = WebUI(server.url)
            for ask in (engine.schedulers, engine.dialect, engine.capabilities):
                with pytest.raises(EngineStarting):
                    ask()

    def test_an_old_server_has_no_schedulers(self):
        with ReplayServer(*A1111).running() as server:
            server.answer("GET", "/sdapi/v1/schedulers", NOT_FOUND)
            assert WebUI(server.url).schedulers() == []

    def test_lists_wait_for_the_server_where_asked(self):
        with ReplayServer().running() as server:
            engine = WebUI(server.url)
            with pytest.raises(EngineStarting):
                engine.capabilities(attempts=2, pause=0.01)
            assert len(server.received) == 2
            threading.Timer(0.3, lambda: [server.play(name) for name in FORGE]).start()
            lists = engine.capabilities(attempts=100, pause=0.05)
        assert len(lists.samplers) == 25
