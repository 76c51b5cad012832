"""What the scheduler does for generations."""

from __future__ import annotations

from datetime import timedelta

from scheduling.registry import periodic
from sd_bridge import expiry, probing, reaping
from sd_bridge.repeating.settling import settle_finished
from sd_bridge.waking import wake_workers


@periodic(every=timedelta(seconds=15), name="reap lost generations")
def reap() -> None:
    reaping.reap()
    reaping.fail_impossible()
    wake_workers()


@periodic(every=timedelta(seconds=5), name="free idle engines")
def free_engines() -> None:
    """Apart from the reaper, which must not wait for an engine that hangs."""
    if reaping.free_engines():
        wake_workers()


@periodic(every=timedelta(seconds=3), name="look at engines")
def look_at_engines() -> None:
    """Those that could not be reached are tried again; apart, as a silent one takes its time."""
    if probing.look_at_engines():
        wake_workers()


@periodic(every=timedelta(minutes=1), name="settle recipe checks")
def settle_checks() -> None:
    """Those whose worker was lost after painting, and those that were cancelled."""
    settle_finished()


@periodic(every=timedelta(minutes=5), name="fail generations of removed engines")
def fail_removed() -> None:
    reaping.fail_waiting_for_removed_engines()


@periodic(every=timedelta(hours=1), name="expire results")
def expire() -> None:
    expiry.expire_results()
    expiry.expire_sources()
    expiry.expire_previews()
