"""Engines that are off, starting or asleep: nothing is lost, and they come back by themselves."""

from __future__ import annotations

import socket
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from sd_bridge import engine_notes, engine_registry, probing, running, states
from sd_bridge.engines.errors import EngineUnavailable
from sd_bridge.models import EngineState, Generation
from sd_bridge.tests.scripted_engine import running_engine

pytestmark = pytest.mark.django_db
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def off(engine, settings):
    """The only engine is switched off; call it to switch it on."""
    settings.SD_ENGINES = {"webui": NOBODY}

    def switch_on() -> None:
        settings.SD_ENGINES = {"webui": engine.url}

    return switch_on


def state(name: str = "webui") -> EngineState:
    return EngineState.objects.get(name=name)


def later(seconds: float) -> None:
    """Let this time pass, as far as engines and what waits for them are concerned."""
    passed = timedelta(seconds=seconds)
    for row in EngineState.objects.all():
        for field in ("next_try_at", "failing_since", "last_ok_at", "error_at", "lists_read_at"):
            if getattr(row, field):
                setattr(row, field, getattr(row, field) - passed)
        row.save()
    for generation in Generation.objects.exclude(unreached_since=None):
        Generation.objects.filter(pk=generation.pk).update(
            unreached_since=generation.unreached_since - passed
        )


class TestUnreachableEngine:
    def test_gives_its_generation_back_to_the_queue_at_its_place(self, off, queue):
        first, second = queue(), queue()

        assert running.run_oldest() == first

        first.refresh_from_db()
        assert (first.state, first.running_on, first.sent_at) == ("queued", None, None)
        assert first.attempts == 0  # no worker was lost over it
        off()
        later(5)
        probing.look_at_engines()
        assert [running.run_oldest(), running.run_oldest()] == [first, second]

    def test_rests_and_is_left_alone_meanwhile(self, off, queue):
        queue()
        running.run_oldest()

        assert running.run_oldest() is None
        assert not states.is_any_takeable(["webui"])
        assert (state().state, state().error_code) == ("away", "unreachable")
        assert 4 < (state().next_try_at - timezone.now()).total_seconds() <= 5

    def test_rests_longer_each_time_up_to_a_minute(self, off, queue):
        queue()
        running.run_oldest()
        rests = []
        for _try in range(6):
            later(60)
            Generation.objects.update(unreached_since=timezone.now())
            probing.look_at_engines()
            rests.append(round((state().next_try_at - timezone.now()).total_seconds()))

        assert rests == [10, 20, 40, 60, 60, 60]

    def test_comes_back_by_itself(self, off, queue):
        queue()
        running.run_oldest()
        off()

        assert probing.look_at_engines() == 0  # its rest is not over
        later(5)
        assert probing.look_at_engines() == 1

        assert (state().state, state().next_try_at) == ("online", None)
        assert running.run_oldest().state == "done"
        assert (state().failures, state().failing_since) == (0, None)

    def test_is_tried_again_also_without_a_scheduler(self, off, queue):
        queue()
        running.run_oldest()
        off()
        later(5 + 121)

        assert running.run_oldest().state == "done"

    def test_that_refuses_the_next_generation_too_is_not_asked_sooner(self, engine, queue):
        """Its cheap call works, the others do not: each try makes the rest longer."""
        engine_registry.remember_lists  # noqa: B018 - the lists come from a real call below
        queue()
        error = EngineUnavailable("starting")
        for _try in range(3):
            engine_notes.failed("webui", error)
            engine_notes.answered("webui")

        assert state().failures == 3


class TestStartingEngine:
    def test_is_waited_for(self, engine, queue):
        generation = queue()
        engine.is_starting = True

        running.run_oldest()
        generation.refresh_from_db()
        assert (generation.state, state().state) == ("queued", "starting")

        engine.is_starting = False
        later(5)
        probing.look_at_engines()
        assert running.run_oldest().state == "done"


class TestWaitingForAnUnreachableEngine:
    def test_ends_after_the_time_limit_with_a_plain_reason(self, off, queue, settings):
        settings.SD_TIMEOUT = 600
        generation = queue()
        running.run_oldest()

        later(599)
        probing.look_at_engines()
        generation.refresh_from_db()
        assert generation.state == "queued"

        later(61)
        probing.look_at_engines()
        generation.refresh_from_db()
        assert (generation.state, generation.error_code) == ("failed", "engine_unreached")
        assert "could not be reached for 10 minutes" in generation.error_sentence

    def test_ends_so_also_when_a_worker_finds_nobody_again(self, off, queue, settings):
        settings.SD_TIMEOUT = 60
        queue()
        running.run_oldest()
        later(200)

        ended = running.run_oldest()

        assert (ended.state, ended.error_code, ended.running_on) == (
            "failed",
            "engine_unreached",
            None,
        )

    def test_does_not_count_the_time_behind_others(self, engine, off, queue, settings):
        off()
        old = queue()
        Generation.objects.update(queued_at=timezone.now() - timedelta(hours=5))
        settings.SD_ENGINES = {"webui": NOBODY}

        running.run_oldest()
        later(5)
        probing.look_at_engines()

        old.refresh_from_db()
        assert old.state == "queued"

    def test_begins_anew_once_the_engine_was_there(self, off, queue, settings):
        settings.SD_TIMEOUT = 60
        queue(), queue()
        running.run_oldest()
        later(59)
        probing.look_at_engines()
        off()
        later(60)
        probing.look_at_engines()
        done = running.run_oldest()

        assert done.state == "done"
        assert list(Generation.objects.values_list("unreached_since", flat=True)) == [None, None]

    def test_holds_for_all_that_wait_for_it_not_only_the_oldest(self, off, queue, settings):
        settings.SD_TIMEOUT = 60
        generations = [queue() for _number in range(3)]
        running.run_oldest()
        probing.look_at_engines()
        later(61)
        probing.look_at_engines()

        assert {
            item.error_code
            for item in Generation.objects.filter(pk__in=[g.pk for g in generations])
        } == {"engine_unreached"}

    def test_can_be_cancelled(self, off, queue, ana):
        from sd_bridge.generating import cancel_generation

        generation = queue(requested_by=ana)
        running.run_oldest()

        cancel_generation(generation=generation, user=ana)

        generation.refresh_from_db()
        assert generation.state == "cancelled"


class TestEngineThatAnswersWrongly:
    """Waiting would not help: it fails at once."""

    def test_log_in_refused(self, engine, queue):
        engine.lists_fault = (401, {"detail": "Not authenticated"})
        queue()

        failed = running.run_oldest()

        assert (failed.state, failed.error_code) == ("failed", "not_allowed")
        assert (state().state, state().next_try_at) == ("refused", None)

    def test_another_program(self, engine, queue):
        engine.lists_fault = (200, b"<html>router</html>")
        queue()

        failed = running.run_oldest()

        assert (failed.state, failed.error_code) == ("failed", "not_json")
        assert state().state == "faulty"

    def test_log_in_found_refused_by_the_probe_fails_what_waits(self, engine, off, queue):
        queue()
        running.run_oldest()
        off()
        engine.lists_fault = (401, {"detail": "Not authenticated"})
        later(5)

        probing.look_at_engines()

        assert running.run_oldest().error_code == "not_allowed"


class TestProbe:
    def test_asks_all_at_once_and_waits_for_the_slowest_only(self, engine, settings, monkeypatch):
        monkeypatch.setattr("sd_bridge.engines.transport.LIST_TIMEOUT", 0.5)
        monkeypatch.setattr("sd_bridge.engines.transport.CONNECT_TIMEOUT", 0.3)
        with running_engine() as hung:
            hung.is_silent = True
            hung.hold()
            names = [f"hung-{number}" for number in range(4)]
            settings.SD_ENGINES = dict.fromkeys(names, hung.url) | {"webui": engine.url}
            started = time.monotonic()
            probing.look_at_engines()

            assert time.monotonic() - started < 2
        assert state().state == "online"
        assert {state(name).state for name in names} == {"away"}

    def test_leaves_an_idle_engine_alone_for_a_minute(self, engine):
        probing.look_at_engines()
        told = state().last_ok_at
        probing.look_at_engines()
        assert state().last_ok_at == told

        later(61)
        probing.look_at_engines()
        assert state().last_ok_at > told

    def test_leaves_one_at_work_alone(self, engine, queue):
        queue()
        states.take_oldest(["webui"])
        probing.look_at_engines()
        told = state().last_ok_at
        later(61)

        probing.look_at_engines()

        assert state().last_ok_at < told

    def test_notices_that_an_idle_one_went_away(self, engine, settings):
        probing.look_at_engines()
        settings.SD_ENGINES = {"webui": NOBODY}
        later(61)

        probing.look_at_engines()

        assert state().state == "away"

    def test_writes_down_no_address(self, settings):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            settings.SD_ENGINES = {"gpu": f"http://me:hunter2@127.0.0.1:{nobody.getsockname()[1]}"}
            probing.look_at_engines()

        assert "hunter2" not in state("gpu").error_detail
        assert "127.0.0.1" not in state("gpu").error_detail
