"""What goes wrong, in the words of A1111 1.10.

    AnswerError       a status and a detail            → envelope with `detail`
    InvalidError           fields of the wrong type         → 422 with a list
    OutOfMemoryError  more than the demo is willing to paint → 500

Any other exception is a crash: 500 with its class name and text, as there.
"""

from typing import Any


class AnswerError(Exception):
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class InvalidError(Exception):
    """422; `rows` as pydantic 1 writes them: loc, msg, type."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__(str(rows))
        self.rows = rows


class OutOfMemoryError(Exception):
    """Named as PyTorch's: the class name is part of the answer."""


def envelope(error: str, *, detail: str = "", errors: str = "") -> dict[str, str]:
    """The error body of A1111's middleware."""
    return {"error": error, "detail": detail, "body": "", "errors": errors}


def answer_for(error: Exception) -> tuple[int, dict[str, Any]]:
    """Status and body for anything raised while answering."""
    if isinstance(error, AnswerError):
        return error.status, dict(envelope("HTTPException", detail=error.detail))
    if isinstance(error, InvalidError):
        return 422, {"detail": error.rows}
    return 500, dict(envelope(type(error).__name__, errors=str(error)))
