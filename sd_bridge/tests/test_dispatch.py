"""Which engine does what waits: the one that has the model, then the one idle longest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from sd_bridge import engine_notes, engine_registry, reaping, running, states
from sd_bridge.engines.data import EngineLists, Model
from sd_bridge.engines.errors import EngineUnavailable
from sd_bridge.models import EngineState, Generation
from sd_bridge.queue_places import queue_places, queue_position, queue_positions
from sd_bridge.tests.scripted_engine import ScriptedEngine, running_engine
from sd_bridge.tests.test_generation_states import at_once

pytestmark = pytest.mark.django_db
BOTH = ["gpu-01", "gpu-02"]
LONG_AGO = timedelta(hours=1)


@pytest.fixture
def any_queue(queue):
    """Put one into the queue that any engine may take."""

    def put(**more) -> Generation:
        return queue(**{"engine": "", "any_engine": True, **more})

    return put


@pytest.fixture
def engines(engine, settings) -> Iterator[list[ScriptedEngine]]:
    """Two engines, `gpu-01` and `gpu-02`, nothing known of them yet."""
    with running_engine() as second:
        settings.SD_ENGINES = {"gpu-01": engine.url, "gpu-02": second.url}
        yield [engine, second]


def knows(name: str, *models: str, loaded: str = "") -> None:
    lists = EngineLists(models=tuple(Model(model) for model in models), current_model=loaded)
    engine_notes.told_lists(name, lists)


def used(name: str, minutes_ago: int) -> None:
    when = timezone.now() - timedelta(minutes=minutes_ago)
    EngineState.objects.update_or_create(name=name, defaults={"last_used_at": when})


class TestAnyEngine:
    def test_is_given_to_a_free_one(self, any_queue, queue):
        queue(engine="gpu-01")
        waiting = any_queue()
        states.take_oldest(BOTH)

        taken = states.take_oldest(BOTH)

        assert (taken, taken.engine, taken.running_on) == (waiting, "gpu-02", "gpu-02")
        assert states.take_oldest(BOTH) is None

    def test_goes_where_its_model_is(self, any_queue):
        knows("gpu-01", "a", "b")
        knows("gpu-02", "c")

        first, second = any_queue(model="c"), any_queue(model="c")

        assert states.take_oldest(BOTH).running_on == "gpu-02"
        assert states.take_oldest(BOTH) is None  # it waits, although the other one is free
        second.refresh_from_db()
        assert (second.state, second.engine) == ("queued", "")
        assert first.pk < second.pk

    def test_goes_where_its_model_is_loaded(self, any_queue):
        knows("gpu-01", "a", "b", loaded="a")
        knows("gpu-02", "a", "b", loaded="b")
        used("gpu-01", 60)

        any_queue(model="b")

        assert states.take_oldest(BOTH).engine == "gpu-02"

    def test_goes_rather_to_one_that_is_known_to_have_the_model(self, any_queue):
        knows("gpu-02", "b")

        any_queue(model="b")

        assert states.take_oldest(BOTH).engine == "gpu-02"

    def test_goes_to_the_one_idle_longest(self, any_queue):
        used("gpu-01", 5)
        used("gpu-02", 50)

        any_queue()

        assert states.take_oldest(BOTH).engine == "gpu-02"

    def test_goes_rather_to_one_that_answers(self, any_queue):
        used("gpu-01", 50)
        EngineState.objects.filter(name="gpu-01").update(state="refused")
        used("gpu-02", 5)

        any_queue()

        assert states.take_oldest(BOTH).engine == "gpu-02"

    def test_lets_a_younger_one_pass_only_where_no_engine_would_do(self, any_queue, queue):
        knows("gpu-01", "a")
        knows("gpu-02", "b")
        for_first, for_second = any_queue(model="a"), any_queue(model="a")
        other = queue(engine="gpu-02")

        assert states.take_oldest(BOTH) == for_first
        assert states.take_oldest(BOTH) == other
        assert for_second.pk < other.pk

    def test_trusts_an_old_list_only_for_what_it_names(self, any_queue):
        knows("gpu-01", "a")
        knows("gpu-02", "a")
        EngineState.objects.filter(name="gpu-02").update(lists_read_at=timezone.now() - LONG_AGO)

        any_queue(model="new")

        assert states.take_oldest(BOTH).engine == "gpu-02"

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_goes_to_one_of_many_workers_and_each_engine_gets_one(self, any_queue):
        for _number in range(8):
            any_queue()
        engines = [*BOTH, "gpu-03"]
        taken: list[Generation] = []

        def take() -> None:
            generation = states.take_oldest(engines)
            if generation is not None:
                taken.append(generation)

        at_once([take] * 8)

        assert len(taken) == len({item.pk for item in taken}) == 3
        assert {item.running_on for item in taken} == set(engines)
        assert {item.engine for item in taken} == set(engines)

    def test_is_not_failed_as_one_of_a_removed_engine(self, any_queue, settings):
        settings.SD_ENGINES = dict.fromkeys(BOTH, "http://127.0.0.1:9")
        generation = any_queue()
        Generation.objects.update(queued_at=timezone.now() - LONG_AGO)

        assert reaping.fail_waiting_for_removed_engines() == 0
        settings.SD_ENGINES = {}
        assert reaping.fail_waiting_for_removed_engines() == 1

        generation.refresh_from_db()
        assert generation.error_code == "engine_removed"

    def test_of_a_lost_worker_waits_for_any_again(self, any_queue):
        any_queue()
        generation = states.take_oldest(["gpu-01"])

        assert states.put_back(generation)

        assert states.take_oldest(["gpu-02"]).engine == "gpu-02"


class TestMissingModel:
    def test_is_found_before_sending_and_another_engine_does_it(self, engines, any_queue):
        first, second = engines
        second.models = ["m", "special"]
        used("gpu-02", 1)
        generation = any_queue(model="special")

        assert running.run_oldest().state == "queued"
        generation.refresh_from_db()
        assert (generation.refused_by, generation.attempts) == (["gpu-01"], 0)
        done = running.run_oldest()

        assert (done.state, done.engine) == ("done", "gpu-02")
        assert (len(first.posts), len(second.posts)) == (0, 1)

    def test_of_one_engine_is_remembered_for_the_next(self, engines, any_queue):
        engines[1].models = ["special"]
        used("gpu-02", 1)
        any_queue(model="special")
        running.run_oldest()
        any_queue(model="special")

        assert states.take_oldest(BOTH).engine == "gpu-02"
        assert states.take_oldest(BOTH) is None

    def test_everywhere_fails_with_the_plain_reason(self, engines, any_queue):
        generation = any_queue(model="nobody has it")

        running.run_oldest()
        running.run_oldest()

        generation.refresh_from_db()
        assert (generation.state, generation.error_code) == ("failed", "unknown_model")
        assert "nobody has it" in generation.error_sentence
        assert [engine.posts for engine in engines] == [[], []]

    def test_that_turns_out_while_it_waits_fails_too(self, settings, any_queue):
        settings.SD_ENGINES = dict.fromkeys(BOTH, "http://127.0.0.1:9")
        generation, possible = any_queue(model="gone"), any_queue(model="a")
        for name in BOTH:
            knows(name, "a")

        assert reaping.fail_impossible() == 1

        generation.refresh_from_db()
        possible.refresh_from_db()
        assert generation.error_code == "unknown_model"
        assert possible.state == "queued"

    def test_on_the_chosen_engine_fails_without_trying_another(self, engines, queue):
        engines[1].models = ["special"]
        queue(engine="gpu-01", model="special")

        assert running.run_oldest().error_code == "unknown_model"

    def test_sampler_of_one_engine_only_is_found_as_well(self, engines, any_queue):
        engines[1].samplers = ["Euler a", "Special"]
        used("gpu-02", 1)
        any_queue(sampler="Special")

        assert running.run_oldest().state == "queued"
        assert running.run_oldest().engine == "gpu-02"


class TestUnreachableEngine:
    def test_of_two_passes_on_at_once_what_any_may_take(self, engines, any_queue, settings):
        settings.SD_ENGINES = {**settings.SD_ENGINES, "gpu-01": "http://127.0.0.1:9"}
        used("gpu-02", 1)
        any_queue()

        assert running.run_oldest().state == "queued"
        done = running.run_oldest()

        assert (done.state, done.engine, done.unreached_since) == ("done", "gpu-02", None)

    def test_is_waited_for_where_only_it_has_the_model(self, engines, any_queue, settings):
        settings.SD_ENGINES = {**settings.SD_ENGINES, "gpu-01": "http://127.0.0.1:9"}
        knows("gpu-01", "special")
        knows("gpu-02", "m")
        generation = any_queue(model="special")

        running.run_oldest()

        generation.refresh_from_db()
        assert (generation.state, generation.refused_by) == ("queued", [])
        assert generation.unreached_since is not None
        assert running.run_oldest() is None

    def test_that_is_the_other_one_does_not_end_the_wait(self, engines, any_queue, settings):
        """What the reachable engine is busy with takes its time: that is no failure."""
        settings.SD_ENGINES = {**settings.SD_ENGINES, "gpu-01": "http://127.0.0.1:9"}
        engine_notes.failed("gpu-01", EngineUnavailable())
        any_queue()
        states.take_oldest(["gpu-02"])
        generation = any_queue()

        from sd_bridge.fleet import Fleet
        from sd_bridge.unreached import settle_unreached

        settle_unreached(Fleet.now(BOTH))

        generation.refresh_from_db()
        assert (generation.state, generation.unreached_since) == ("queued", None)

    def test_with_a_wrong_log_in_does_not_fail_what_another_can_do(self, engines, any_queue):
        engines[0].lists_fault = (401, {"detail": "Not authenticated"})
        used("gpu-02", 1)
        any_queue()

        assert running.run_oldest().state == "queued"
        assert running.run_oldest().engine == "gpu-02"


class TestEnginesWithModel:
    def test_are_those_that_have_it_or_may(self, settings):
        settings.SD_ENGINES = dict.fromkeys([*BOTH, "gpu-03"], "http://127.0.0.1:9")
        knows("gpu-01", "a")
        knows("gpu-02", "b")

        assert engine_registry.engines_with_model("a") == ["gpu-01", "gpu-03"]
        assert engine_registry.engines_with_model("") == [*BOTH, "gpu-03"]
        knows("gpu-03", "b")
        assert engine_registry.engines_with_model("c") == []

    def test_take_a_hash_for_a_name(self, settings):
        settings.SD_ENGINES = {"gpu-01": "http://127.0.0.1:9"}
        lists = EngineLists(models=(Model("a", sha256="f" * 64),))
        engine_notes.told_lists("gpu-01", lists)

        assert engine_registry.engines_with_model("f" * 64) == ["gpu-01"]


class TestQueuePlace:
    @pytest.fixture(autouse=True)
    def both(self, settings):
        settings.SD_ENGINES = dict.fromkeys(BOTH, "http://127.0.0.1:9")

    def test_of_one_for_any_engine_is_the_one_where_the_fewest_are_ahead(self, queue, any_queue):
        queue(engine="gpu-01"), queue(engine="gpu-01"), queue(engine="gpu-02")

        assert queue_position(any_queue()) == 2

    def test_of_one_for_any_engine_does_not_count_those_for_one_that_is_off(self, queue, any_queue):
        queue(engine="gpu-01"), queue(engine="gpu-02"), queue(engine="gpu-02")
        engine_notes.failed("gpu-01", EngineUnavailable())

        assert queue_position(any_queue()) == 3

    def test_counts_those_for_any_engine_on_each(self, queue, any_queue):
        any_queue()
        first, second = queue(engine="gpu-01"), queue(engine="gpu-02")

        assert queue_positions([first, second]) == {first.pk: 2, second.pk: 2}

    def test_leaves_out_what_its_engines_cannot_do(self, any_queue, queue):
        knows("gpu-01", "a")
        knows("gpu-02", "b")
        any_queue(model="a")

        assert queue_position(any_queue(model="b")) == 1
        assert queue_position(queue(engine="gpu-02")) == 2

    def test_takes_the_same_queries_for_many(self, any_queue, django_assert_num_queries):
        generations = [any_queue() for _number in range(12)]

        with django_assert_num_queries(2):
            assert len(queue_places(generations)) == 12

    @translation.override("en")
    def test_says_when_the_engine_is_tried_again(self, any_queue):
        generation = any_queue()
        assert queue_places([generation])[generation.pk].sentence == "Next in the queue"

        for name in BOTH:
            engine_notes.failed(name, EngineUnavailable())

        place = queue_places([generation])[generation.pk]
        assert place.sentence == "Waiting for the engine, which cannot be reached"
        assert place.detail in ("next try in 5 seconds", "next try in 4 seconds")
