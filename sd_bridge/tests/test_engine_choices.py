"""What the form offers, of one engine and of several together."""

from __future__ import annotations

import pytest

from sd_bridge.engine_lists import describe_engine
from sd_bridge.engine_registry import remember_lists
from sd_bridge.engines.data import EngineLists, LoraEntry, Model, Sampler, Upscaler
from sd_bridge.engines.features import FEATURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def engines(settings):
    """`one` has hires fix and LoRAs; `two` upscales."""
    settings.SD_ENGINES = {"one": "http://127.0.0.1:9", "two": "http://127.0.0.1:9"}
    remember_lists(
        "one",
        EngineLists(
            samplers=(Sampler("Euler a"),),
            models=(Model("shared"), Model("only-one")),
            current_model="shared",
            latent_modes=("Latent",),
            lora_list=(LoraEntry("grain", "film grain"),),
            dialect_label="One",
            features=frozenset({"hires", "loras"}),
        ),
    )
    remember_lists(
        "two",
        EngineLists(
            samplers=(Sampler("Euler a"), Sampler("LCM")),
            models=(Model("only-two"), Model("shared")),
            current_model="only-two",
            upscalers=(Upscaler("R-ESRGAN 4x+"),),
            dialect_label="Two",
            features=frozenset({"upscale"}),
        ),
    )


def values(choices: list[dict[str, str]]) -> list[str]:
    return [choice["value"] for choice in choices]


class TestSeveral:
    def test_offer_everything_that_any_has_once(self, engines):
        lists = describe_engine()
        assert values(lists["models"]) == ["shared", "only-one", "only-two"]
        assert values(lists["samplers"]) == ["Euler a", "LCM"]
        assert values(lists["hires_upscalers"]) == ["Latent", "R-ESRGAN 4x+"]
        assert lists["current_model"] == "", "which one is loaded depends on who takes it"

    def test_lack_only_what_all_lack(self, engines):
        absent = describe_engine()["absent"]
        assert not {"hires", "loras", "upscale"} & set(absent)
        assert absent["interrogate"]

    def test_go_on_without_one_that_is_off(self, engines, settings):
        settings.SD_ENGINES = {**settings.SD_ENGINES, "off": "http://127.0.0.1:9"}
        assert describe_engine()["is_ready"]
        assert not describe_engine("off")["is_ready"]
        assert describe_engine("off")["sentence"]


class TestOne:
    def test_offers_its_own(self, engines):
        lists = describe_engine("two")
        assert values(lists["models"]) == ["only-two", "shared"]
        assert lists["current_model"] == "only-two"
        assert values(lists["loras"]) == []

    def test_tells_why_the_rest_is_absent(self, engines):
        absent = describe_engine("one")["absent"]
        assert set(absent) == set(FEATURES) - {"hires", "loras"}
        assert all(absent.values())

    def test_that_is_gone_counts_as_none_named(self, engines):
        assert describe_engine("sold") == describe_engine()
