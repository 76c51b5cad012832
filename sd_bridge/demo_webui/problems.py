"""What goes wrong while a request is answered; `refusing` puts it into a dialect's words.

    AnswerError       a status and a detail
    InvalidError      fields of the wrong type: 422 with a list
    OutOfMemoryError  more than the demo is willing to paint: 500

Any other exception is a crash: 500 with its class name and text, as there.
"""

from dataclasses import dataclass
from typing import Any


class AnswerError(Exception):
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a body: `kind` is "missing", "json", or the type wanted."""

    kind: str
    where: tuple[str | int, ...]
    given: Any = None
    cause: Exception | None = None


class InvalidError(Exception):
    def __init__(self, flaws: list[Flaw]) -> None:
        super().__init__(str(flaws))
        self.flaws = flaws


class OutOfMemoryError(Exception):
    """Named as PyTorch's: the class name is part of the answer."""
