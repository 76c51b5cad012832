"""The state machine, and that of two who want the same only one gets it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sd_bridge import states
from sd_bridge.models import Generation

pytestmark = pytest.mark.django_db
LOST = {"code": "worker_lost"}


@pytest.fixture
def taken(queue) -> Generation:
    queue()
    generation = states.take_oldest(["webui"])
    assert generation is not None
    return generation


def let_lease_lapse() -> None:
    Generation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


class TestTake:
    def test_takes_the_oldest_first(self, queue):
        first, _second = queue(), queue()

        taken = states.take_oldest(["webui"])

        assert taken == first
        assert (taken.state, taken.running_on, taken.attempts) == ("running", "webui", 1)
        assert taken.worker
        assert taken.lease_until > timezone.now()

    def test_gives_an_engine_one_at_a_time(self, queue):
        queue(), queue()

        assert states.take_oldest(["webui"])
        assert states.take_oldest(["webui"]) is None

    def test_goes_past_those_whose_engine_is_busy(self, queue):
        queue(), queue()
        other = queue(engine="other")
        states.take_oldest(["webui"])

        assert states.take_oldest(["webui", "other"]) == other

    def test_leaves_those_of_unknown_engines(self, queue):
        queue(engine="removed")

        assert states.take_oldest(["webui"]) is None
        assert not states.is_any_takeable(["webui"])

    def test_gives_nothing_to_an_engine_that_may_still_work_for_a_cancelled_one(self, taken, queue):
        states.mark_sent(taken)
        states.ask_to_cancel(taken)
        states.cancel_running(taken)
        queue()

        assert states.take_oldest(["webui"]) is None
        assert not states.is_any_takeable(["webui"])
        states.release(taken)
        assert states.is_any_takeable(["webui"])

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_gives_each_generation_to_one_of_many_workers(self, queue):
        for number in range(6):
            queue(engine=f"engine-{number % 3}")
        engines = ["engine-0", "engine-1", "engine-2"]
        taken: list[Generation] = []

        def take() -> None:
            generation = states.take_oldest(engines)
            if generation is not None:
                taken.append(generation)

        at_once([take] * 6)

        assert len(taken) == len({item.pk for item in taken}) == 3
        assert {item.running_on for item in taken} == set(engines)


class TestTransitions:
    def test_a_sent_generation_is_never_put_back(self, taken):
        assert states.mark_sent(taken)

        assert not states.put_back(taken)

    def test_an_unsent_one_is_put_back_at_its_place(self, taken, queue):
        queue()

        assert states.put_back(taken)
        again = states.take_oldest(["webui"])
        assert (again, again.attempts) == (taken, 2)
        assert again.task_id != taken.task_id

    def test_a_cancelled_one_is_not_sent(self, taken):
        assert states.ask_to_cancel(taken)

        assert not states.mark_sent(taken)

    def test_a_cancelled_one_does_not_finish(self, taken):
        states.mark_sent(taken)
        states.ask_to_cancel(taken)

        assert not states.finish(taken, differences=[])
        assert states.cancel_running(taken)

    def test_a_failure_after_a_cancel_is_a_cancel(self, taken):
        states.ask_to_cancel(taken)

        assert states.fail_or_cancel(taken, LOST)
        taken.refresh_from_db()
        assert (taken.state, taken.error_code) == ("cancelled", "")

    @pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
    def test_nothing_leads_out_of_the_end(self, taken, state):
        Generation.objects.update(state=state, running_on=None)

        assert not states.finish(taken, differences=[])
        assert not states.fail(taken, LOST)
        assert not states.put_back(taken)
        assert not states.cancel_running(taken)
        assert not states.cancel_waiting(taken)
        assert not states.mark_sent(taken)
        taken.refresh_from_db()
        assert taken.state == state

    def test_waiting_one_is_cancelled_at_once(self, queue):
        generation = queue()

        assert states.cancel_waiting(generation)
        assert not states.cancel_waiting(generation)
        generation.refresh_from_db()
        assert generation.state == "cancelled"
        assert states.take_oldest(["webui"]) is None

    def test_failure_text_of_a_server_can_be_stored(self, taken):
        assert states.fail(taken, {"code": "failed", "detail": "a\x00b\ud800"})


class TestSeize:
    def test_leaves_a_worker_that_renews_alone(self, taken):
        assert not states.seize(Generation.objects.get())

    def test_takes_a_lapsed_one_away_from_its_worker(self, taken):
        let_lease_lapse()

        assert states.seize(Generation.objects.get())
        assert not states.renew(taken)
        assert not states.mark_sent(taken)
        assert not states.finish(taken, differences=[])

    def test_of_a_renewed_one_fails(self, taken):
        let_lease_lapse()
        seen = Generation.objects.get()
        states.renew(taken)

        assert not states.seize(seen)

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_or_finish_happens_never_both(self, queue):
        for _round in range(5):
            queue()
            taken = states.take_oldest(["webui"])
            states.mark_sent(taken)
            let_lease_lapse()
            seen = Generation.objects.get(pk=taken.pk)
            outcomes: list[str] = []

            def finish(taken=taken, outcomes=outcomes) -> None:
                if states.finish(taken, differences=[]):
                    outcomes.append("done")

            def reap(seen=seen, outcomes=outcomes) -> None:
                if states.seize(seen) and states.fail(seen, LOST):
                    outcomes.append("failed")
                    states.release(seen)

            at_once([finish, reap])

            taken.refresh_from_db()
            assert outcomes == [taken.state]


class TestDatabase:
    @pytest.mark.parametrize(
        "values",
        [
            {"state": "lost"},
            {"state": "running"},
            {"state": "queued", "running_on": "webui"},
            {"state": "queued", "sent_at": timezone.now()},
            {"state": "done", "running_on": "webui"},
        ],
    )
    def test_refuses_a_state_that_cannot_be(self, queue, values):
        generation = queue()

        with pytest.raises(IntegrityError), transaction.atomic():
            Generation.objects.filter(pk=generation.pk).update(**values)

    def test_refuses_two_on_one_engine(self, taken, queue):
        second = queue()

        with pytest.raises(IntegrityError), transaction.atomic():
            Generation.objects.filter(pk=second.pk).update(
                state="running", running_on="webui", lease_until=timezone.now()
            )


def at_once(actions: list[Callable[[], None]]) -> None:
    """Run them in threads that start together; raises what one of them raised."""
    barrier = threading.Barrier(len(actions))

    def run(action: Callable[[], None]) -> None:
        try:
            barrier.wait(10)
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        list(pool.map(run, actions))
