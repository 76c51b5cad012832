"""The dialog that keeps results, and who may ask the tray's addresses for what."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pictures.models import GalleryImage, PicturePage
from sd_bridge import running
from sd_bridge.models import Generation, Result
from sd_bridge.tests.panel_client import Panel
from topics.factories import open_topic

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def body(topic) -> dict[str, Any]:
    """What the dialog sends for two of three results."""
    return {
        "choices": [
            {"result": 0, "title": "First", "alt_text": "One colour", "tags": "lake, Dusk ,, lake"},
            {"result": 2, "title": "Second", "alt_text": "Another", "tags": ["mist"]},
        ],
        "topic": topic.pk,
        "licence": "cc-by-sa",
        "recipe_visibility": "parameters",
        "action": "draft",
        "go_live_at": "",
    }


def tags_of(draft: PicturePage) -> set[str]:
    return {tag.name.lower() for tag in draft.get_latest_revision_as_object().tags.all()}


class TestKeepMany:
    def test_makes_drafts_with_everything_that_was_chosen(self, panel, done, body, topic):
        answer = panel.post("keep_many", done.uuid, body)

        assert answer.status_code == 200, answer.json()
        first, second = PicturePage.objects.order_by("pk")
        assert (first.title, first.alt_text, first.live) == ("First", "One colour", False)
        assert [tags_of(picture) for picture in (first, second)] == [{"lake", "dusk"}, {"mist"}]
        assert (second.licence, second.recipe_visibility) == ("cc-by-sa", "parameters")
        assert {first.get_parent().pk, second.get_parent().pk} == {topic.pk}
        message = answer.json()["message"]
        assert "2" in message  # in the language of the admin, translated or not
        assert topic.title in message
        assert [kept["id"] for kept in answer.json()["kept"]] == [first.pk, second.pk]
        assert answer.json()["kept"][0]["edit_url"].endswith("/edit/")

    def test_publishes_where_she_may(self, panel, done, body):
        answer = panel.post("keep_many", done.uuid, {**body, "action": "publish"})

        assert PicturePage.objects.live().count() == 2
        assert answer.json()["kept"][0]["url"]

    def test_schedules_in_the_editors_time(self, panel, done, body):
        moment = timezone.localtime(timezone.now() + timedelta(days=1)).replace(second=0)
        when = moment.strftime("%Y-%m-%dT%H:%M")

        answer = panel.post(
            "keep_many", done.uuid, {**body, "action": "schedule", "go_live_at": when}
        )

        assert answer.status_code == 200, answer.json()
        assert not PicturePage.objects.live().exists()
        planned = PicturePage.objects.first().get_latest_revision().approved_go_live_at
        assert abs((planned - moment).total_seconds()) < 1

    def test_lets_a_draft_do_without_alternative_text(self, panel, done, body):
        body["choices"][0]["alt_text"] = ""

        assert panel.post("keep_many", done.uuid, body).status_code == 200

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"topic": None}, "topic"),
            ({"topic": 999_999}, "topic"),
            ({"topic": "x"}, "topic"),
            ({"topic": 10**30}, "topic"),
            ({"licence": "mine"}, "licence"),
            ({"licence": {}}, "licence"),
            ({"recipe_visibility": "all"}, "recipe_visibility"),
            ({"action": "burn"}, "action"),
            ({"action": None}, "action"),
            ({"action": "schedule"}, "go_live_at"),
            ({"action": "schedule", "go_live_at": "2020-01-01T00:00"}, "go_live_at"),
            ({"action": "schedule", "go_live_at": "soon"}, "go_live_at"),
            ({"action": "schedule", "go_live_at": 7}, "go_live_at"),
            ({"action": "schedule", "go_live_at": "9999-12-31T23:59"}, None),
            ({"action": "schedule", "go_live_at": "0001-01-01T00:00"}, "go_live_at"),
        ],
    )
    def test_says_at_the_field_what_is_wrong_with_all(self, panel, done, body, change, field):
        answer = panel.post("keep_many", done.uuid, {**body, **change})

        if field is None:
            assert answer.status_code < 500
            return
        assert answer.status_code in (400, 422), answer.json()
        assert answer.json()["fields"][field]
        assert not PicturePage.objects.exists()

    @pytest.mark.parametrize(
        ("name", "value", "action"),
        [
            ("title", "", "draft"),
            ("title", "  ", "draft"),
            ("title", "x" * 300, "draft"),
            ("title", "zero \x00 byte", "draft"),
            ("title", "half \ud800", "draft"),
            ("alt_text", "", "publish"),
            ("alt_text", "x" * 301, "draft"),
            ("alt_text", "half \ud800", "draft"),
            ("tags", "x" * 200, "draft"),
            ("tags", [7], "draft"),
            ("tags", {"a": 1}, "draft"),
            ("tags", "half \ud800", "draft"),
            ("tags", ",".join(map(str, range(50))), "draft"),
        ],
    )
    def test_keeps_nothing_when_one_is_wrong(
        self, panel, done, body, name, value, action, private_files
    ):
        before = private_files()
        body["choices"][1][name] = value

        answer = panel.post("keep_many", done.uuid, {**body, "action": action})

        assert answer.status_code in (400, 422)
        assert answer.json()["fields"].keys() == {f"1.{name}"}
        assert not PicturePage.objects.exists()
        assert not GalleryImage.objects.exists()
        assert private_files() == before

    @pytest.mark.parametrize(
        "choices",
        [
            None,
            [],
            {},
            "0",
            [0],
            [{}],
            [{"result": "0"}],
            [{"result": True}],
            [{"result": 99, "title": "x"}],
            [{"result": 0, "title": "a"}, {"result": 0, "title": "b"}],
            [{"result": 0, "title": "a"}] * 60,
        ],
    )
    def test_answers_choices_that_are_none(self, panel, done, body, choices):
        answer = panel.post("keep_many", done.uuid, {**body, "choices": choices})

        assert answer.status_code == 400
        assert answer.json()["problem"]
        assert not PicturePage.objects.exists()

    def test_of_a_discarded_result_keeps_none_of_them(self, panel, done, body):
        panel.post("discard", done.uuid, {"results": [2]})

        answer = panel.post("keep_many", done.uuid, body)

        assert answer.status_code == 410
        assert not PicturePage.objects.exists()

    def test_twice_makes_each_once(self, panel, done, body):
        first = panel.post("keep_many", done.uuid, body).json()

        assert panel.post("keep_many", done.uuid, body).json()["kept"] == first["kept"]
        assert PicturePage.objects.count() == 2


class TestOptions:
    def test_offer_the_topics_she_may_add_to_and_what_she_may_do(self, panel, topic):
        other = open_topic("다른 주제")

        options = panel.client.get(reverse("sd_bridge:keep_options"), {"topic": other.pk}).json()

        assert {item["value"] for item in options["topics"]} == {topic.pk, other.pk}
        assert options["topic"] == other.pk
        assert {"draft", "publish"} <= {item["value"] for item in options["actions"]}
        assert options["licences"]
        assert options["visibilities"]

    def test_fall_back_to_the_next_topic_wanted(self, panel, topic):
        other = open_topic("다른 주제")
        address = f"{reverse('sd_bridge:keep_options')}?topic=999999&topic={other.pk}"

        assert panel.client.get(address).json()["topic"] == other.pk

    def test_offer_nothing_to_who_may_add_nowhere(self, client, stranger, topic):
        client.force_login(stranger)

        options = client.get(reverse("sd_bridge:keep_options")).json()

        assert options["topics"] == options["actions"] == []
        assert options["topic"] is None

    @pytest.mark.parametrize("topic_key", ["x", "²", "9" * 40, "\x00"])
    def test_answer_a_topic_that_is_none(self, panel, topic, topic_key):
        answer = panel.client.get(reverse("sd_bridge:keep_options"), {"topic": topic_key})

        assert answer.status_code == 400

    def test_take_the_same_queries_however_many_topics(self, panel, topic):
        counts = []
        for number in range(2):
            for more in range(4):
                open_topic(f"주제 {number} {more}")
            with CaptureQueriesContext(connection) as queries:
                panel.client.get(reverse("sd_bridge:keep_options"))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestProposals:
    def test_come_from_the_prompt(self, panel, done):
        words = panel.get("proposals", done.uuid, 0).json()

        assert words["title"] == "A lighthouse on a cliff"
        assert words["alt_text"]
        assert words["tags"]
        assert words["duplicates"] == []

    def test_give_the_reason_where_no_engine_can_describe(self, panel, settings, done):
        settings.SD_ENGINES = {}

        assert panel.get("proposals", done.uuid, 0).json()["absent"]

    def test_of_what_is_not_there_are_none(self, panel, done):
        assert panel.get("proposals", done.uuid, 9).status_code == 404
        assert panel.get("proposals", NOBODY, 0).status_code == 404


class TestDescribing:
    def test_is_queued_and_its_state_tells_the_words(self, panel, engine, done):
        answer = panel.client.post(
            reverse("sd_bridge:interrogate"),
            json.dumps({"source": {"result": f"{done.uuid}/0"}}),
            content_type="application/json",
        )

        assert answer.status_code in (201, 422), answer.json()
        if answer.status_code == 201:
            asked = Generation.objects.get(uuid=answer.json()["id"])
            Generation.objects.filter(pk=asked.pk).update(
                state="done", caption="a lighthouse, tower, sea", running_on=None
            )
            row = panel.get("state", asked.uuid).json()
            assert row["caption"] == "a lighthouse, tower, sea"
            assert row["proposals"]["alt_text"]
            assert row["proposals"]["tags"]


class TestAccess:
    def get_addresses(self, done: Generation) -> list[str]:
        name = f"{done.uuid}/0"
        return [
            reverse("sd_bridge:workspace"),
            reverse("sd_bridge:keep_options"),
            f"{reverse('sd_bridge:compare')}?left={name}&right={name}",
            reverse("sd_bridge:duplicates", args=[done.uuid]),
            reverse("sd_bridge:proposals", args=[done.uuid, 0]),
            reverse("sd_bridge:infotext", args=[done.uuid, 0]),
        ]

    def post_addresses(self, done: Generation) -> list[str]:
        return [
            reverse("sd_bridge:workspace"),
            reverse("sd_bridge:interrogate"),
            reverse("sd_bridge:keep_many", args=[done.uuid]),
        ]

    def test_visitors_are_sent_to_the_log_in_and_members_refused(self, client, done, bo):
        for address in self.get_addresses(done):
            assert client.get(address).status_code == 302
        for address in self.post_addresses(done):
            assert client.post(address).status_code == 302
        client.force_login(bo)
        answers = [client.get(address) for address in self.get_addresses(done)]
        answers += [client.post(address) for address in self.post_addresses(done)]
        assert {answer.status_code for answer in answers} == {403}

    def test_another_editors_results_are_refused(self, client, done, stranger, body):
        client.force_login(stranger)
        panel = Panel(client)

        for address in self.get_addresses(done)[2:]:
            answer = client.get(address)
            assert answer.status_code == 403, address
            assert answer.json()["problem"]
        assert panel.post("keep_many", done.uuid, body).status_code == 403
        source = json.dumps({"source": {"result": f"{done.uuid}/0"}})
        answer = client.post(
            reverse("sd_bridge:interrogate"), source, content_type="application/json"
        )
        assert answer.status_code == 403

    def test_keeping_where_she_may_not_add_is_refused(
        self, client, engine, queue, stranger, body, private_files
    ):
        queue(requested_by=stranger)
        own = running.run_oldest()
        before = private_files()
        client.force_login(stranger)
        body["choices"] = body["choices"][:1]

        answer = Panel(client).post("keep_many", own.uuid, body)

        assert answer.status_code == 403
        assert answer.json()["problem"]
        assert private_files() == before

    def test_wrong_methods_are_refused(self, panel, done):
        for address in self.get_addresses(done)[1:]:
            assert panel.client.post(address).status_code == 405
        for address in self.post_addresses(done)[1:]:
            assert panel.client.get(address).status_code == 405
        assert panel.client.put(reverse("sd_bridge:workspace")).status_code == 405

    @pytest.mark.parametrize(
        "garbage", ["", "{", "[]", "null", '"x"', "7", "\xff\xfe", "[" * 100_000, "{}"]
    )
    def test_a_body_that_is_none_is_answered(self, panel, done, garbage):
        for address in self.post_addresses(done):
            answer = panel.client.post(address, garbage, content_type="application/json")
            assert answer.status_code in (400, 422), address
            assert answer.json()["problem"]
        assert Result.objects.in_tray().count() == 3

    def test_what_does_not_exist_is_not_there(self, panel, body):
        assert panel.post("keep_many", NOBODY, body).status_code == 404
        assert panel.get("duplicates", NOBODY).status_code == 404
        assert panel.get("infotext", NOBODY, 0).status_code == 404

    def test_a_post_needs_the_csrf_token(self, done, ana):
        client = Client(enforce_csrf_checks=True)
        client.force_login(ana)

        for address in self.post_addresses(done):
            assert client.post(address, "{}", content_type="application/json").status_code == 403
