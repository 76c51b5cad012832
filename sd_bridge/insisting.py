"""What must reach the database although it may be away for a moment."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections

logger = logging.getLogger(__name__)

T = TypeVar("T")
AWAY = (OperationalError, InterfaceError)
PATIENCE = 30.0  # seconds
PAUSE = 1.0


def insist(action: Callable[[], T], *, patience: float = PATIENCE) -> T:
    """Repeat `action` while the database is away, for `patience` s; then raise what it raised.

    `action` may have happened although its connection broke: it must notice that itself.
    """
    give_up = time.monotonic() + patience
    while True:
        try:
            return action()
        except AWAY as error:
            if time.monotonic() > give_up:
                raise
            logger.warning("The database is away, trying again: %s", error)
            close_old_connections()
            time.sleep(PAUSE)
