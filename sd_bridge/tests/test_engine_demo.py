"""The client and the demo WebUI, over a socket: every dialect, every kind of work, every fault."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace

import pytest

from sd_bridge.demo_webui.faults import FAULTS
from sd_bridge.demo_webui.testing import running_demo_webui
from sd_bridge.engines import transport
from sd_bridge.engines.asking import ImageToImage, Interrogation, TextToImage, Upscale
from sd_bridge.engines.errors import EngineError
from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.engine_cast import IMAGE, TASK, codes

DIALECTS = ("a1111", "forge", "sdnext", "sdcpp")
WORDS = TextToImage(prompt="a lighthouse at dusk", width=128, height=64, steps=2, seed=7)
OVER = ImageToImage(prompt="a lighthouse", width=64, height=64, steps=4, image=IMAGE, denoising=0.6)
# It knows no log-in, and nothing interrupts it.
NOT_IN_PROGRAM = {("sdcpp", "unauthorised"), ("sdcpp", "interrupted")}
# A fault, and the code of what comes of it: of an error, or of a difference (then pictures came).
FAILS = {
    "refuses": "unreachable",
    "hangs": "timed_out",
    "unauthorised": "not_allowed",
    "not-found": "starting",
    "validation": "refused",
    "error-a1111": "failed",
    "error-forge": "failed",
    "error-sdnext": "failed",
    "error-sdcpp": "failed",
    "half-json": "not_json",
    "truncated-base64": "bad_picture",
    "huge-image": "too_large",
    "wrong-type": "bad_picture",
    "slow-drip": "timed_out",
    "closes-early": "connection_lost",
    "redirect": "redirected",
    "too-late": "timed_out",
}
PROXY = ("gateway", "gateway_timeout")
TELLS = {
    "wrong-count": "fewer_pictures",
    "interrupted": "interrupted",
    "black": "black_picture",
    "no-info": "info_missing",
    "no-images": "no_pictures",
}


def outcome(engine: WebUI) -> tuple[list[str], int]:
    """The codes of what went wrong, and how many pictures came all the same."""
    try:
        answer = engine.run(replace(WORDS, count=2, width=64), task_id=TASK)
    except EngineError as error:
        return [error.code], 0
    return codes(answer), len(answer.pictures)


@pytest.mark.parametrize("dialect", DIALECTS)
class TestEveryDialect:
    def test_paints_as_asked(self, dialect):
        with running_demo_webui(dialect=dialect) as url:
            engine = WebUI(url)
            lists = engine.capabilities()
            assert (lists.dialect, engine.status().state) == (dialect, "ready")
            request = replace(WORDS, count=2, model=lists.models[0].name)
            engine.check(request, lists)
            answer = engine.run(request, task_id=TASK, lists=lists)
        assert codes(answer) == []
        assert [(item.width, item.height) for item in answer.pictures] == [(128, 64)] * 2
        assert [item.seed for item in answer.pictures] == [7, 8]
        assert answer.pictures[0].recipe.prompt == "a lighthouse at dusk"

    def test_paints_a_second_pass(self, dialect):
        with running_demo_webui(dialect=dialect) as url:
            engine = WebUI(url)
            lists = engine.capabilities()
            upscaler = (*lists.latent_modes, *(each.name for each in lists.upscalers))[0]
            request = replace(WORDS, hires_upscaler=upscaler, hires_scale=1.5, hires_steps=2)
            engine.check(request, lists)
            answer = engine.run(request, task_id=TASK, lists=lists)
        assert codes(answer) == []
        assert (answer.pictures[0].width, answer.pictures[0].height) == (192, 96)

    def test_paints_with_loras_and_styles(self, dialect):
        with running_demo_webui(dialect=dialect) as url:
            engine = WebUI(url)
            lists = engine.capabilities()
            lora = lists.lora_list[0]
            styles = tuple(style.name for style in lists.styles[:1])
            prompt = f"a lighthouse <lora:{lora.name}:0.7>"
            request = replace(WORDS, prompt=prompt, styles=styles)
            engine.check(request, lists)
            answer = engine.run(request, task_id=TASK, lists=lists)
        assert codes(answer) == []
        [found] = answer.pictures[0].recipe.loras
        assert (found.name, found.weight) == (lora.name, 0.7)

    def test_paints_over_an_image(self, dialect):
        with running_demo_webui(dialect=dialect) as url:
            engine = WebUI(url)
            lists = engine.capabilities()
            engine.check(OVER, lists)
            answer = engine.run(OVER, task_id=TASK, lists=lists)
        assert codes(answer) == []
        assert len(answer.pictures) == 1

    def test_enlarges_or_says_that_it_cannot(self, dialect):
        with running_demo_webui(dialect=dialect) as url:
            engine = WebUI(url)
            lists = engine.capabilities()
            request = Upscale(image=IMAGE, upscaler=lists.upscalers[0].name)
            if lists.absent("upscale"):
                with pytest.raises(EngineError, match="lacks_upscale"):
                    engine.check(request, lists)
                return
            engine.check(request, lists)
            answer = engine.run(request, task_id=TASK, lists=lists)
        assert codes(answer) == []
        assert (answer.pictures[0].width, answer.pictures[0].height) == (128, 128)

    @pytest.mark.parametrize("interrogator", ["clip", "deepdanbooru"])
    def test_describes_or_says_that_it_cannot(self, dialect, interrogator):
        request = Interrogation(image=IMAGE, interrogator=interrogator)
        with running_demo_webui(dialect=dialect) as url:
            engine = WebUI(url)
            lists = engine.capabilities()
            if dialect == "sdcpp":
                with pytest.raises(EngineError, match="lacks_"):
                    engine.check(request, lists)
                return
            engine.check(request, lists)
            assert engine.run(request, task_id=TASK, lists=lists).caption


class TestEveryFault:
    def test_is_known_here(self):
        assert set(FAULTS) == {*FAILS, *TELLS, "proxy-html"}

    @pytest.mark.parametrize("dialect", DIALECTS)
    @pytest.mark.parametrize("fault", sorted(FAULTS))
    def test_ends_in_time_with_a_reason_or_with_pictures_and_a_difference(
        self, fault, dialect, monkeypatch
    ):
        if (dialect, fault) in NOT_IN_PROGRAM:
            return
        monkeypatch.setattr(transport, "CONNECT_TIMEOUT", 0.5)
        limit = 1.0 if FAILS.get(fault) == "timed_out" else 20.0
        started = time.monotonic()
        with running_demo_webui(dialect=dialect, fault=fault, late_seconds=1.5) as url:
            reasons, pictures = outcome(WebUI(url, timeout=limit))
            assert time.monotonic() - started < limit + 10
        expected = PROXY if fault == "proxy-html" else (FAILS.get(fault) or TELLS[fault],)
        assert set(reasons) & set(expected)
        assert bool(pictures) is (fault in TELLS and fault != "no-images")

    def test_of_300_mb_costs_little_memory(self):
        with running_demo_webui(fault="huge-image") as url:
            engine = WebUI(url, timeout=30)
            engine.dialect()
            tracemalloc.start()
            try:
                with pytest.raises(EngineError):
                    engine.run(replace(WORDS, width=64), task_id=TASK)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
        assert peak < 400_000_000
