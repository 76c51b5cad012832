"""A call that takes long, watched from outside."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Call(Thread, Generic[T]):
    """Runs `ask` in a thread of its own, which must not touch the database.

    The thread is a daemon: a worker that has to end does not wait for an engine.
    """

    def __init__(self, ask: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._ask = ask
        self._answer: list[T] = []
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._answer.append(self._ask())
        except BaseException as error:  # noqa: BLE001 - raised again by `answer`
            self._error = error

    def is_over(self, seconds: float) -> bool:
        """Wait that long for the end; whether it has come."""
        self.join(seconds)
        return not self.is_alive()

    def answer(self) -> T:
        """What the call gave; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._answer[0]
