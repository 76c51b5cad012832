"""What the scheduler does for pictures."""

from __future__ import annotations

from datetime import time, timedelta

from pictures.importing import cleaning
from scheduling.registry import periodic


@periodic(every=timedelta(minutes=1), name="resume imports")
def resume_imports() -> None:
    cleaning.resume()


@periodic(every=timedelta(days=1), at=time(4, 20), name="expire imports")
def expire_imports() -> None:
    cleaning.expire()
