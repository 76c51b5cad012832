"""Every recorded exchange, answered by a real socket, gives the right outcome."""

import json

import pytest

from sd_bridge.engines.errors import (
    EngineError,
    EngineFailed,
    EngineOutOfMemory,
    EngineRefused,
    EngineStarting,
    EngineTimedOut,
    EngineUnavailable,
)
from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.engine_cast import KINDS, TASK, asked, codes, forge
from sd_bridge.tests.replay import FORGE, RECORDINGS, TXT2IMG, ReplayServer, recording

# Pictures came: the differences that are to be told.
PICTURES = {
    "img2img-basic": [],
    "img2img-data-uri": [],
    "img2img-inpaint": [],
    "live-int2-first": [],
    "live-int2-second": [],
    "live-interrupted-txt2img": ["fewer_pictures", "interrupted"],
    "live-skipped-txt2img": [],
    "live-txt2img-first": [],
    "live-txt2img-second-queued": [],
    "override-restore-1": [],
    "override-restore-2-after": [],
    "txt2img-after-override-restored": [],
    "txt2img-basic": [],
    "txt2img-batch2-grid": [],
    "txt2img-batch2-save-images": [],
    "txt2img-hires-with-additional-modules": [],
    "txt2img-infotext-quoting": ["lora_unconfirmed"],
    "txt2img-jpg": [],
    "txt2img-legacy-sampler-name": ["sampler_replaced"],
    "txt2img-niter2": [],
    "txt2img-odd-size": ["size_changed"],
    "txt2img-override-checkpoint-unknown": ["model_replaced"],
    "txt2img-override-settings": [],
    "txt2img-sampler-unknown": ["sampler_replaced"],
    "txt2img-scheduler": [],
    "txt2img-seed-random": [],
    "txt2img-send-images-false": ["no_pictures", "interrupted"],
    "txt2img-styles-unknown": ["styles_ignored"],
    "txt2img-unknown-field": [],
    "txt2img-webp": [],
}
# The request failed: class, code and words of the detail.
FAILURES = {
    "get-no-such-endpoint": (EngineStarting, "starting", "Not Found"),
    "get-txt2img": (EngineRefused, "refused", "Method Not Allowed"),
    "server-kill": (EngineUnavailable, "connection_lost", ""),
    "txt2img-alwayson-unknown": (EngineRefused, "refused", "Script 'nope' not found"),
    "txt2img-bad-format": (EngineFailed, "failed", "Invalid image format"),
    "txt2img-hires": (EngineFailed, "failed", "TypeError\nargument of type 'NoneType'"),
    "txt2img-hires-bad-upscaler": (EngineFailed, "failed", "could not find upscaler named nope"),
    "txt2img-infotext-field": (EngineFailed, "failed", "parameterized generic"),
    "txt2img-malformed-json": (EngineRefused, "refused", "body.11: JSON decode error"),
    "txt2img-no-body": (EngineRefused, "refused", "body: Field required"),
    "txt2img-null-prompt": (EngineFailed, "failed", "AssertionError"),
    "txt2img-script-unknown": (EngineRefused, "refused", "Script 'nope' not found"),
    "txt2img-steps-string": (EngineRefused, "refused", "body.steps: Input should be a valid"),
    "txt2img-steps-zero": (EngineFailed, "failed", "integer division or modulo by zero"),
    "txt2img-zero-width": (EngineFailed, "failed", "Kernel size can't be greater"),
    "derived/a1111-bad-format": (EngineFailed, "failed", "Invalid image format"),
    "derived/a1111-crash-with-path": (EngineFailed, "failed", "No such file or directory"),
    "derived/a1111-malformed-json": (EngineRefused, "refused", "body.11: Expecting value"),
    "derived/a1111-not-a-number": (EngineFailed, "not_a_number", "NansException"),
    "derived/a1111-out-of-memory": (EngineOutOfMemory, "out_of_memory", "1.11 GiB"),
    "derived/a1111-sampler-not-found": (EngineRefused, "refused", "Sampler not found"),
    "derived/a1111-script-unknown": (EngineRefused, "refused", "Script 'nope' not found"),
    "derived/a1111-steps-string": (EngineRefused, "refused", "body.steps: value is not a valid"),
    "derived/a1111-steps-zero": (EngineFailed, "failed", "ZeroDivisionError"),
    "derived/forge-old-crash": (EngineFailed, "failed", "Internal Server Error"),
    "derived/forge-out-of-memory": (EngineOutOfMemory, "out_of_memory", "1.11 GiB"),
    "derived/proxy-502": (EngineUnavailable, "gateway", "502 Bad Gateway"),
    "derived/proxy-504": (EngineTimedOut, "gateway_timeout", "504 Gateway Time-out"),
    "derived/proxy-524": (EngineTimedOut, "gateway_timeout", "524: A timeout occurred"),
    "derived/koboldcpp-busy": (EngineUnavailable, "busy", "Server is busy"),
    "derived/sdcpp-no-results": (EngineFailed, "failed", "returned no results"),
    "derived/sdcpp-prompt-required": (EngineRefused, "refused", "prompt required"),
    "derived/sdcpp-server-error": (EngineFailed, "failed", "type must be number"),
    "derived/sdnext-busy": (EngineUnavailable, "busy", "Too many requests"),
    "derived/sdnext-crash": (EngineFailed, "failed", "mat1 and mat2 shapes"),
    "derived/sdnext-no-init": (EngineRefused, "refused", "Init image is none"),
    "derived/sdnext-sampler-not-found": (EngineRefused, "refused", "Sampler not found"),
    "derived/sdnext-type-error": (EngineFailed, "failed", "unsupported operand"),
    "extra-single-bad-upscaler": (EngineFailed, "failed", "could not find upscaler named nope"),
    "img2img-bad-base64": (EngineFailed, "failed", "Invalid encoded image"),
    "img2img-empty-init": (EngineFailed, "failed", "IndexError\nDimension out of range"),
    "img2img-no-init": (EngineRefused, "refused", "Init image not found"),
    "img2img-not-an-image": (EngineFailed, "failed", "Invalid encoded image"),
    "img2img-url": (EngineFailed, "failed", "Request to local resource not allowed"),
}
# Replayed by `TestLists` and `TestWatching` below, and by the tests of single kinds and dialects.
OTHERS = {
    "derived/extra-single-image-fields",
    "derived/img2img-fields",
    "derived/koboldcpp-no-vision",
    "derived/sdcpp-no-such-path",
    "derived/sdnext-interrupt",
    "derived/sdnext-not-authenticated",
    "extra-single",
    "get-embeddings",
    "get-face-restorers",
    "get-latent-upscale-modes",
    "get-prompt-styles",
    "get-upscalers",
    "internal-ping",
    "interrogate",
    "interrogate-bad-model",
    "auth-none-internal-progress",
    "auth-none-sdapi-v1-progress",
    "auth-right-sdapi-v1-progress",
    "auth-wrong-sdapi-v1-progress",
    "derived/a1111-not-authenticated",
    "derived/txt2img-fields",
    "get-loras",
    "get-options",
    "get-progress",
    "get-progress-idle-skip",
    "get-samplers",
    "get-schedulers",
    "get-sd-models",
    "get-sd-modules",
    "internal-progress-unknown",
    "interrupt-idle",
    "live-int2-interrupt",
    "live-interrupt",
    "live-progress-after-all",
    "live-progress-after-interrupt",
    "live-progress-before-interrupt",
    "startup-race-loras-404",
}


def test_no_recording_is_left_out():
    found = {
        str(path.relative_to(RECORDINGS).with_suffix("")) for path in RECORDINGS.rglob("*.json")
    }
    assert found == {*PICTURES, *FAILURES, *OTHERS}


class TestPainting:
    @pytest.mark.parametrize("name", PICTURES)
    def test_gives_the_recorded_pictures(self, name):
        exchange = recording(name)
        told = json.loads(exchange["response"]["json"]["info"])
        first = told["index_of_first_image"]
        recorded = exchange["response"]["json"]["images"][first:]
        with forge(name) as (_server, engine):
            answer = engine.run(asked(exchange["request"]["json"]), task_id=TASK)
        assert codes(answer) == PICTURES[name]
        assert [[p.width, p.height] for p in answer.pictures] == [i["_size"] for i in recorded]
        assert [p.format for p in answer.pictures] == [i["_format"] for i in recorded]
        assert [p.seed for p in answer.pictures] == told["all_seeds"][: len(recorded)]
        assert [p.infotext for p in answer.pictures] == told["infotexts"][first:][: len(recorded)]
        for picture in answer.pictures:
            assert picture.recipe.prompt == told["prompt"]
            assert picture.recipe.model_hash == "9ce000b877"
            assert picture.recipe.program in ("Forge", "reForge")
            assert not picture.is_black

    @pytest.mark.parametrize("name", FAILURES)
    def test_fails_for_the_recorded_reason(self, name):
        kind, code, words = FAILURES[name]
        with ReplayServer(*FORGE).running() as server:
            path = recording(name)["request"]["path"]
            path = path if path in KINDS else TXT2IMG
            server.play(name, method="POST", path=path)
            with pytest.raises(EngineError) as caught:
                WebUI(server.url, timeout=5).run(KINDS[path], task_id=TASK)
        assert (type(caught.value), caught.value.code) == (kind, code)
        assert words in caught.value.detail
        assert "/home/" not in caught.value.detail


class TestLists:
    def test_offer_what_was_recorded(self):
        with forge() as (_server, engine):
            lists = engine.capabilities()
        assert len(lists.samplers) == 25
        assert lists.samplers[6].name == "Euler a"
        assert lists.samplers[6].aliases == ("k_euler_a", "k_euler_ancestral")
        assert [s.label for s in lists.schedulers][:3] == ["Automatic", "Uniform", "Karras"]
        assert [(m.name, m.hash) for m in lists.models] == [("random-sd15", "9ce000b877")]
        assert lists.loras == frozenset()
        assert lists.current_model == "random-sd15"
        assert "<webui>" not in repr(lists)

    def test_tell_forge_from_a1111(self):
        with forge() as (_server, engine):
            assert engine.dialect().name == "forge"
        with ReplayServer(*(name for name in FORGE if name != "get-sd-modules")).running() as a1111:
            assert WebUI(a1111.url).dialect().name == "a1111"

    def test_do_without_loras_that_are_not_up_yet(self):
        with forge("get-loras") as (server, engine):
            server.play("startup-race-loras-404")
            lists = engine.capabilities()
        assert lists.loras is None
        assert "does not offer" in lists.absent("loras")


class TestWatching:
    @pytest.mark.parametrize("name", ["get-progress", "get-progress-idle-skip"])
    def test_an_idle_server(self, name):
        with ReplayServer(name).running() as server:
            engine = WebUI(server.url)
            assert engine.progress(None).state == "idle"
            assert engine.status().state == "ready"

    @pytest.mark.parametrize(
        "name", ["live-progress-before-interrupt", "live-progress-after-interrupt"]
    )
    def test_a_busy_server(self, name):
        with ReplayServer(name).running() as server:
            engine = WebUI(server.url)
            progress = engine.progress(TASK)
            assert engine.status().state == "busy"
        assert (progress.state, progress.is_ours) == ("active", None)
        assert progress.fraction == pytest.approx(0.06)
        assert (progress.step, progress.steps) == (3, 20)
        assert (progress.picture, progress.pictures) == (0, 3)
        assert progress.eta == pytest.approx(228.6, abs=0.5)

    def test_a_server_after_an_interrupt_is_idle(self):
        with ReplayServer("live-progress-after-all").running() as server:
            assert WebUI(server.url).progress(None).state == "idle"

    @pytest.mark.parametrize("name", ["internal-progress-unknown", "auth-none-internal-progress"])
    def test_an_unknown_task(self, name):
        with ReplayServer(name).running() as server:
            progress = WebUI(server.url).progress("task(nope)")
        assert (progress.state, progress.is_ours, progress.problem) == ("unknown", False, "")

    @pytest.mark.parametrize("name", ["interrupt-idle", "live-interrupt", "live-int2-interrupt"])
    def test_an_interrupt_is_taken(self, name):
        active = {"active": True, "queued": False, "completed": False, "progress": 0.5}
        with ReplayServer(name).running() as server:
            server.answer("POST", "/internal/progress", {"status": 200, "json": active})
            assert WebUI(server.url).interrupt(TASK) is True
            assert len(server.calls("/sdapi/v1/interrupt")) == 1


class TestLogIn:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("auth-none-sdapi-v1-progress", "Not authenticated"),
            ("auth-wrong-sdapi-v1-progress", "Incorrect username or password"),
            ("derived/a1111-not-authenticated", "Not authenticated"),
        ],
    )
    def test_is_refused(self, name, words):
        with ReplayServer(name).running() as server:
            status = WebUI(server.url).status()
        assert status.state == "refused"
        assert status.error is not None
        assert status.error.code == "not_allowed"
        assert words in status.error.detail

    def test_is_sent_as_recorded(self):
        name = "auth-right-sdapi-v1-progress"
        with ReplayServer(name).running() as server:
            address = server.url.replace("://", "://editor:s3cret@")
            assert WebUI(address).status().state == "ready"
            assert WebUI(server.url, auth=("editor", "s3cret")).is_reachable()
        expected = recording(name)["request"]["headers"]["Authorization"]
        assert [call.headers["Authorization"] for call in server.received] == [expected] * 2
