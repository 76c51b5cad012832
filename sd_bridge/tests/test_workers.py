"""Real worker processes against a server on a socket: killed, hung, told to stop."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from scheduling.tests.processes import kill, running_command, wait_until
from sd_bridge import reaping, waking
from sd_bridge.models import Generation
from sd_bridge.tasks import run_next
from sd_bridge.tests.scripted_engine import running_engine

pytestmark = [
    pytest.mark.workers,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SETTINGS = "tests.several_engines"


@pytest.fixture
def worker(tmp_path, settings) -> Callable:
    """Start a worker of the `generate` queue that has the engines of this test."""

    def start():
        return running_command(
            *("db_worker", "--no-reload", "--no-startup-delay", "--queue-name", "generate"),
            *("--interval", "0.1"),
            folder=tmp_path,
            DJANGO_SETTINGS_MODULE=SETTINGS,
            TEST_ENGINES=json.dumps(settings.SD_ENGINES),
        )

    return start


def states_of(*generations: Generation) -> list[str]:
    return [Generation.objects.get(pk=generation.pk).state for generation in generations]


def let_lease_lapse() -> None:
    Generation.objects.holding_engines().update(lease_until=timezone.now() - timedelta(seconds=1))


class TestWorker:
    def test_runs_all_that_waits(self, engine, queue, worker, private_files):
        generations = [queue() for _number in range(3)]
        run_next.enqueue()

        with worker():
            wait_until(lambda: states_of(*generations) == ["done"] * 3)

        assert len(engine.posts) == 3
        assert len(private_files()) == 3

    def test_told_to_stop_ends_after_the_generation_it_works_on(self, engine, queue, worker):
        first, second = queue(), queue()
        run_next.enqueue()
        engine.hold()

        with worker() as process:
            engine.wait_until_painting()
            process.send_signal(signal.SIGTERM)
            engine.let_go()
            assert process.wait(20) == 0

        assert states_of(first, second) == ["done", "queued"]


class TestKilledWorker:
    def test_before_sending_loses_nothing(self, engine, queue, worker):
        generation = queue()
        run_next.enqueue()
        engine.is_silent = True
        engine.hold()
        with worker() as process:
            wait_until(lambda: states_of(generation) == ["running"])
            kill(process)
        engine.is_silent = False
        engine.let_go()
        let_lease_lapse()

        reaping.reap()
        assert states_of(generation) == ["queued"]
        assert waking.wake_workers()
        with worker():
            wait_until(lambda: states_of(generation) == ["done"])
        assert len(engine.posts) == 1

    def test_after_sending_fails_with_a_reason_and_is_not_sent_twice(
        self, engine, queue, worker, private_files
    ):
        lost, following = queue(), queue()
        run_next.enqueue()
        engine.hold()
        with worker() as process:
            engine.wait_until_painting()
            kill(process)
        let_lease_lapse()

        reaping.reap()
        lost.refresh_from_db()
        assert (lost.state, lost.error_code) == ("failed", "worker_lost")
        assert lost.running_on == "webui"  # it still paints
        assert not waking.wake_workers()

        engine.let_go()
        wait_until(lambda: not engine.active)
        assert reaping.free_engines() == 1
        assert waking.wake_workers()
        with worker():
            wait_until(lambda: states_of(following) == ["done"])
        assert states_of(lost) == ["failed"]
        assert len(engine.posts) == 2
        assert len(private_files()) == 1


class TestHangingEngine:
    def test_holds_up_neither_the_other_engine_nor_its_queue(self, engine, queue, worker, settings):
        with running_engine() as other:
            settings.SD_ENGINES = {"webui": engine.url, "other": other.url}
            engine.hold()
            hung = queue()
            run_next.enqueue()
            with worker(), worker():
                engine.wait_until_painting()
                others = [queue(engine="other") for _number in range(3)]
                run_next.enqueue()
                wait_until(lambda: states_of(*others) == ["done"] * 3)
                assert states_of(hung) == ["running"]
                engine.let_go()
                wait_until(lambda: states_of(hung) == ["done"])
