"""Asking for pictures: who may, what is refused and with which sentence."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from sd_bridge import engine_registry, running
from sd_bridge.engines.data import EngineLists, Model, Sampler
from sd_bridge.generating import (
    cancel_generation,
    discard_result,
    queue_position,
    queue_positions,
    request_generation,
    run_again,
)
from sd_bridge.models import Generation, Result
from sd_bridge.refusals import (
    AlreadyKept,
    InvalidRequest,
    NoEngine,
    NotAllowed,
    PageGone,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def set_up_engine(settings):
    """An engine nobody answers for: a request must not need it."""
    settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}


def remember(name: str, *, samplers: list[str], models: list[str]) -> None:
    """What an engine was last heard to offer."""
    engine_registry.remember_lists(
        name,
        EngineLists(
            samplers=tuple(Sampler(sampler) for sampler in samplers),
            models=tuple(Model(model) for model in models),
        ),
    )


class TestRequest:
    def test_is_queued_for_a_worker(self, ana, topic, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            generation = request_generation(
                user=ana, page=topic, prompt="a lighthouse", format="wide", count=3
            )

        assert generation.state == "queued"
        assert (generation.width, generation.height) == (1024, 576)
        assert (generation.requested_by, generation.page_id) == (ana, topic.pk)
        assert (generation.engine, generation.any_engine) == ("", True)
        assert (generation.kind, generation.sampler) == ("text", "Euler a")
        assert generation.settings == {}
        assert DBTaskResult.objects.filter(queue_name="generate").count() == 1

    def test_asks_the_engine_nothing(self, ana, topic, settings):
        settings.SD_ENGINES = {"webui": "http://192.0.2.1:7860"}  # would time out

        assert request_generation(user=ana, page=topic, prompt="a lighthouse").pk

    def test_without_the_permission_is_refused(self, ana, topic):
        ana.groups.first().permissions.remove(Permission.objects.get(codename="generate"))

        with pytest.raises(NotAllowed) as refusal:
            request_generation(user=ana, page=topic, prompt="a lighthouse")
        assert refusal.value.status == 403
        assert not Generation.objects.exists()

    def test_of_somebody_who_may_generate_but_not_edit_the_page_is_refused(self, bo, topic):
        bo.user_permissions.add(Permission.objects.get(codename="generate"))

        with pytest.raises(NotAllowed):
            request_generation(user=bo, page=topic, prompt="a lighthouse")

    def test_without_any_engine_is_refused(self, ana, topic, settings):
        settings.SD_ENGINES = {}

        with pytest.raises(NoEngine):
            request_generation(user=ana, page=topic, prompt="a lighthouse")

    def test_on_a_page_that_was_just_deleted_is_refused(self, ana, topic):
        type(topic).objects.filter(pk=topic.pk).delete()

        with pytest.raises(PageGone):
            request_generation(user=ana, page=topic, prompt="a lighthouse")

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("prompt", {"prompt": ""}),
            ("prompt", {"prompt": " \n "}),
            ("prompt", {"prompt": "x" * 100_000}),
            ("prompt", {"prompt": "a\x00b"}),
            ("negative_prompt", {"negative_prompt": "x" * 100_000}),
            ("count", {"count": 0}),
            ("count", {"count": 100_000}),
            ("steps", {"steps": 0}),
            ("cfg_scale", {"cfg_scale": float("nan")}),
            ("seed", {"seed": 2**70}),
            ("format", {"format": "round"}),
            ("engine", {"engine": "nobody"}),
            ("width", {"width": 70, "height": 64}),
        ],
    )
    def test_out_of_bounds_names_the_field(self, ana, topic, field, values):
        with pytest.raises(InvalidRequest) as refusal, translation.override("en"):
            request_generation(user=ana, page=topic, **{"prompt": "a lighthouse", **values})

        assert list(refusal.value.fields) == [field]
        assert refusal.value.fields[field].strip()
        assert not Generation.objects.exists()

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("model", {"model": "no such model"}),
            ("sampler", {"sampler": "no such sampler"}),
            ("scheduler", {"scheduler": "no such scheduler"}),
            ("prompt", {"prompt": "a cat <lora:nobody:1>"}),
        ],
    )
    def test_for_what_the_engine_has_not_got_is_refused(self, ana, topic, engine, field, values):
        engine_registry.cached_lists("webui")

        with pytest.raises(InvalidRequest) as refusal:
            request_generation(user=ana, page=topic, **{"prompt": "a lighthouse", **values})

        assert list(refusal.value.fields) == [field]

    def test_for_one_engine_waits_for_that_one(self, ana, topic):
        generation = request_generation(user=ana, page=topic, prompt="a lighthouse", engine="webui")

        assert (generation.engine, generation.any_engine) == ("webui", False)

    def test_for_no_page_belongs_to_who_asked(self, ana):
        assert request_generation(user=ana, prompt="a lighthouse").page is None

    def test_stores_what_differs_from_the_usual(self, ana, topic):
        generation = request_generation(
            user=ana,
            page=topic,
            prompt="a lighthouse",
            styles=["ink", "film"],
            variation_strength=0.0,
            hires_upscaler="Latent",
            hires_scale=1.5,
            count=4,
            batch_size=2,
        )

        assert generation.settings == {
            "styles": ["ink", "film"],
            "hires_upscaler": "Latent",
            "hires_scale": 1.5,
            "batch_size": 2,
        }
        request = Generation.objects.get().as_request()
        assert (request.styles, request.size) == (("ink", "film"), (768, 1152))

    def test_with_a_field_of_another_kind_is_a_mistake_of_ours(self, ana, topic):
        with pytest.raises(TypeError, match="upscale_by"):
            request_generation(user=ana, page=topic, prompt="x", upscale_by=2.0)


class TestSeveralEngines:
    def test_one_of_which_has_it_is_enough(self, ana, topic, settings):
        settings.SD_ENGINES = {"one": "http://127.0.0.1:9", "two": "http://127.0.0.1:10"}
        remember("one", samplers=["DPM"], models=["a"])
        remember("two", samplers=["Euler a"], models=["b"])

        assert request_generation(user=ana, page=topic, prompt="x", model="b").pk

        with pytest.raises(InvalidRequest) as refusal:
            request_generation(user=ana, page=topic, prompt="x", model="b", engine="one")
        assert list(refusal.value.fields) == ["model"]

    def test_none_of_which_has_it_are_refused_with_the_reason_of_the_nearest(
        self, ana, topic, settings
    ):
        settings.SD_ENGINES = {"one": "http://127.0.0.1:9", "two": "http://127.0.0.1:10"}
        remember("one", samplers=["Euler a"], models=["a"])
        remember("two", samplers=["Euler a"], models=["b"])

        with pytest.raises(InvalidRequest) as refusal:
            request_generation(user=ana, page=topic, prompt="x", model="b", scheduler="none")
        assert list(refusal.value.fields) == ["scheduler"]

    def test_one_that_was_never_asked_may_have_it(self, ana, topic, settings):
        settings.SD_ENGINES = {"one": "http://127.0.0.1:9", "two": "http://127.0.0.1:10"}
        remember("one", samplers=["Euler a"], models=["a"])

        assert request_generation(user=ana, page=topic, prompt="x", model="b").pk

    def test_without_the_usual_sampler_get_one_they_have(self, ana, topic):
        remember("webui", samplers=["euler_a", "heun"], models=["a"])

        assert request_generation(user=ana, page=topic, prompt="x").sampler == "euler_a"


class TestRunAgain:
    def test_asks_the_same_once_more(self, ana, topic, queue):
        first = queue(requested_by=ana, page=topic, state="failed", seed=5, model="m", steps=9)

        again = run_again(generation=first, user=ana)

        assert again.pk != first.pk
        assert (again.state, again.run_again_of, again.page_id) == ("queued", first, topic.pk)
        assert (again.prompt, again.seed, again.model, again.steps) == (first.prompt, 5, "m", 9)

    def test_leaves_the_engine_open_where_it_was(self, ana, topic, queue):
        bound = queue(requested_by=ana, page=topic, state="done")
        free = queue(requested_by=ana, page=topic, state="done", any_engine=True)
        removed = queue(requested_by=ana, page=topic, state="done", engine="gone")

        again = [run_again(generation=each, user=ana) for each in (bound, free, removed)]

        assert [each.engine for each in again] == ["webui", "", ""]
        assert [each.any_engine for each in again] == [False, True, True]

    def test_repeats_all_settings(self, ana, topic):
        first = request_generation(user=ana, page=topic, prompt="x", tiling=True, eta=0.5)
        Generation.objects.update(state="done")
        first.refresh_from_db()

        assert run_again(generation=first, user=ana).settings == {"tiling": True, "eta": 0.5}

    def test_of_one_without_a_page_is_for_who_asked_only(self, ana, bo, queue):
        bo.user_permissions.add(Permission.objects.get(codename="generate"))
        generation = queue(requested_by=ana, state="done")

        assert run_again(generation=generation, user=ana).page is None
        with pytest.raises(NotAllowed):
            run_again(generation=generation, user=bo)

    def test_by_a_member_is_refused(self, bo, topic, queue):
        with pytest.raises(NotAllowed):
            run_again(generation=queue(page=topic, state="done"), user=bo)


class TestCancel:
    def test_of_a_waiting_one_ends_it(self, ana, queue):
        generation = cancel_generation(generation=queue(requested_by=ana), user=ana)

        assert generation.state == "cancelled"

    def test_of_a_finished_one_changes_nothing(self, ana, queue):
        generation = cancel_generation(generation=queue(requested_by=ana, state="done"), user=ana)

        assert (generation.state, generation.cancel_requested_at) == ("done", None)

    def test_by_a_stranger_is_refused(self, ana, bo, queue):
        with pytest.raises(NotAllowed):
            cancel_generation(generation=queue(requested_by=ana), user=bo)


class TestQueuePosition:
    def test_counts_those_before_it_on_its_engine(self, queue):
        first, _elsewhere, second = queue(), queue(engine="other"), queue()
        cancelled = queue(state="cancelled")

        assert queue_position(first) == 1
        assert queue_position(second) == 2
        assert queue_position(cancelled) is None

    def test_of_many_takes_two_queries(self, queue, django_assert_num_queries):
        generations = [queue() for _number in range(5)]

        with django_assert_num_queries(2):
            positions = queue_positions(generations[2:])
        assert positions == {generations[2].pk: 3, generations[3].pk: 4, generations[4].pk: 5}


class TestDiscard:
    @pytest.fixture
    def result(self, engine, queue, ana) -> Result:
        queue(requested_by=ana)
        return running.run_oldest().results.get()

    def test_removes_the_file_and_is_idempotent(
        self, result, ana, private_files, django_capture_on_commit_callbacks
    ):
        for _press in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                discard_result(result=result, user=ana)

        result.refresh_from_db()
        assert result.is_discarded
        assert private_files() == []
        assert not Result.objects.in_tray().exists()

    def test_of_a_kept_one_is_refused(self, result, ana):
        Result.objects.update(kept_at=result.created_at)

        with pytest.raises(AlreadyKept):
            discard_result(result=result, user=ana)

    def test_by_a_stranger_is_refused(self, result, bo):
        with pytest.raises(NotAllowed):
            discard_result(result=result, user=bo)
