"""What a worker does with a generation: ask, attend, store; and what becomes of bad answers."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sd_bridge import engine_registry, running, states
from sd_bridge.attending import Attendance
from sd_bridge.calling import Call
from sd_bridge.generating import cancel_generation
from sd_bridge.models import Generation, Result
from sd_bridge.tests.scripted_engine import encoded, png

pytestmark = pytest.mark.django_db
with_threads = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class TestFinishedGeneration:
    def test_has_its_results_with_recipe_and_seed(self, engine, queue, private_files):
        engine.images = [encoded(png("teal")), encoded(png("navy"))]
        generation = queue(count=2)

        done = running.run_oldest()

        assert done == generation
        assert done.state == "done"
        assert done.progress == 1.0
        assert done.finished_at >= done.sent_at >= done.started_at
        assert [(item.index, item.seed) for item in done.results.order_by("index")] == [
            (0, 7),
            (1, 8),
        ]
        assert done.results.first().as_recipe().prompt == generation.prompt
        assert len(private_files()) == 2
        assert done.difference_sentences == []

    def test_frees_its_engine(self, engine, queue):
        queue()

        done = running.run_oldest()

        assert (done.running_on, done.worker, done.lease_until) == (None, "", None)

    def test_is_asked_of_the_engine_as_it_was_requested(self, engine, queue):
        generation = queue(negative_prompt="blurry", steps=9, model="m", scheduler="Karras", seed=5)

        running.run_oldest()

        (post,) = engine.posts
        assert post["negative_prompt"] == "blurry"
        assert post["steps"] == 9
        assert post["seed"] == 5
        assert post["scheduler"] == "Karras"
        assert generation.uuid.hex in post["force_task_id"]

    def test_expires_its_results_in_fourteen_days(self, engine, queue):
        queue()

        running.run_oldest()

        left = Result.objects.get().expires_at - timezone.now()
        assert timedelta(days=13, hours=23) < left < timedelta(days=14)

    def test_tells_what_the_engine_did_otherwise(self, engine, queue):
        engine.images = [encoded(png(size=(64, 128)))]
        queue()

        done = running.run_oldest()

        assert done.state == "done"
        assert [item["code"] for item in done.differences] == ["size_changed"]
        assert "64×128" in done.difference_sentences[0]

    def test_survives_that_its_page_is_deleted_while_it_runs(
        self, engine, queue, topic, django_capture_on_commit_callbacks
    ):
        generation = queue(page=topic)
        taken = states.take_oldest(["webui"])
        with django_capture_on_commit_callbacks(execute=True):
            topic.delete()

        running.run(taken)

        generation.refresh_from_db()
        assert (generation.state, generation.page) == ("done", None)
        assert generation.results.in_tray().count() == 1


class TestBadAnswer:
    def test_unreadable_picture_fails_alone(self, engine, queue, private_files):
        engine.images = [encoded(png()), encoded(b"<html>no picture</html>")]
        queue(count=2)

        done = running.run_oldest()

        assert done.state == "done"
        assert done.results.count() == len(private_files()) == 1
        assert [item["code"] for item in done.differences] == ["picture_unreadable"]

    def test_picture_that_intake_refuses_is_told_as_a_difference(
        self, engine, queue, private_files, monkeypatch
    ):
        monkeypatch.setattr("pictures.intake.MIN_SIDE", 65)
        engine.images = [encoded(png(size=(64, 64))), encoded(png(size=(128, 128)))]
        queue(count=2)

        done = running.run_oldest()

        assert [result.index for result in done.results.all()] == [1]
        assert "picture_unreadable" in [item["code"] for item in done.differences]
        assert len(private_files()) == 1

    def test_answer_without_any_usable_picture_fails(self, engine, queue, private_files):
        engine.images = [encoded(b"GIF89a nonsense")]
        queue()

        failed = running.run_oldest()

        assert (failed.state, failed.error_code) == ("failed", "bad_picture")
        assert failed.error_sentence
        assert private_files() == []

    def test_empty_answer_fails(self, engine, queue):
        engine.images = []
        queue()

        failed = running.run_oldest()

        assert (failed.state, failed.error_code) == ("failed", "no_pictures")

    @pytest.mark.parametrize(
        ("fault", "code"),
        [
            (
                (500, {"error": "OutOfMemoryError", "errors": "CUDA out of memory."}),
                "out_of_memory",
            ),
            ((200, b"<html>hello</html>"), "not_json"),
            ((200, b'{"images": ["iVBOR'), "not_json"),
            ((200, {"images": 5}), "wrong_shape"),
            ((401, {"detail": "Not authenticated"}), "not_allowed"),
            ((504, b"<html>gateway</html>"), "gateway_timeout"),
        ],
    )
    def test_fault_of_the_engine_becomes_a_sentence(self, engine, queue, fault, code):
        engine.fault = fault
        queue()

        failed = running.run_oldest()

        assert (failed.state, failed.error_code) == ("failed", code)
        assert failed.error_sentence
        assert len(engine.posts) == 1  # never a second time

    def test_the_next_generation_goes_on(self, engine, queue):
        engine.fault = (500, {"error": "RuntimeError", "errors": "no"})
        queue()
        second = queue()
        running.run_oldest()
        engine.fault = None

        assert running.run_oldest() == second
        assert Generation.objects.get(pk=second.pk).state == "done"


class TestEngineThatCannotDoIt:
    def test_that_is_no_longer_set_up_is_told(self, engine, queue, settings):
        queue()
        taken = states.take_oldest(["webui"])
        settings.SD_ENGINES = {}

        running.run(taken)

        taken.refresh_from_db()
        assert taken.error_code == "engine_removed"

    def test_unknown_model_is_refused_before_sending(self, engine, queue):
        queue(model="no such model")

        failed = running.run_oldest()

        assert (failed.error_code, engine.posts) == ("unknown_model", [])
        assert "no such model" in failed.error_sentence


class TestProgress:
    @with_threads
    def test_is_written_to_the_row_with_a_preview_that_goes_at_the_end(
        self, engine, queue, private_files
    ):
        seen: list[Generation] = []
        generation = queue()
        engine.preview = png("coral")
        engine.hold()

        def look() -> None:
            try:
                seen.append(Generation.objects.get(pk=generation.pk))
            finally:
                connection.close()
            if len(seen) == 3:
                engine.let_go()

        engine.on_progress = look
        done = running.run_oldest()

        assert seen[-1].progress == 0.5
        assert (seen[-1].step, seen[-1].steps_total, seen[-1].eta) == (1, 2, 3.0)
        assert seen[-1].preview_url.startswith(f"/files/previews/{generation.uuid}?")
        assert seen[-1].lease_until > seen[0].lease_until
        assert done.state == "done"
        assert not done.preview
        assert all(name.startswith("results/") for name in private_files())

    def test_of_somebody_elses_work_is_not_shown(self, engine, queue):
        queue()
        taken = states.take_oldest(["webui"])
        engine.active = "task(somebody-else)"
        engine.preview = png()
        looks: list[None] = []

        def look() -> None:
            looks.append(None)
            if len(looks) == 3:
                engine.let_go()

        engine.on_progress = look
        engine.hold()
        waiting = Call(lambda: engine.wait_until_let_go())

        Attendance(taken, engine_registry.engine("webui")).until_over(waiting, is_painting=True)

        taken.refresh_from_db()
        assert len(looks) >= 3
        assert (taken.progress, taken.preview.name) == (0.0, "")


@with_threads
class TestCancelWhileRunning:
    def cancel_from_outside(self, engine, generation, user) -> threading.Thread:
        def cancel() -> None:
            engine.wait_until_painting()
            try:
                cancel_generation(generation=generation, user=user)
            finally:
                connection.close()

        thread = threading.Thread(target=cancel)
        thread.start()
        return thread

    def test_interrupts_our_own_work_and_keeps_nothing(self, engine, queue, ana, private_files):
        generation = queue(requested_by=ana)
        engine.hold()
        thread = self.cancel_from_outside(engine, generation, ana)

        ended = running.run_oldest()

        thread.join()
        assert (ended.state, ended.running_on, engine.interrupts) == ("cancelled", None, 1)
        assert ended.results.count() == 0
        assert private_files() == []

    def test_never_interrupts_somebody_elses_work(self, engine, queue, ana, private_files):
        generation = queue(requested_by=ana)
        engine.hold()
        states_seen: list[tuple[str, str | None]] = []

        def cancel() -> None:
            engine.wait_until_painting()
            engine.active = "task(somebody-else)"  # ours waits behind it
            try:
                cancel_generation(generation=generation, user=ana)
                while not states_seen:
                    row = Generation.objects.get(pk=generation.pk)
                    if row.state == "cancelled":
                        states_seen.append((row.state, row.running_on))
            finally:
                connection.close()
                engine.let_go()

        thread = threading.Thread(target=cancel)
        thread.start()
        ended = running.run_oldest()
        thread.join()

        assert states_seen == [("cancelled", "webui")]  # told at once, the engine not given away
        assert engine.interrupts == 0
        assert (ended.state, ended.running_on) == ("cancelled", None)
        assert private_files() == []


class TestOvertakenWorker:
    def test_changes_nothing_and_leaves_no_file(self, engine, queue, private_files):
        generation = queue()
        late = states.take_oldest(["webui"])
        Generation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        other = Generation.objects.get()
        assert states.seize(other)
        assert states.put_back(other)

        running.run(late)

        generation.refresh_from_db()
        assert (generation.state, generation.results.count()) == ("queued", 0)
        assert engine.posts == []
        assert private_files() == []

    def test_does_not_resurrect_what_the_reaper_failed(self, engine, queue, private_files):
        generation = queue()
        late = states.take_oldest(["webui"])
        states.mark_sent(late)
        Generation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        reaped = Generation.objects.get()
        states.seize(reaped)
        states.fail(reaped, {"code": "worker_lost"})

        assert not states.finish(late, differences=[])
        assert not states.renew(late)
        generation.refresh_from_db()
        assert generation.error_code == "worker_lost"
