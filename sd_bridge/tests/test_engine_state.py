"""What is told of engines: true, in words, and in the same number of queries however many wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from sd_bridge import engine_notes, running, states
from sd_bridge.engine_state import EngineOverview, overview, summary
from sd_bridge.engines.errors import (
    EngineOutOfMemory,
    EngineRefused,
    EngineStarting,
    EngineTimedOut,
    EngineUnavailable,
    EngineUnreadable,
)
from sd_bridge.models import EngineState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}
    with translation.override("en"):
        yield


def seen(name: str = "webui") -> EngineOverview:
    return next(engine for engine in overview() if engine.name == name)


class TestSentence:
    def test_of_one_nobody_has_asked(self):
        assert (seen().state, seen().sentence) == ("unknown", "not asked yet")

    def test_of_one_that_is_there(self):
        engine_notes.answered("webui")

        assert (seen().state, seen().sentence, seen().is_online) == ("online", "online", True)

    def test_of_one_at_work(self, queue):
        engine_notes.answered("webui")
        queue(), queue(), queue()
        states.take_oldest(["webui"])

        assert (seen().state, seen().sentence, seen().running) == ("busy", "busy, 2 waiting", True)

    def test_of_one_that_is_asleep(self, queue):
        queue(), queue(), queue(any_engine=True, engine="")
        engine_notes.failed("webui", EngineUnavailable())
        EngineState.objects.update(
            failing_since=timezone.now() - timedelta(days=3),
            next_try_at=timezone.now() + timedelta(seconds=20.4),
        )

        words = seen().sentence
        assert seen().state == "asleep"
        assert words.startswith("asleep since ")
        assert words.endswith(", 3 waiting, next try in 20 seconds")
        assert not seen().is_online

    def test_of_one_that_is_starting(self):
        engine_notes.failed("webui", EngineStarting())

        assert seen().sentence.startswith("starting, next try in ")

    @pytest.mark.parametrize(
        ("error", "state", "sentence"),
        [
            (EngineRefused("not_allowed"), "refused", "log-in refused"),
            (EngineUnreadable("not_json"), "faulty", "does not answer as a WebUI"),
            (EngineRefused("redirected"), "faulty", "does not answer as a WebUI"),
        ],
    )
    def test_of_one_that_answers_wrongly(self, error, state, sentence):
        engine_notes.failed("webui", error)

        assert (seen().state, seen().sentence) == (state, sentence)
        assert not seen().is_resting

    def test_forgets_a_rest_once_it_answers(self):
        engine_notes.failed("webui", EngineTimedOut())
        engine_notes.answered("webui")

        assert (seen().sentence, seen().next_try_at) == ("online", None)


class TestLastError:
    def test_is_told_after_a_failed_generation(self, engine, queue):
        engine.fault = (500, {"error": "OutOfMemoryError", "errors": "CUDA out of memory."})
        queue()
        running.run_oldest()

        assert seen().state == "online"
        assert "graphics memory" in seen().last_error_sentence
        assert "CUDA" in seen().error_detail

    def test_of_yesterday_is_not(self):
        engine_notes.did_not_paint("webui", EngineOutOfMemory())
        EngineState.objects.update(error_at=timezone.now() - timedelta(hours=25))

        assert seen().last_error_sentence == seen().error_detail == ""


class TestModel:
    def test_is_the_one_that_was_last_asked_for(self, engine, queue):
        engine.models = ["m", "other"]
        queue(model="other")
        running.run_oldest()

        assert seen().current_model == "other"
        assert seen().dialect_label


class TestSummary:
    def test_counts(self, settings):
        settings.SD_ENGINES = dict.fromkeys(["a", "b"], "http://127.0.0.1:9")
        engine_notes.answered("a")

        assert summary(overview()) == "1 of 2 engines online"
        assert summary([]) == ""


class TestOverview:
    def test_leaves_out_engines_that_are_no_longer_set_up(self):
        engine_notes.answered("removed")

        assert [engine.name for engine in overview()] == ["webui"]

    def test_takes_three_queries(self, queue, django_assert_num_queries):
        for _number in range(7):
            queue()

        with django_assert_num_queries(3):
            overview()
