"""What the tray is told: lists of generations, what changed, infotext, comparison, descriptions."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pictures.recipe import Lora, Recipe
from sd_bridge import running, states
from sd_bridge.comparing import compare, compare_words
from sd_bridge.engines.data import Progress
from sd_bridge.models import Generation
from sd_bridge.tests.panel_client import ASKED
from sd_bridge.tests.scripted_engine import encoded, png

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"
GARBAGE = [
    "",
    "{",
    "[]",
    "null",
    '"x"',
    "[" * 100_000,
    '{"source": 7}',
    '{"source": {"image": {}}}',
]


@pytest.fixture
def workspace(panel):
    """The workspace's list, with the filters given."""

    def fetch(**filters: Any) -> Any:
        return panel.client.get(reverse("sd_bridge:workspace"), filters)

    return fetch


@pytest.fixture
def start(panel):
    def post(body: Any) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        address = reverse("sd_bridge:workspace")
        return panel.client.post(address, text, content_type="application/json")

    return post


@pytest.fixture
def theirs(queue, admin_user) -> Generation:
    """Somebody else's, of no topic."""
    return queue(requested_by=admin_user, prompt="theirs")


def prompts(answer: Any) -> list[str]:
    return [row["asked"]["prompt"] for row in answer.json()["generations"]]


class TestWorkspaceList:
    def test_is_the_editors_own_newest_first(self, workspace, queue, ana, theirs):
        for prompt in ("first", "second"):
            queue(requested_by=ana, prompt=prompt)

        answer = workspace()

        assert prompts(answer) == ["second", "first"]
        assert answer.json()["total"] == 2

    def test_of_all_holds_what_she_may_see_and_who_asked(
        self, workspace, queue, ana, theirs, topic, admin_user
    ):
        queue(requested_by=ana, prompt="mine")
        queue(requested_by=admin_user, page=topic, prompt="for her topic")

        rows = workspace(who="all").json()["generations"]

        assert [row["asked"]["prompt"] for row in rows] == ["for her topic", "mine"]
        assert [bool(row["requested_by"]) for row in rows] == [True, False]

    def test_can_be_narrowed_to_a_state(self, workspace, queue, ana):
        queue(requested_by=ana, prompt="waits")
        queue(requested_by=ana, prompt="cancelled", state="cancelled")

        assert prompts(workspace(state="cancelled")) == ["cancelled"]

    @pytest.mark.parametrize("filters", [{"who": "nobody"}, {"state": "round"}, {"who": "\x00"}])
    def test_refuses_filters_that_do_not_exist(self, workspace, filters):
        answer = workspace(**filters)

        assert answer.status_code == 400
        assert answer.json()["problem"]

    def test_holds_eight_and_the_one_that_is_named(self, workspace, queue, ana):
        first, *_rest = (queue(requested_by=ana, prompt=str(number)) for number in range(11))

        assert len(workspace().json()["generations"]) == 8
        rows = workspace(generation=str(first.uuid)).json()["generations"]
        assert len(rows) == 9
        assert rows[-1]["id"] == str(first.uuid)

    @pytest.mark.parametrize("name", ["", "x", "\x00", NOBODY])
    def test_passes_over_a_name_that_is_nothing(self, workspace, queue, ana, name):
        queue(requested_by=ana)

        assert len(workspace(generation=name).json()["generations"]) == 1

    def test_never_shows_the_named_one_to_somebody_else(self, workspace, theirs):
        assert workspace(generation=str(theirs.uuid)).json()["generations"] == []

    def test_leaves_descriptions_out_unless_one_is_named(self, workspace, queue, ana):
        asked = queue(requested_by=ana, kind="interrogate", prompt="")

        assert workspace().json()["generations"] == []
        [row] = workspace(generation=str(asked.uuid)).json()["generations"]
        assert row["kind"] == "interrogate"
        assert row["slots"] == []

    def test_takes_the_same_queries_however_many_there_are(self, workspace, engine, queue, ana):
        counts = []
        for _round in range(2):
            for _more in range(3):
                queue(requested_by=ana)
                running.run_oldest()
            queue(requested_by=ana)
            with CaptureQueriesContext(connection) as queries:
                workspace(who="all")
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestWhatChanged:
    def test_is_told_with_both_values(self, workspace, queue, ana):
        queue(requested_by=ana, steps=20, cfg_scale=7.0)
        queue(requested_by=ana, steps=30, cfg_scale=6.5)

        newest, oldest = workspace().json()["generations"]

        assert "20 → 30" in newest["changes"]
        assert "7 → 6.5" in newest["changes"]
        assert oldest["changes"] == ""

    def test_names_the_prompt_without_repeating_it(self, workspace, queue, ana):
        queue(requested_by=ana, prompt="a lake")
        queue(requested_by=ana, prompt="a mountain")

        changes = workspace().json()["generations"][0]["changes"]

        assert changes
        assert "mountain" not in changes

    def test_counts_settings_that_only_one_of_them_has(self, workspace, queue, ana):
        queue(requested_by=ana)
        queue(requested_by=ana, settings={"variation_strength": 0.25})

        assert "0.25" in workspace().json()["generations"][0]["changes"]

    def test_is_nothing_between_requests_of_different_kinds(self, workspace, queue, ana):
        queue(requested_by=ana)
        queue(requested_by=ana, kind="upscale", prompt="", steps=1)

        assert workspace().json()["generations"][0]["changes"] == ""


class TestStarting:
    def test_queues_without_a_topic(self, start, engine, ana):
        answer = start(ASKED)

        assert answer.status_code == 201
        generation = Generation.objects.get(uuid=answer.json()["id"])
        assert (generation.page, generation.requested_by) == (None, ana)

    def test_queues_for_a_topic(self, start, engine, topic):
        answer = start({**ASKED, "topic": topic.pk})

        assert Generation.objects.get(uuid=answer.json()["id"]).page_id == topic.pk

    @pytest.mark.parametrize("key", [999_999, "x", True, {"a": 1}, [1], -1, 10**30, "²"])
    def test_refuses_a_topic_that_is_none(self, start, engine, key):
        answer = start({**ASKED, "topic": key})

        assert answer.status_code in (400, 404)
        assert answer.json()["problem"]

    @pytest.mark.parametrize("body", GARBAGE)
    def test_answers_a_malformed_body(self, start, engine, body):
        answer = start(body)

        assert answer.status_code in (400, 422)
        assert answer.json()["problem"]

    @pytest.mark.parametrize(
        "source",
        [
            {"result": "x"},
            {"result": f"{NOBODY}/0"},
            {"result": f"{NOBODY}/²"},
            {"image": 999_999},
            {"page": 999_999},
            {"generation": "x"},
            {"generation": NOBODY},
            {"result": {}, "image": None},
            {"image": 10**40},
            {"other": 1},
        ],
    )
    def test_refuses_a_source_that_is_not_there(self, start, engine, source):
        for kind in ("image", "interrogate"):
            answer = start({**ASKED, "kind": kind, "source": source})
            assert answer.status_code in (400, 404)
            assert answer.json()["problem"]
        assert not Generation.objects.exists()

    @pytest.mark.parametrize("preset", [999_999, "x", {"a": 1}])
    def test_refuses_a_preset_that_is_not_there(self, start, engine, preset):
        answer = start({**ASKED, "preset": preset})

        assert answer.status_code == 400
        assert answer.json()["fields"]["preset"]

    def test_begins_with_a_result(self, start, engine, done):
        answer = start(
            {**ASKED, "count": 1, "kind": "image", "source": {"result": f"{done.uuid}/1"}}
        )

        assert answer.status_code == 201, answer.json()
        generation = Generation.objects.get(uuid=answer.json()["id"])
        assert generation.source_result == done.results.get(index=1)

    def test_tells_what_it_began_with(self, start, workspace, engine, done):
        start({**ASKED, "count": 1, "kind": "image", "source": {"result": f"{done.uuid}/1"}})

        asked = workspace().json()["generations"][0]["asked"]

        assert asked["kind"] == "image"
        assert asked["source"]["result"] == f"{done.uuid}/1"
        assert asked["source"]["preview_url"]

    def test_names_its_own_copy_where_the_result_is_gone(self, start, panel, workspace, done):
        start({**ASKED, "count": 1, "kind": "image", "source": {"result": f"{done.uuid}/1"}})
        panel.post("discard", done.uuid, {"results": [1]})

        row = workspace().json()["generations"][0]

        assert row["asked"]["source"]["generation"] == row["id"]
        picture = panel.client.get(row["asked"]["source"]["preview_url"])
        assert picture.getvalue()
        again = start({**ASKED, "count": 1, "kind": "image", "source": row["asked"]["source"]})
        assert again.status_code == 201


class TestSourceFile:
    def test_is_not_there_for_others(self, start, client, done, stranger):
        begun = start(
            {**ASKED, "kind": "image", "count": 1, "source": {"result": f"{done.uuid}/0"}}
        )
        client.force_login(stranger)

        answer = client.get(reverse("source_file", args=[begun.json()["id"]]))

        assert answer.status_code == 404


class TestInfotext:
    def test_pastes_back_into_a_webui(self, panel, done):
        answer = panel.get("infotext", done.uuid, 0).json()

        assert answer["infotext"].startswith("a lighthouse on a cliff")
        assert "Seed: 7" in answer["infotext"]

    def test_of_a_discarded_result_is_gone(self, panel, done):
        panel.post("discard", done.uuid, {"results": [0]})

        assert panel.get("infotext", done.uuid, 0).status_code == 404
        assert panel.get("infotext", done.uuid, 99).status_code == 404


class TestComparison:
    def compared(self, panel, left: str, right: str) -> Any:
        return panel.client.get(reverse("sd_bridge:compare"), {"left": left, "right": right})

    def test_tells_where_two_results_differ(self, panel, done):
        answer = self.compared(panel, f"{done.uuid}/0", f"{done.uuid}/1").json()

        rows = {row["key"]: row for row in answer["rows"]}
        assert rows["seed"]["differs"]
        assert not rows["prompt"]["differs"]

    @pytest.mark.parametrize("name", ["", "x", "x/0", f"{NOBODY}/0", "\x00/0", "a/b/c"])
    def test_answers_names_that_are_none(self, panel, done, name):
        answer = self.compared(panel, f"{done.uuid}/0", name)

        assert answer.status_code in (400, 404)
        assert answer.json()["problem"]

    def test_marks_the_words_that_changed(self):
        left, right = compare_words("a red lake, at dusk", "a blue lake, at dusk")

        assert [piece.text for piece in left if piece.changed] == ["red"]
        assert [piece.text for piece in right if piece.changed] == ["blue"]
        assert "".join(piece.text for piece in right) == "a blue lake, at dusk"

    def test_keeps_a_value_that_only_one_has(self):
        left = Recipe(prompt="a", loras=(Lora("matte", 0.6),), extras={"Clip skip": "2"})
        rows = {row["key"]: row for row in compare(left, Recipe(prompt="a"))}

        assert rows["clip skip"]["differs"]
        assert rows["clip skip"]["right"] == []
        assert rows["loras"]["left"] == [{"text": "matte 0.6", "changed": True}]
        assert not rows["prompt"]["differs"]

    def test_of_long_prompts_is_quick(self):
        words = " ".join(f"word{number}" for number in range(1_200))

        left, _right = compare_words(words, words.replace("word600", "other"))

        assert [piece.text for piece in left if piece.changed] == ["word600"]


class TestSlots:
    @pytest.mark.parametrize(
        ("asked", "job", "jobs", "painting"),
        [
            ({"count": 4}, 2, 4, [3]),
            ({"count": 4, "settings": {"batch_size": 2}}, 1, 2, [3, 4]),
            ({"count": 2, "settings": {"hires_upscaler": "Latent"}}, 3, 4, [2]),
            ({"count": 2}, 5, None, [2]),
        ],
    )
    def test_tell_which_pictures_are_being_painted(
        self, panel, engine, queue, ana, asked, job, jobs, painting
    ):
        queue(requested_by=ana, **asked)
        generation = states.take_oldest(["webui"])
        states.renew(generation, Progress("active", fraction=0.5, picture=job, pictures=jobs))

        slots = panel.get("state", generation.uuid).json()["slots"]

        assert [slot["number"] for slot in slots if slot["percent"] is not None] == painting
        assert len(slots) == asked["count"]


class TestTiles:
    def test_say_that_a_picture_is_black(self, panel, engine, queue, ana, topic):
        engine.images = [encoded(png("black"))]
        queue(requested_by=ana, page=topic)
        generation = running.run_oldest()

        [tile] = panel.get("state", generation.uuid).json()["results"]

        assert tile["is_black"]
        assert tile["note"]

    def test_name_pictures_of_the_gallery_that_look_the_same(self, panel, done):
        panel.post("keep", done.uuid, {"results": [0]})
        repeated = Generation.objects.get(uuid=panel.post("again", done.uuid).json()["id"])
        running.run_oldest()

        found = panel.get("duplicates", repeated.uuid).json()["duplicates"]

        assert found["0"][0]["title"] == "A lighthouse on a cliff"
        assert found["0"][0]["url"]

    def test_know_no_twins_of_what_was_kept_itself(self, panel, done):
        panel.post("keep", done.uuid, {"results": [0]})

        assert "0" not in panel.get("duplicates", done.uuid).json()["duplicates"]
