"""Presets in the admin: written, published, listed and compared by curators."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sd_bridge import engine_registry, presets
from sd_bridge.engines.data import EngineLists, Model, Sampler
from sd_bridge.models import EngineState, Preset

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    return reverse(Preset.snippet_viewset.get_url_name(name), args=args)


@pytest.fixture
def curator(client, ana):
    client.force_login(ana)
    return client


def filled(**values: Any) -> dict[str, Any]:
    """What the form sends when nothing but `values` was typed."""
    empty = {
        field.name: ""
        for field in Preset._meta.fields
        if field.editable and field.name not in ("id", "first_published_at")
    }
    return {**empty, "name": "House style", "prompt_template": "{subject}, ink", **values}


class TestWriting:
    def test_a_draft_is_usable_by_nobody(self, curator, ana):
        answer = curator.post(url("add"), filled())

        assert answer.status_code == 302
        preset = Preset.objects.get()
        assert (preset.live, preset.version) == (False, 0)
        assert not presets.usable_by(ana).exists()

    def test_a_draft_may_be_unfinished(self, curator):
        curator.post(url("add"), filled(prompt_template=""))

        assert Preset.objects.get().prompt_template == ""

    def test_published_it_is_version_one(self, curator, ana):
        curator.post(
            url("add"),
            filled(
                **{"action-publish": "1", "allowed_models": "m1\n\n m2 \nm1", "styles": "ink"},
                steps="30",
            ),
        )

        preset = presets.usable_by(ana).get()
        assert (preset.version, preset.allowed_models, preset.steps) == (1, ["m1", "m2"], 30)
        assert preset.parameters["styles"] == ["ink"]

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"prompt_template": "{subject"}, "A brace has no partner"),
            ({"steps": "1000"}, "150"),
            ({"name": ""}, "required"),
        ],
    )
    def test_what_is_not_possible_is_said(self, curator, ana, values, sentence):
        ana.wagtail_userprofile = None
        answer = curator.post(
            url("add"), filled(**{"action-publish": "1", **values}), HTTP_ACCEPT_LANGUAGE="en"
        )

        assert answer.status_code == 200
        assert not Preset.objects.filter(live=True).exists()
        assert sentence in answer.text or answer.context["form"].errors

    def test_changes_are_a_draft_until_published(self, curator, ana):
        preset = presets.save_from_fields(ana, "House style", {"prompt": "{subject}"})

        curator.post(url("edit", preset.pk), filled())
        preset.refresh_from_db()
        assert (preset.prompt_template, preset.version) == ("{subject}", 1)

        curator.post(url("edit", preset.pk), filled(**{"action-publish": "1"}))
        preset.refresh_from_db()
        assert (preset.prompt_template, preset.version) == ("{subject}, ink", 2)

    def test_offers_what_the_engines_told(self, curator, settings):
        settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}
        EngineState.objects.create(name="webui", model_names=["dream"])
        engine_registry.remember_lists(
            "webui", EngineLists(samplers=(Sampler("Heun"),), models=(Model("dream"),))
        )

        form = curator.get(url("add")).text
        assert '<option value="Heun"></option>' in form
        assert '<option value="dream"></option>' in form

    def test_versions_can_be_compared(self, curator, ana):
        preset = presets.save_from_fields(ana, "House style", {"prompt": "{subject}", "steps": 20})
        presets.save_from_fields(
            ana, "House style", {"prompt": "{subject}, ink", "steps": 30}, preset=preset
        )

        page = curator.get(url("revisions_compare", preset.pk, "earliest", "latest"))
        assert page.status_code == 200
        assert "ink" in page.text
        assert curator.get(url("history", preset.pk)).status_code == 200


class TestWhoMay:
    def test_write_curators(self, ana):
        assert ana.has_perms(
            [f"sd_bridge.{action}_preset" for action in ("add", "change", "publish")]
        )
        assert not ana.has_perm("sd_bridge.delete_preset")

    def test_write_nobody_else(self, client, bo):
        client.force_login(bo)

        assert client.get(url("list")).status_code in (302, 403)


class TestList:
    def test_tells_models_and_version(self, curator, ana):
        presets.save_from_fields(ana, "House style", {"prompt": "x"})
        Preset.objects.create(name="Draft", prompt_template="y", live=False)
        Preset.objects.filter(name="Draft").update(allowed_models=["dream"])

        page = curator.get(url("list"))
        assert page.status_code == 200
        assert "dream" in page.text

    def test_is_searched_by_name_and_prompt(self, curator):
        Preset.objects.create(name="House", prompt_template="oil")
        Preset.objects.create(name="Other", prompt_template="ink")

        found = curator.get(url("list"), {"q": "ink"}).context["object_list"]
        assert [preset.name for preset in found] == ["Other"]

    def test_takes_as_many_queries_for_many_as_for_one(self, curator):
        Preset.objects.create(name="0", prompt_template="x")

        def queries() -> int:
            with CaptureQueriesContext(connection) as context:
                assert curator.get(url("list")).status_code == 200
            return len(context)

        queries()
        few = queries()
        for number in range(1, 20):
            Preset.objects.create(name=str(number), prompt_template="x")
        assert queries() == few
