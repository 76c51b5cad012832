"""Enlarging, painting over and describing, against the demo WebUI on a real socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages

from sd_bridge import engine_registry, interrogating, running
from sd_bridge.demo_webui.testing import running_demo_webui
from sd_bridge.generating import request_generation
from sd_bridge.keeping import keep_for_topic
from sd_bridge.models import Generation, Result
from sd_bridge.refusals import InvalidRequest, NotAllowed
from sd_bridge.sources import Source

pytestmark = pytest.mark.django_db

WORDS = {"prompt": "a lighthouse on a cliff, oil painting", "negative_prompt": "text"}


@pytest.fixture
def demo(settings, impatient, monkeypatch, tmp_path) -> Iterator[str]:
    """The demo WebUI as the only engine, its lists known."""
    monkeypatch.setattr(storages["private"], "location", str(tmp_path / "private"))
    with running_demo_webui() as url:
        settings.SD_ENGINES = {"webui": url}
        yield url


@pytest.fixture
def lists(demo):
    return engine_registry.cached_lists("webui")


@pytest.fixture
def result(demo, ana, topic) -> Result:
    request_generation(user=ana, page=topic, width=64, height=96, steps=2, seed=7, **WORDS)
    return running.run_oldest().results.get()


def enlarge(user, source, **values) -> Result:
    asked = {"upscaler": "Lanczos", "upscale_by": 2.0, **values}
    request_generation(user=user, kind="upscale", source=source, **asked)
    generation = running.run_oldest()
    assert (generation.state, generation.error_detail) == ("done", "")
    return generation.results.get()


class TestEnlarged:
    def test_tells_how_the_first_was_made_and_that_it_was_enlarged(self, result, ana):
        enlarged = enlarge(ana, Source.from_result(result))

        assert (enlarged.width, enlarged.height) == (128, 192)
        recipe = enlarged.as_recipe()
        assert (recipe.prompt, recipe.seed, recipe.steps) == (WORDS["prompt"], 7, 2)
        assert recipe.extras["Postprocess upscale by"] == "2"
        assert recipe.extras["Postprocess upscaler"] == "Lanczos"
        assert recipe.raw.startswith(result.as_recipe().raw)
        assert enlarged.infotext.endswith(
            "Postprocess upscale by: 2, Postprocess upscaler: Lanczos"
        )
        assert enlarged.seed == result.seed
        assert enlarged.generation.source_result == result

    def test_twice_tells_the_last_time(self, result, ana):
        once = enlarge(ana, Source.from_result(result))
        twice = enlarge(ana, Source.from_result(once), upscale_by=1.5)

        assert (twice.width, twice.height) == (192, 288)
        assert twice.as_recipe().extras["Postprocess upscale by"] == "1.5"

    def test_of_what_nobody_knows_tells_the_enlarging_only(self, demo, ana, hang):
        picture = hang(prompt="")
        type(picture.image).objects.update(recipe_data={})
        picture.image.refresh_from_db()

        enlarged = enlarge(ana, Source.from_image(picture.image))

        assert enlarged.as_recipe().prompt == ""
        assert enlarged.as_recipe().extras == {
            "Postprocess upscale by": "2",
            "Postprocess upscaler": "Lanczos",
        }

    def test_is_kept_with_words_and_recipe(self, result, topic, ana):
        picture = keep_for_topic(
            result=enlarge(ana, Source.from_result(result)), topic=topic, user=ana
        )

        assert picture.title == "A lighthouse on a cliff"
        assert picture.recipe.extras["Postprocess upscaler"] == "Lanczos"

    def test_by_what_the_engine_has_not_got_is_refused(self, lists, result, ana):
        with pytest.raises(InvalidRequest) as refusal:
            enlarge(ana, Source.from_result(result), upscaler="no such upscaler")
        assert list(refusal.value.fields) == ["upscaler"]


class TestPaintedOver:
    def test_keeps_its_lineage_and_its_own_recipe(self, result, ana):
        request_generation(
            user=ana,
            kind="image",
            source=Source.from_result(result),
            prompt="a boat",
            width=64,
            height=64,
            steps=2,
            denoising=0.5,
        )
        painted = running.run_oldest().results.get()

        assert painted.as_recipe().prompt == "a boat"
        assert painted.as_recipe().extras["Denoising strength"] == "0.5"
        assert painted.generation.source_result == result
        assert len(painted.dhash) == 16


class TestDescribed:
    def test_gives_words_and_no_picture(self, result, ana):
        generation = interrogating.ask(ana, Source.from_result(result))
        assert interrogating.proposals(generation) == {"alt_text": "", "tags": []}

        generation = running.run_oldest()

        assert (generation.state, generation.kind) == ("done", "interrogate")
        assert generation.caption
        assert not generation.results.exists()
        words = interrogating.proposals(generation)
        assert words["alt_text"][:1].isupper()
        assert 0 < len(words["tags"]) <= 8

    def test_is_listed_nowhere(self, result, ana):
        interrogating.ask(ana, Source.from_result(result))

        assert Generation.objects.with_pictures().count() == Generation.objects.count() - 1

    def test_by_a_tagger_gives_tags(self, result, ana):
        interrogating.ask(ana, Source.from_result(result), "deepdanbooru")
        generation = running.run_oldest()

        assert generation.settings == {"interrogator": "deepdanbooru"}
        assert interrogating.proposals(generation)["tags"]

    def test_by_nobody_known_is_refused(self, result, ana):
        with pytest.raises(InvalidRequest) as refusal:
            interrogating.ask(ana, Source.from_result(result), "nobody")
        assert list(refusal.value.fields) == ["interrogator"]

    def test_for_who_may_not_generate_is_refused(self, result, ana):
        ana.groups.get().permissions.remove(Permission.objects.get(codename="generate"))

        with pytest.raises(NotAllowed):
            interrogating.ask(type(ana).objects.get(pk=ana.pk), Source.from_result(result))


class TestProposals:
    @pytest.mark.parametrize(
        ("caption", "alt_text", "tags"),
        [
            (
                "a painting of a cat sitting on a bench, by Van Gogh, trending on artstation",
                "A painting of a cat sitting on a bench",
                ["cat", "bench"],
            ),
            (
                "long_hair, (red_dress:0.98), rain",
                "Long hair, red dress",
                ["long hair", "red dress", "rain"],
            ),
            ("", "", []),
        ],
    )
    def test_come_from_the_caption(self, caption, alt_text, tags):
        words = interrogating.proposals(Generation(caption=caption))

        assert words["tags"] == tags
        assert words["alt_text"].startswith(alt_text)
