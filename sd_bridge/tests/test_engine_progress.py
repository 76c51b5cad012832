"""Progress is for display: it tells what the server knows, and never raises."""

import base64

import pytest

from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.engine_cast import TASK, forge
from sd_bridge.tests.replay import NOT_FOUND, ReplayServer, paint, placeholder, recording

INTERNAL = "/internal/progress"
SERVER = "/sdapi/v1/progress"


def of_task(**changes: object) -> dict:
    told = recording("internal-progress-unknown")["response"]["json"] | {"textinfo": None}
    return {"status": 200, "json": told | changes}


def of_server(**changes: object) -> dict:
    told = recording("live-progress-before-interrupt")["response"]["json"]
    state = {key: value for key, value in changes.items() if key in told["state"]}
    rest = {key: value for key, value in changes.items() if key not in state}
    return {"status": 200, "json": told | rest | {"state": told["state"] | state}}


def preview_of(size: tuple[int, int] = (64, 64), format: str = "PNG") -> str:
    return base64.b64encode(paint(placeholder(size=size, format=format))).decode()


class TestOurTask:
    def test_is_told_with_steps_and_preview(self):
        preview = preview_of()
        with forge() as (server, engine):
            told = of_task(
                active=True,
                progress=0.375,
                eta=29.2,
                live_preview=f"data:image/png;base64,{preview}",
            )
            server.answer("POST", INTERNAL, told)
            server.answer("GET", SERVER, of_server(sampling_step=3, sampling_steps=8))
            progress = engine.progress(TASK)
            [call] = server.calls(INTERNAL)
        assert call.body == {"id_task": TASK, "id_live_preview": -1, "live_preview": True}
        assert (progress.state, progress.is_ours, progress.fraction) == ("active", True, 0.375)
        assert (progress.step, progress.steps, progress.eta) == (3, 8, 29.2)
        assert (progress.picture, progress.pictures) == (0, 3)
        assert progress.preview == base64.b64decode(preview)
        assert progress.preview_format == "PNG"

    def test_in_its_first_step_has_no_eta_and_no_steps(self):
        """They would be the previous job's steps and a wild guess."""
        with forge() as (server, engine):
            server.answer("POST", INTERNAL, of_task(active=True, progress=0.0, eta=None))
            told = of_server(sampling_step=0, sampling_steps=1, eta_relative=650.0)
            server.answer("GET", SERVER, told)
            progress = engine.progress(TASK)
        assert (progress.state, progress.fraction) == ("active", 0.0)
        assert (progress.eta, progress.step, progress.steps) == (None, 0, None)

    @pytest.mark.parametrize(
        ("told", "state", "fraction"),
        [
            ({"queued": True, "textinfo": "In queue: 4/4"}, "queued", 0.0),
            ({"completed": True, "textinfo": "Waiting..."}, "completed", 1.0),
            ({"textinfo": "Waiting..."}, "unknown", 0.0),
        ],
    )
    def test_is_not_mixed_up_with_the_one_that_runs(self, told, state, fraction):
        with forge("live-progress-before-interrupt") as (server, engine):
            server.answer("POST", INTERNAL, of_task(**told))
            progress = engine.progress(TASK)
        assert (progress.state, progress.fraction, progress.is_ours) == (state, fraction, False)
        assert (progress.step, progress.eta, progress.preview) == (None, None, None)


class TestServerWithoutInterface:
    def test_tells_what_runs_but_not_whose_it_is(self):
        with forge("live-progress-before-interrupt") as (server, engine):
            server.answer("POST", INTERNAL, NOT_FOUND)
            server.answer("GET", SERVER, of_server(current_image=preview_of(format="JPEG")))
            progress = engine.progress(TASK)
        assert (progress.state, progress.is_ours, progress.step) == ("active", None, 3)
        assert progress.preview_format == "JPEG"

    def test_in_the_first_step_has_no_eta(self):
        with ReplayServer().running() as server:
            told = of_server(sampling_step=0, progress=0.01, eta_relative=364.0)
            server.answer("GET", SERVER, told)
            progress = WebUI(server.url).progress(None)
        assert (progress.fraction, progress.eta, progress.steps) == (0.0, None, None)

    def test_that_prepares_a_job_is_busy(self):
        with ReplayServer().running() as server:
            told = of_server(job_count=-1, sampling_step=0, sampling_steps=-5, progress=0.01)
            server.answer("GET", SERVER, told)
            engine = WebUI(server.url)
            progress = engine.progress(None)
            assert engine.status().state == "busy"
        assert (progress.state, progress.pictures, progress.steps) == ("active", None, None)

    def test_keeps_the_eta_between_pictures(self):
        with ReplayServer().running() as server:
            told = of_server(sampling_step=0, job_no=1, progress=0.34, eta_relative=60.0)
            server.answer("GET", SERVER, told)
            progress = WebUI(server.url).progress(None)
        assert (progress.picture, progress.fraction, progress.eta) == (1, 0.34, 60.0)


class TestNonsense:
    @pytest.mark.parametrize(
        ("told", "fraction"),
        [(1.7, 1.0), (-1, 0.0), (float("nan"), 0.0), ("0.5", 0.0), (True, 0.0), (10**400, 0.0)],
    )
    def test_fractions_stay_between_0_and_1(self, told, fraction):
        with forge() as (server, engine):
            server.answer("POST", INTERNAL, of_task(active=True, progress=told))
            assert engine.progress(TASK).fraction == fraction

    @pytest.mark.parametrize("eta", [-1, 1e9, float("inf"), "soon", None])
    def test_etas_are_left_out(self, eta):
        with forge() as (server, engine):
            server.answer("POST", INTERNAL, of_task(active=True, progress=0.5, eta=eta))
            assert engine.progress(TASK).eta is None

    @pytest.mark.parametrize(
        "preview",
        [
            pytest.param("x", id="no base64"),
            pytest.param(base64.b64encode(b"<script>").decode(), id="no picture"),
            pytest.param(7, id="number"),
            pytest.param("too large", id="too large"),
        ],
    )
    def test_previews_that_cannot_be_shown_are_left_out(self, preview):
        if preview == "too large":
            preview = preview_of(size=(2_400, 2_400), format="JPEG")
        with forge() as (server, engine):
            told = of_task(active=True, progress=0.5, live_preview=preview)
            server.answer("POST", INTERNAL, told)
            progress = engine.progress(TASK)
        assert (progress.preview, progress.preview_format) == (None, "")
        assert progress.is_ours is True

    @pytest.mark.parametrize("body", [[], None, "x", {"state": 7}])
    def test_bodies_of_another_shape_are_borne(self, body):
        with ReplayServer().running() as server:
            answer = {"status": 200, "json": body}
            server.answer("POST", INTERNAL, answer)
            server.answer("GET", SERVER, answer)
            engine = WebUI(server.url)
            for progress in (engine.progress(TASK), engine.progress(None)):
                assert progress.state in ("idle", "unknown")
                assert progress.is_ours is not True

    def test_failures_are_told_by_their_code(self):
        with forge("auth-wrong-sdapi-v1-progress") as (server, engine):
            assert engine.progress(None).problem == "not_allowed"
            server.answer("POST", INTERNAL, {"status": 500, "text": "x"})
            assert engine.progress(TASK).problem == "failed"
