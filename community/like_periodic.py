"""What the scheduler does for likes."""

from __future__ import annotations

import logging
from datetime import time, timedelta

from community import intents, like_counting
from scheduling.registry import periodic

logger = logging.getLogger(__name__)


@periodic(every=timedelta(minutes=5), name="likes of the last day")
def likes_of_a_day() -> None:
    like_counting.let_old_likes_go("popularity_day")


@periodic(every=timedelta(minutes=30), name="likes of the last week")
def likes_of_a_week() -> None:
    like_counting.let_old_likes_go("popularity_week")


@periodic(every=timedelta(hours=3), name="likes of the last month")
def likes_of_a_month() -> None:
    like_counting.let_old_likes_go("popularity_month")


@periodic(every=timedelta(days=1), at=time(4, 30), name="count likes and comments anew")
def count_anew() -> None:
    """The year's likes too grow old here."""
    changed = like_counting.rebuild()
    if changed:
        logger.info("Counted anew: %s pictures changed", changed)


@periodic(every=timedelta(minutes=15), name="forget what visitors began")
def forget_begun() -> None:
    intents.forget_old()
