"""The one clock: who holds it, what is due, and that one failing entry stops nothing else."""

from __future__ import annotations

import signal
from datetime import datetime, timedelta
from datetime import time as time_of_day

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from scheduling import clock, registry
from scheduling.clock import run_due
from scheduling.lease import Lease
from scheduling.models import PeriodicRun, SchedulerLease
from scheduling.registry import Entry, periodic
from scheduling.stale_tasks import STALE_AFTER, fail_stale_tasks
from scheduling.tests.processes import running_command, wait_until

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def entries(monkeypatch) -> dict[str, Entry]:
    """An empty registry; the site's own entries are left out."""
    entries: dict[str, Entry] = {}
    monkeypatch.setattr(registry, "ENTRIES", entries)
    monkeypatch.setattr(clock, "ENTRIES", entries)
    return entries


@pytest.fixture
def calls(entries) -> list[str]:
    """What two entries, `a` and `b`, have been called for."""
    calls: list[str] = []
    for name in ("a", "b"):
        entries[name] = Entry(name, MINUTE, lambda name=name: calls.append(name))
    return calls


class TestRegistry:
    def test_holds_what_is_decorated(self, entries):
        @periodic(every=MINUTE, name="sweep")
        def sweep() -> None: ...

        assert entries["sweep"].run is sweep

    def test_refuses_a_second_entry_of_one_name(self, entries):
        periodic(every=MINUTE, name="sweep")(print)

        with pytest.raises(ValueError, match="sweep"):
            periodic(every=MINUTE, name="sweep")(print)

    def test_of_the_site_names_what_must_go_on(self):
        assert {
            "reap lost generations",
            "publish scheduled pages",
            "expire results",
            "prune tasks",
            "clear sessions",
            "rebuild the search index",
        } <= set(registry.ENTRIES)
        assert registry.ENTRIES["reap lost generations"].every <= timedelta(seconds=15)


class TestDue:
    def at(self, hour: int, day: int = 5) -> datetime:
        return datetime(2026, 5, day, hour, 0, tzinfo=timezone.get_default_timezone())

    def test_interval_counts_from_the_last_start(self):
        entry = Entry("x", MINUTE, print)
        now = timezone.now()

        assert entry.is_due(now - MINUTE, now)
        assert not entry.is_due(now - MINUTE / 2, now)

    @pytest.mark.parametrize(
        ("last", "now", "is_due"),
        [
            ((3, 5), (5, 5), True),  # 4 o'clock came between
            ((5, 5), (23, 5), False),
            ((5, 5), (3, 6), False),
            ((5, 5), (4, 6), True),
            ((5, 1), (3, 5), True),  # days were missed: once is enough
        ],
    )
    def test_time_of_day_is_that_of_the_site(self, last, now, is_due):
        entry = Entry("x", timedelta(days=1), print, at=time_of_day(4))

        assert entry.is_due(self.at(*last), self.at(*now)) is is_due


class TestRunDue:
    def test_runs_each_once_in_its_time(self, calls):
        assert run_due() == ["a", "b"]
        assert run_due() == []

        PeriodicRun.objects.filter(name="b").update(started_at=timezone.now() - MINUTE)
        assert run_due() == ["b"]
        assert calls == ["a", "b", "b"]

    def test_notes_how_it_went(self, calls):
        run_due()

        run = PeriodicRun.objects.get(name="a")
        assert run.finished_at >= run.started_at
        assert run.error == ""

    def test_goes_on_after_a_failing_entry(self, entries, calls, caplog):
        entries["a"] = Entry("a", MINUTE, lambda: 1 / 0)

        assert run_due() == ["a", "b"]
        assert calls == ["b"]
        assert "ZeroDivisionError" in PeriodicRun.objects.get(name="a").error
        assert "'a' failed" in caplog.text

    def test_waits_for_its_hour_when_it_is_new(self, entries, calls):
        entries.clear()
        entries["night"] = Entry(
            "night", timedelta(days=1), lambda: calls.append("n"), at=time_of_day(4)
        )

        assert run_due() == []
        assert calls == []

    def test_of_the_whole_site_works(self, capsys):
        call_command("scheduler", "--once")

        assert "publish scheduled pages" in capsys.readouterr().out
        assert set(PeriodicRun.objects.values_list("error", flat=True)) == {""}


class TestNightlyWork:
    @pytest.mark.parametrize("name", ["rebuild the search index", "clear sessions", "prune tasks"])
    def test_works(self, name):
        registry.ENTRIES[name].run()


class TestLease:
    def test_is_held_by_one(self):
        first, second = Lease(), Lease()

        assert first.hold()
        assert not second.hold()
        assert first.hold()

    def test_of_a_killed_one_runs_out_within_30_seconds(self):
        first, second = Lease(), Lease()
        first.hold()
        left = SchedulerLease.objects.get().until - timezone.now()
        assert left <= timedelta(seconds=30)

        SchedulerLease.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert second.hold()
        assert not first.hold()

    def test_given_up_is_free_at_once(self):
        first, second = Lease(), Lease()
        first.hold()
        first.give_up()

        assert second.hold()


class TestStaleTasks:
    def test_of_killed_workers_are_closed(self):
        def row(**values):
            return DBTaskResult.objects.create(
                args_kwargs={"args": [], "kwargs": {}},
                task_path="sd_bridge.tasks.run_next",
                backend_name="default",
                run_after=timezone.now(),
                **values,
            )

        stale = row(status="RUNNING", started_at=timezone.now() - STALE_AFTER * 2)
        fresh = row(status="RUNNING", started_at=timezone.now())

        assert fail_stale_tasks() == 1
        stale.refresh_from_db()
        fresh.refresh_from_db()
        assert (stale.status, fresh.status) == ("FAILED", "RUNNING")


@pytest.mark.workers
class TestProcess:
    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_ends_at_sigterm_and_gives_up_its_lease(self, tmp_path):
        with running_command("scheduler", folder=tmp_path) as process:
            wait_until(PeriodicRun.objects.exclude(finished_at=None).exists)
            assert SchedulerLease.objects.get().holder
            process.send_signal(signal.SIGTERM)

            assert process.wait(15) == 0
            assert SchedulerLease.objects.get().holder == ""
