"""The page of engines and its panel in the dashboard: who sees what, and what the buttons do."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from sd_bridge import engine_notes, engine_registry, running, states
from sd_bridge.engines.errors import EngineFailed, EngineUnavailable
from sd_bridge.models import EngineState

pytestmark = pytest.mark.django_db
PAGE, STATE = "/admin/engines/", "/admin/engines/state/"
NOBODY = "http://user:hunter2@127.0.0.1:9"


@pytest.fixture
def editor(client, ana):
    client.force_login(ana)
    return client


@pytest.fixture
def administrator(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def one(settings):
    settings.SD_ENGINES = {"gpu-01": NOBODY}


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


class TestPage:
    def test_shows_each_engine_to_who_may_generate(self, editor, settings, queue):
        settings.SD_ENGINES = {"gpu-01": NOBODY, "gpu-02": "http://127.0.0.1:10"}
        engine_notes.failed("gpu-01", EngineUnavailable())
        queue(engine="gpu-01")

        html = text(editor.get(PAGE))

        assert 'data-name="gpu-01" data-state="asleep"' in html
        assert "asleep since" in html
        assert "1 waiting" in html
        assert "0 of 2 engines online" in html

    def test_is_in_the_menu(self, editor, one):
        assert '"url": "/admin/engines/"' in text(editor.get(PAGE)).replace("&quot;", '"')

    def test_keeps_address_and_raw_errors_for_administrators(self, editor, one):
        engine_notes.did_not_paint("gpu-01", EngineFailed(detail="Traceback in sampler"))

        for address in (PAGE, STATE, "/admin/"):
            html = text(editor.get(address))
            assert "127.0.0.1:9" not in html
            assert "Traceback in sampler" not in html

    def test_shows_them_to_administrators_without_the_log_in(self, administrator, one):
        engine_notes.did_not_paint("gpu-01", EngineFailed(detail="Traceback in sampler"))

        html = text(administrator.get(PAGE))

        assert "http://127.0.0.1:9" in html
        assert "Traceback in sampler" in html
        assert "hunter2" not in html

    def test_says_what_to_do_where_there_is_none(self, administrator, settings):
        settings.SD_ENGINES = {}

        html = text(administrator.get(PAGE))

        assert "No picture engine is set up." in html
        assert "SD_ENGINES" in html

    @pytest.mark.parametrize("address", [PAGE, STATE])
    def test_is_not_for_others(self, client, bo, address, one):
        assert client.get(address).status_code in (302, 403)
        client.force_login(bo)
        assert client.get(address).status_code in (302, 403)

    def test_takes_the_same_queries_for_many_that_wait(
        self, editor, one, queue, ana, django_assert_max_num_queries
    ):
        for _number in range(12):
            queue(engine="gpu-01", requested_by=ana)

        with django_assert_max_num_queries(12):
            assert editor.get(STATE).status_code == 200


class TestTold:
    def test_every_few_seconds_is_what_the_page_shows(self, editor, one):
        engine_notes.answered("gpu-01")

        told = editor.get(STATE).json()

        [engine] = told["engines"]
        assert (engine["name"], engine["state"]) == ("gpu-01", "online")
        assert engine["parts"]["sentence"] == "online"
        assert told["summary"] == "1 of 1 engine online"

    def test_of_my_own_requests_is_how_far_they_are(self, editor, ana, bo, queue, one):
        queue(engine="gpu-01", requested_by=ana, prompt="a lighthouse")
        queue(engine="gpu-01", requested_by=ana)
        queue(engine="gpu-01", requested_by=bo, prompt="somebody else's")
        states.take_oldest(["gpu-01"])

        mine = editor.get(STATE).json()["mine"]

        assert mine[0]["title"] == "a lighthouse"
        assert [item["words"] for item in mine] == [
            "Painting the picture · 0 % · gpu-01",
            "Next in the queue",
        ]
        assert "?generation=" in mine[0]["url"]

    def test_says_what_they_wait_for(self, editor, ana, queue, one):
        queue(engine="gpu-01", requested_by=ana)
        engine_notes.failed("gpu-01", EngineUnavailable())

        [item] = editor.get(STATE).json()["mine"]

        assert item["words"].startswith("Waiting for the engine, which cannot be reached · next")


class TestDashboard:
    def test_shows_engines_and_my_requests(self, editor, ana, queue, one):
        for _number in range(3):
            queue(engine="gpu-01", requested_by=ana, prompt="three lighthouses")
        engine_notes.failed("gpu-01", EngineUnavailable())

        html = text(editor.get("/admin/"))

        assert re.search(r"asleep since [^<]+, 3 waiting, next try in \d seconds", html)
        assert html.count("three lighthouses") == 3

    def test_leaves_them_out_for_who_may_not_generate(self, client, bo, one):
        from django.contrib.auth.models import Permission

        bo.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(bo)

        assert "gpu-01" not in text(client.get("/admin/"))


class TestTryNow:
    def url(self, name: str = "webui") -> str:
        return reverse("sd_bridge_engines:try", args=[name])

    def test_finds_one_that_is_back_and_wakes_a_worker(self, engine, editor, queue, settings):
        url, settings.SD_ENGINES = engine.url, {"webui": "http://127.0.0.1:9"}
        queue()
        running.run_oldest()
        settings.SD_ENGINES = {"webui": url}

        html = text(editor.post(self.url(), follow=True))

        assert "webui: online, 1 waiting" in html
        assert DBTaskResult.objects.ready().count() == 1

    def test_says_that_one_is_still_away(self, editor, one):
        html = text(editor.post(self.url("gpu-01"), follow=True))

        assert "gpu-01: asleep since" in html
        assert EngineState.objects.get().failures == 1

    def test_is_a_post_of_who_may_generate(self, client, bo, editor, one):
        assert editor.get(self.url("gpu-01")).status_code == 405
        assert editor.post(self.url("none")).status_code == 404
        client.force_login(bo)
        assert client.post(self.url("gpu-01")).status_code in (302, 403)
        assert not EngineState.objects.exists()


class TestReadListsAgain:
    def test_finds_what_is_new(self, engine, editor):
        engine_registry.cached_lists("webui")
        engine.models = ["m", "new"]

        html = text(editor.post("/admin/engines/webui/lists/", follow=True))

        assert "webui: models 2, samplers 1." in html
        assert [model.name for model in engine_registry.known_lists("webui").models] == ["m", "new"]
        assert EngineState.objects.get().model_names == ["m", "new"]

    def test_says_why_it_cannot(self, editor, one):
        html = text(editor.post("/admin/engines/gpu-01/lists/", follow=True))

        assert "gpu-01: The picture engine cannot be reached." in html
