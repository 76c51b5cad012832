"""What the workspace's scripts ask for besides generating."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from sd_bridge.models import Generation, Preset
from sd_bridge.tests.panel_client import ASKED

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client, ana, engine):
    client.force_login(ana)

    def send(name: str, data: Any):
        return client.post(
            reverse(f"sd_workspace:{name}"), json.dumps(data), content_type="application/json"
        )

    return send


class TestPresets:
    def test_are_made_of_the_forms_fields_and_fill_it_again(self, post, client):
        template = "{subject}, oil painting"
        saved = post(
            "save_preset", {**ASKED, "name": "Oil", "prompt": template, "tiling": True}
        ).json()
        found = client.get(reverse("sd_workspace:preset", args=[saved["id"]])).json()

        assert (found["prompt"], found["slots"]) == (template, ["subject"])
        assert (found["steps"], found["tiling"], found["format"]) == (20, True, "square")
        assert "seed" not in found

    def test_get_a_new_version(self, post):
        fields = {**ASKED, "name": "Oil"}
        key = post("save_preset", fields).json()["id"]
        assert post("save_preset", {**fields, "preset": key, "steps": "9"}).status_code == 200
        preset = Preset.objects.get()
        assert (preset.pk, preset.steps, preset.revisions.count()) == (key, 9, 2)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", None),
            ("name", ["x"]),
            ("steps", "999"),
            ("prompt", "{a"),
            ("prompt", ""),
        ],
    )
    def test_say_what_is_wrong(self, post, field, value):
        answer = post("save_preset", {**ASKED, "name": "Oil", field: value})
        assert answer.status_code in (400, 422)
        assert answer.json()["fields"][field]
        assert not Preset.objects.exists()

    def test_need_the_permission(self, post, ana):
        ana.groups.get().permissions.remove(
            *Permission.objects.filter(codename__in=["add_preset", "change_preset"])
        )
        assert post("save_preset", {**ASKED, "name": "Oil"}).status_code == 403
        assert not Preset.objects.exists()

    @pytest.mark.parametrize("key", [0, 999_999, 10**30])
    def test_that_are_not_there_are_404(self, post, client, key):
        assert client.get(f"/admin/generate/presets/{key}/").status_code == 404

    @pytest.mark.parametrize("key", ["x", -1, [1], 10**30, 999_999])
    def test_are_not_made_new_in_place_of_a_lost_one(self, post, key):
        answer = post("save_preset", {**ASKED, "name": "Oil", "preset": key})
        assert answer.status_code in (400, 404)
        assert not Preset.objects.exists()


class TestWaiting:
    def test_ones_of_the_editor_end_at_once_and_only_hers(self, post, queue, ana, bo):
        mine, theirs = queue(requested_by=ana), queue(requested_by=bo)
        assert post("cancel_waiting", {}).json() == {"cancelled": 1}
        states = [Generation.objects.get(pk=each.pk).state for each in (mine, theirs)]
        assert states == ["cancelled", "queued"]


class TestPrompts:
    def test_are_the_editors_own_newest_first_and_once(self, post, client, queue, ana, bo):
        for prompt in ("one", "two", "one"):
            queue(requested_by=ana, prompt=prompt)
        queue(requested_by=bo, prompt="not hers")
        assert client.get(reverse("sd_workspace:prompts")).json() == {"prompts": ["one", "two"]}


class TestStatus:
    def test_tells_of_engines_and_the_days_share(self, post, client, queue, ana):
        queue(requested_by=ana, count=3)
        status = client.get(reverse("sd_workspace:status")).json()
        assert "3" in status["today_sentence"]
        assert [engine["name"] for engine in status["engines"]] == ["webui"]
        assert "1" in status["queue"]

    def test_says_that_none_is_set_up(self, post, client, settings):
        settings.SD_ENGINES = {}
        status = client.get(reverse("sd_workspace:status")).json()
        assert status["engines_sentence"]
        assert not status["is_online"]
