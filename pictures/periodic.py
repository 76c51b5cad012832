"""What the scheduler does for pictures."""

from __future__ import annotations

from datetime import time, timedelta

from pictures import removal, scores, side_totals, tasks
from pictures.importing import cleaning
from pictures.searching import indexing
from scheduling.registry import periodic


@periodic(every=timedelta(minutes=1), name="resume imports")
def resume_imports() -> None:
    cleaning.resume()


@periodic(every=timedelta(days=1), at=time(4, 20), name="expire imports")
def expire_imports() -> None:
    cleaning.expire()


@periodic(every=timedelta(minutes=10), name="index what search has missed")
def index_missing() -> None:
    indexing.request_missing()


@periodic(every=timedelta(days=1), at=time(4, 25), name="rebuild the picture search")
def rebuild_picture_search() -> None:
    tasks.rebuild_search.enqueue()


@periodic(every=timedelta(minutes=10), name="how pictures trend")
def recompute_trends() -> None:
    scores.recompute_trends()


@periodic(every=timedelta(days=1), at=time(4, 40), name="shuffle the random order")
def reshuffle() -> None:
    scores.reshuffle()


@periodic(every=timedelta(days=1), at=time(4, 50), name="count the lists of tags and people")
def count_side_lists() -> None:
    side_totals.count_everything()


@periodic(every=timedelta(days=1), at=time(4, 55), name="look at the files")
def tend_media() -> None:
    tasks.tend_media.enqueue()


@periodic(every=timedelta(minutes=5), name="look for duplicates of new pictures")
def look_at_new_pictures() -> None:
    tasks.look_for_duplicates.enqueue(whole=False)


@periodic(every=timedelta(days=1), at=time(4, 35), name="look for duplicates")
def look_for_duplicates() -> None:
    tasks.look_for_duplicates.enqueue(whole=True)


@periodic(every=timedelta(days=1), at=time(4, 45), name="forget addresses of deleted pictures")
def forget_old_removals() -> None:
    removal.forget_old_removals()
