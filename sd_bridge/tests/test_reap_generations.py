"""Lost workers and what they leave behind: generations, engines, files, task rows."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pictures.intake import take_in
from sd_bridge import reaping, result_files, running, states, tasks, waking
from sd_bridge.models import Generation
from sd_bridge.tests.conftest import REQUEST
from sd_bridge.tests.scripted_engine import png, running_engine

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(queue):
    """Take a generation, lose its worker: `lost(is_sent=True)`."""

    def lose(*, is_sent: bool, **more) -> Generation:
        queue(**more)
        generation = states.take_oldest(["webui"])
        if is_sent:
            assert states.mark_sent(generation)
        Generation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        return generation

    return lose


def reaped(generation: Generation) -> Generation:
    reaping.reap()
    reaping.free_engines()
    generation.refresh_from_db()
    return generation


class TestReap:
    def test_puts_back_what_was_not_sent(self, engine, lost):
        generation = reaped(lost(is_sent=False))

        assert (generation.state, generation.running_on) == ("queued", None)
        assert running.run_oldest() == generation
        assert Generation.objects.get().state == "done"

    def test_fails_what_was_sent_and_never_sends_it_again(self, engine, lost):
        generation = reaped(lost(is_sent=True))

        assert (generation.state, generation.error_code) == ("failed", "worker_lost")
        assert "run it again" in generation.error_sentence
        assert running.run_oldest() is None
        assert engine.posts == []

    def test_does_not_try_for_ever_what_kills_its_worker(self, engine, lost):
        generation = lost(is_sent=False)
        for _attempt in range(reaping.MAX_ATTEMPTS - 1):
            reaping.reap()
            states.take_oldest(["webui"])
            Generation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

        assert reaped(generation).error_code == "worker_lost"

    def test_ends_a_cancelled_one_as_cancelled(self, engine, lost, ana):
        generation = lost(is_sent=True)
        states.ask_to_cancel(generation)

        assert reaped(generation).state == "cancelled"

    def test_leaves_a_living_worker_alone(self, engine, queue):
        queue()
        generation = states.take_oldest(["webui"])

        assert reaping.reap() == 0
        generation.refresh_from_db()
        assert generation.state == "running"

    def test_removes_the_files_of_the_lost_worker(self, engine, lost, private_files):
        generation = lost(is_sent=True)
        preview = result_files.write_preview(generation, png())
        Generation.objects.update(preview=preview)
        result_files.write_result(generation, 0, take_in(png()))

        reaped(generation)

        assert private_files() == []


class TestEngineOfALostWorker:
    def test_is_free_when_it_is_idle(self, engine, lost):
        assert reaped(lost(is_sent=True)).running_on is None

    def test_is_kept_while_it_works_on_our_task(self, engine, lost, queue):
        generation = lost(is_sent=True)
        engine.active = generation.task_id

        assert reaped(generation).running_on == "webui"
        queue()
        assert running.run_oldest() is None
        engine.active = ""
        assert reaped(generation).running_on is None
        assert running.run_oldest().state == "done"

    def test_is_kept_while_it_does_not_answer(self, engine, lost, monkeypatch):
        monkeypatch.setattr("sd_bridge.engines.transport.LIST_TIMEOUT", 0.2)
        monkeypatch.setattr("sd_bridge.engines.transport.CONNECT_TIMEOUT", 0.2)
        generation = lost(is_sent=True)
        engine.is_silent = True
        engine.hold()

        assert reaped(generation).running_on == "webui"

    def test_is_free_after_the_longest_time_a_generation_takes(self, engine, lost, settings):
        generation = lost(is_sent=True)
        engine.active = generation.task_id
        reaped(generation)
        long_ago = timezone.now() - timedelta(seconds=settings.SD_TIMEOUT + 1)
        Generation.objects.update(finished_at=long_ago)

        assert reaped(generation).running_on is None

    def test_is_free_when_nothing_listens_there(self, engine, lost, settings):
        settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}

        assert reaped(lost(is_sent=True)).running_on is None


class TestEngineAfterATimeout:
    def test_is_left_to_the_reaper_while_it_works(self, engine, queue, settings):
        settings.SD_TIMEOUT = 1
        engine.hold()
        queue()

        failed = running.run_oldest()

        assert (failed.state, failed.error_code) == ("failed", "timed_out")
        assert failed.running_on == "webui"
        engine.let_go()
        Generation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        engine.active = ""
        assert reaped(failed).running_on is None


class TestRemovedEngine:
    def test_fails_what_waits_for_it(self, queue, settings):
        settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}
        waiting, forgotten = queue(), queue(engine="removed")
        Generation.objects.update(queued_at=timezone.now() - reaping.REMOVED_AFTER * 2)

        assert reaping.fail_waiting_for_removed_engines() == 1

        forgotten.refresh_from_db()
        waiting.refresh_from_db()
        assert forgotten.error_code == "engine_removed"
        assert waiting.state == "queued"


class TestRunNext:
    def test_runs_the_oldest_and_calls_for_the_next(self, engine, queue):
        first, second = queue(), queue()

        assert tasks.run_next.call() == str(first.uuid)

        assert DBTaskResult.objects.ready().count() == 1
        assert tasks.run_next.call() == str(second.uuid)
        assert tasks.run_next.call() == ""
        assert DBTaskResult.objects.ready().count() == 1

    def test_calls_for_the_next_also_after_an_error(self, engine, queue, monkeypatch):
        queue(), queue()

        def refuse(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr("sd_bridge.storing.store", refuse)

        with pytest.raises(RuntimeError):
            tasks.run_next.call()
        assert DBTaskResult.objects.ready().count() == 1


class TestWake:
    def test_makes_up_for_a_lost_task(self, engine, queue):
        queue()

        assert waking.wake_workers()
        assert DBTaskResult.objects.ready().count() == 1

    def test_without_any_worker_does_not_pile_up_tasks(self, engine, queue):
        queue()
        for _tick in range(3):
            waking.wake_workers()

        assert DBTaskResult.objects.ready().count() == 1

    def test_wakes_again_when_the_task_went_down_with_a_worker(self, engine, queue):
        queue()
        waking.wake_workers()
        DBTaskResult.objects.get().claim("a worker that is killed now")

        assert waking.wake_workers()

    def test_is_silent_while_nothing_waits(self, engine):
        assert not waking.wake_workers()


class TestHungEngine:
    def test_delays_neither_the_reaper_nor_the_freeing_of_others(
        self, engine, lost, settings, monkeypatch
    ):
        monkeypatch.setattr("sd_bridge.engines.transport.LIST_TIMEOUT", 0.5)
        monkeypatch.setattr("sd_bridge.engines.transport.CONNECT_TIMEOUT", 0.5)
        with running_engine() as hung:
            hung.is_silent = True
            hung.hold()
            names = [f"hung-{number}" for number in range(4)]
            settings.SD_ENGINES = dict.fromkeys(names, hung.url) | {"webui": engine.url}
            for name in names:
                Generation.objects.create(
                    **REQUEST,
                    engine=name,
                    running_on=name,
                    state="failed",
                    worker=name,
                    sent_at=timezone.now(),
                    finished_at=timezone.now(),
                    lease_until=timezone.now() - timedelta(seconds=1),
                )
            generation = lost(is_sent=True)
            started = time.monotonic()

            assert reaping.reap() == 1
            assert time.monotonic() - started < 0.3
            assert reaping.free_engines() == 1

        assert time.monotonic() - started < 3  # not one after the other
        generation.refresh_from_db()
        assert generation.running_on is None
