"""What a server offers: every list is optional but those that all have; what lacks is told why."""

from __future__ import annotations

import pickle
import time
from dataclasses import replace

import pytest
from django.utils.translation import override

from sd_bridge.engines import transport
from sd_bridge.engines.data import EngineLists, LoraEntry, Upscaler
from sd_bridge.engines.errors import EngineError, EngineRefused
from sd_bridge.engines.features import FEATURES
from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.engine_cast import ENLARGE, LIGHTHOUSE, forge, slowly
from sd_bridge.tests.replay import FORGE, NOT_FOUND, ReplayServer

OPTIONAL = {
    "upscalers": "upscale",
    "loras": "loras",
    "embeddings": "embeddings",
    "prompt-styles": "styles",
    "face-restorers": "restore_faces",
    "schedulers": "schedulers",
}
LORAS = [
    {"name": "ink", "alias": "Ink style", "path": "/models/ink.safetensors", "metadata": {}},
    {"name": "oil", "alias": "None", "path": "/models/oil.safetensors", "metadata": {}},
]


class TestLists:
    def test_are_those_recorded(self):
        with forge() as (_server, engine):
            lists = engine.capabilities()
        assert lists.upscalers[:3] == (
            Upscaler("Lanczos", 4.0),
            Upscaler("Nearest", 4.0),
            Upscaler("DAT x2", 2.0),
        )
        assert "None" not in [upscaler.name for upscaler in lists.upscalers]
        assert lists.latent_modes[:2] == ("Latent", "Latent (antialiased)")
        assert lists.face_restorers == ("CodeFormer", "GFPGAN")
        assert [style.name for style in lists.styles] == [
            "Kamph_Default_Negative (NO)",
            "Kamph_Default_Negative (sfw) (NO)",
        ]  # without the rows that separate them
        assert lists.styles[0].negative_prompt.startswith("Watermark")
        assert (lists.embeddings, lists.lora_list) == ((), ())
        assert (lists.dialect, lists.dialect_label) == ("forge", "Forge")
        assert "https://" not in repr(lists)
        assert pickle.loads(pickle.dumps(lists)) == lists

    def test_of_loras_hold_names_and_aliases_and_no_paths(self):
        with forge() as (server, engine):
            server.answer("GET", "/sdapi/v1/loras", {"status": 200, "json": LORAS})
            lists = engine.capabilities()
        assert lists.lora_list == (LoraEntry("ink", "Ink style"), LoraEntry("oil"))
        assert lists.loras == {"ink", "Ink style", "oil"}
        assert "/models" not in repr(lists)
        assert lists.absent("loras") == ""

    def test_of_embeddings_are_names(self):
        loaded = {"easynegative": {"step": None, "shape": 768, "vectors": 8}, "bad": {}}
        body = {"loaded": loaded, "skipped": {"xl": {}}}
        with forge() as (server, engine):
            server.answer("GET", "/sdapi/v1/embeddings", {"status": 200, "json": body})
            assert engine.capabilities().embeddings == ("easynegative", "bad")


class TestAMissingList:
    @pytest.mark.parametrize("name", OPTIONAL)
    def test_is_a_feature_less(self, name):
        with forge() as (server, engine):
            server.answer("GET", "/sdapi/v1/loras", {"status": 200, "json": LORAS})
            embeddings = {"loaded": ["easynegative"], "skipped": []}
            server.answer("GET", "/sdapi/v1/embeddings", {"status": 200, "json": embeddings})
            complete = engine.capabilities()
            server.answer("GET", f"/sdapi/v1/{name}", NOT_FOUND)
            lists = engine.capabilities()
        assert complete.absent(OPTIONAL[name]) == ""
        assert lists.absent(OPTIONAL[name]) == "This engine does not offer it."
        assert complete.features - lists.features == {OPTIONAL[name]}

    @pytest.mark.parametrize("name", OPTIONAL)
    @pytest.mark.parametrize(
        "answer",
        [
            {"status": 500, "text": "Internal Server Error"},
            {"status": 200, "json": {"detail": 7}},
            {"status": 200, "json": [7]},
            {"status": 200, "json": [{"label": "no name"}]},
            {"status": 200, "text": "<html>"},
            {"status": None},
        ],
    )
    def test_that_is_broken_loses_no_other(self, name, answer):
        with forge() as (server, engine):
            server.answer("GET", "/sdapi/v1/loras", {"status": 200, "json": LORAS})
            server.answer("GET", f"/sdapi/v1/{name}", answer)
            lists = engine.capabilities()
        assert lists.absent(OPTIONAL[name]) == "The engine's list could not be read just now."
        assert len(lists.samplers) == 25
        assert len(FEATURES) - len(lists.features) <= 3
        engine.check(replace(LIGHTHOUSE, scheduler="Karras"), lists)

    def test_that_hangs_holds_up_the_others_only_once(self, monkeypatch):
        monkeypatch.setattr(transport, "LIST_TIMEOUT", 0.5)
        monkeypatch.setattr(transport, "CONNECT_TIMEOUT", 0.2)
        with forge() as (server, engine):
            for name in ("upscalers", "loras", "embeddings", "prompt-styles"):
                server.answer("GET", f"/sdapi/v1/{name}", slowly(3.0))
            started = time.monotonic()
            lists = engine.capabilities()
            seconds = time.monotonic() - started
        assert seconds < 2.5  # one after the other would take twice as long
        assert lists.loras is None
        assert lists.latent_modes
        assert lists.absent("hires") == ""  # by its latent modes

    def test_that_is_too_long_to_read_is_none(self, monkeypatch):
        monkeypatch.setattr(transport, "MAX_LIST_BYTES", 100_000)
        notes = [{"name": "ink", "path": "x", "metadata": {"notes": "x" * 200_000}}]
        with forge() as (server, engine):
            server.answer("GET", "/sdapi/v1/loras", {"status": 200, "json": notes})
            lists = engine.capabilities()
        assert (lists.loras, lists.lora_list) == (None, ())
        engine.check(replace(LIGHTHOUSE, prompt="x <lora:any:1>"), lists)

    @pytest.mark.parametrize("name", ["samplers", "sd-models", "options"])
    def test_that_every_server_has_is_an_error(self, name):
        with forge() as (server, engine):
            server.answer("GET", f"/sdapi/v1/{name}", {"status": 500, "json": {}})
            with pytest.raises(EngineError):
                engine.capabilities()


class TestAbsence:
    def test_of_the_interface_leaves_nothing_to_interrupt(self):
        with forge() as (server, engine):
            assert engine.capabilities().absent("interrupt") == ""
            server.answer("GET", "/internal/ping", NOT_FOUND)  # started with --nowebui
            lists = engine.capabilities()
        assert "does not tell whose picture it paints" in lists.absent("interrupt")
        assert lists.absent("progress") == ""

    def test_of_what_is_merely_not_installed_is_said_so(self):
        with forge() as (_server, engine):
            lists = engine.capabilities()
        assert lists.absent("loras") == "None is installed on this engine."
        assert lists.absent("no such feature") == "This engine does not offer it."

    def test_follows_the_active_language(self):
        with forge() as (_server, engine):
            lists = engine.capabilities()
        with override("en"):
            assert lists.absent("embeddings") == "None is installed on this engine."

    def test_has_a_reason_for_every_feature(self):
        with ReplayServer(*FORGE).running() as server:
            lists = WebUI(server.url).capabilities()
        assert set(FEATURES) == lists.features | set(dict(lists.reasons))
        assert lists.features.isdisjoint(dict(lists.reasons))

    def test_is_no_hindrance_where_lists_are_of_another_time(self):
        """As a cache may hold them."""
        EngineLists().absent("hires")


class TestCheck:
    @pytest.mark.parametrize(
        ("changes", "code", "name"),
        [
            ({"hires_upscaler": "nope"}, "unknown_upscaler", "nope"),
            ({"hires_upscaler": "None"}, "unknown_upscaler", "None"),
            ({"hires_upscaler": "Latent", "hires_model": "x"}, "unknown_model", "x"),
            ({"hires_upscaler": "Latent", "hires_sampler": "x"}, "unknown_sampler", "x"),
            ({"hires_upscaler": "Latent", "hires_scheduler": "x"}, "unknown_scheduler", "x"),
            ({"hires_upscaler": "Latent", "hires_prompt": "<lora:x:1>"}, "unknown_lora", "x"),
            ({"refiner": "x"}, "unknown_model", "x"),
            ({"styles": ("Kamph_Default_Negative (NO)", "x")}, "unknown_style", "x"),
        ],
    )
    def test_names_what_the_server_has_not_got(self, changes, code, name):
        with forge() as (_server, engine), pytest.raises(EngineRefused) as caught:
            engine.check(replace(LIGHTHOUSE, **changes), engine.capabilities())
        assert (caught.value.code, caught.value.params) == (code, {"name": name})
        assert f"“{name}”" in caught.value.sentence

    @pytest.mark.parametrize("field", ["upscaler", "upscaler_2"])
    def test_names_an_upscaler_of_a_finished_picture(self, field):
        with forge() as (_server, engine):
            lists = engine.capabilities()
            engine.check(replace(ENLARGE, upscaler="lanczos", upscaler_2="Nearest"), lists)
            with pytest.raises(EngineRefused, match="unknown_upscaler"):
                engine.check(replace(ENLARGE, **{field: "nope"}), lists)

    def test_lets_pass_what_there_is(self):
        request = replace(
            LIGHTHOUSE,
            hires_upscaler="DAT x2",
            hires_model="random-sd15",
            hires_sampler="DPM++ 2M",
            hires_scheduler="Karras",
            refiner="random-sd15",
            styles=("Kamph_Default_Negative (NO)",),
            restore_faces=True,
            tiling=True,
            eta=0.5,
            variation_strength=0.5,
        )
        with forge() as (_server, engine):
            engine.check(request, engine.capabilities())

    @pytest.mark.parametrize(
        ("name", "changes", "code"),
        [
            ("prompt-styles", {"styles": ("Ink",)}, "lacks_styles"),
            ("face-restorers", {"restore_faces": True}, "lacks_restore_faces"),
        ],
    )
    def test_refuses_what_the_server_has_no_list_of(self, name, changes, code):
        request = replace(LIGHTHOUSE, **changes)
        with forge() as (server, engine):
            server.answer("GET", f"/sdapi/v1/{name}", NOT_FOUND)
            with pytest.raises(EngineRefused, match=code):
                engine.check(request, engine.capabilities())
            # A list that could not be read is no proof of anything.
            server.answer("GET", f"/sdapi/v1/{name}", {"status": 500, "json": {}})
            engine.check(request, engine.capabilities())
