"""What the Generate panel asks for, and what it is told about it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sd_bridge import running
from sd_bridge.models import Generation
from sd_bridge.tests.panel_client import ASKED

pytestmark = pytest.mark.django_db


class TestAsking:
    def test_puts_a_generation_into_the_queue(self, panel, engine, topic, ana):
        answer = panel.post("page", topic.pk, ASKED)

        assert answer.status_code == 201
        generation = Generation.objects.get(uuid=answer.json()["id"])
        assert (generation.page_id, generation.requested_by, generation.count) == (topic.pk, ana, 2)
        assert (generation.width, generation.height, generation.seed) == (768, 768, -1)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("prompt", ""),
            ("prompt", "   "),
            ("prompt", "x" * 100_000),
            ("prompt", "zero \x00 byte"),
            ("prompt", None),
            ("negative_prompt", "x" * 100_000),
            ("format", "round"),
            ("count", "0"),
            ("count", "999"),
            ("count", "many"),
            ("steps", "9999"),
            ("steps", "1e9"),
            ("cfg_scale", "nan"),
            ("cfg_scale", "-3"),
            ("seed", "-2"),
            ("seed", str(2**70)),
            ("sampler", ""),
            ("model", "m" * 5000),
        ],
    )
    def test_says_at_the_field_what_is_wrong(self, panel, engine, topic, field, value):
        answer = panel.post("page", topic.pk, {**ASKED, field: value})

        assert answer.status_code in (400, 422)
        assert answer.json()["fields"][field]
        assert answer.json()["problem"]
        assert not Generation.objects.exists()

    def test_refuses_a_model_the_engine_does_not_have(self, panel, engine, topic):
        assert panel.get("lists").json()["is_ready"]

        answer = panel.post("page", topic.pk, {**ASKED, "model": "unheard-of"})

        assert answer.status_code == 422
        assert "unheard-of" in answer.json()["fields"]["model"]

    @pytest.mark.parametrize(
        "body", ["", "{", "[]", "null", '"x"', "\xff\xfe", "[" * 100_000, '{"prompt": {}}']
    )
    def test_answers_a_malformed_body(self, panel, engine, topic, body):
        answer = panel.client.post(
            reverse("sd_bridge:page", args=[topic.pk]), body, content_type="application/json"
        )

        assert answer.status_code in (400, 422)
        assert answer.json()["problem"]

    def test_refuses_a_body_without_end(self, panel, topic):
        answer = panel.post("page", topic.pk, {**ASKED, "prompt": "x" * 6_000_000})

        assert answer.status_code == 400
        assert answer.json()["problem"]

    def test_answers_half_a_character(self, panel, engine, topic):
        answer = panel.client.post(
            reverse("sd_bridge:page", args=[topic.pk]),
            '{"prompt": "\\ud800", "format": "square", "count": 1, "steps": 9, "cfg_scale": 7,'
            ' "sampler": "Euler a"}',
            content_type="application/json",
        )

        assert answer.status_code in (400, 422)
        assert answer.json()["fields"]["prompt"]

    def test_says_that_no_engine_is_set_up(self, panel, settings, topic):
        settings.SD_ENGINES = {}

        answer = panel.post("page", topic.pk, ASKED)

        assert answer.status_code == 409
        assert answer.json()["problem"]

    def test_queues_while_the_engine_is_off(self, panel, settings, topic):
        settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}

        assert panel.post("page", topic.pk, ASKED).status_code == 201


class TestLists:
    def test_are_the_engines_own(self, panel, engine):
        lists = panel.get("lists").json()

        assert lists["is_ready"]
        assert [each["value"] for each in lists["samplers"]] == ["Euler a"]
        assert lists["schedulers"] == [{"value": "karras", "label": "Karras"}]
        assert lists["current_model"] == "m"
        assert not lists["is_demo"]

    @pytest.mark.parametrize("engines", [{}, {"webui": "http://127.0.0.1:9"}])
    def test_give_the_reason_when_there_are_none(self, panel, settings, engines):
        settings.SD_ENGINES = engines

        answer = panel.get("lists")

        assert answer.status_code == 200
        assert not answer.json()["is_ready"]
        assert answer.json()["sentence"]

    def test_of_an_engine_that_lies_are_a_reason(self, panel, engine, monkeypatch):
        monkeypatch.setattr(engine, "answer", lambda *_: (200, {"samplers": "none of your"}))

        assert not panel.get("lists").json()["is_ready"]


class TestPageState:
    def test_takes_the_same_queries_however_many_there_are(self, panel, engine, queue, ana, topic):
        counts = []
        for _round in range(2):
            for _more in range(3):
                queue(requested_by=ana, page=topic)
                running.run_oldest()
            panel.post("keep", Generation.objects.newest_first().first().uuid, {"results": [0]})
            queue(requested_by=ana, page=topic)
            with CaptureQueriesContext(connection) as queries:
                panel.get("page", topic.pk)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_tells_the_place_in_the_queue(self, panel, engine, queue, ana, topic):
        first, second = (queue(requested_by=ana, page=topic) for _ in range(2))

        headlines = {
            row["id"]: row["headline"] for row in panel.get("page", topic.pk).json()["generations"]
        }

        assert headlines[str(first.uuid)] != headlines[str(second.uuid)]
        assert "2" in headlines[str(second.uuid)]

    def test_of_a_failed_one_holds_sentence_and_raw_detail(self, panel, engine, queue, ana, topic):
        engine.fault = (500, {"error": "OutOfMemoryError", "errors": "CUDA out of memory"})
        queue(requested_by=ana, page=topic)
        running.run_oldest()

        [row] = panel.get("page", topic.pk).json()["generations"]

        assert row["state"] == "failed"
        assert row["problem"]
        assert row["problem"] != row["problem_raw"]
        assert "CUDA" in row["problem_raw"]
        assert row["can_run_again"]
