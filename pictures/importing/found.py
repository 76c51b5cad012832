"""A file that was come upon in a folder or a zip and has not been read yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pictures import sidecars

Read = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Found:
    """`read` gives the bytes, bounded, or raises `ImportRefusedError` or `IntakeError`.

    `entry` names the file within its source, for going on after an interruption. `name` and
    `folder` are fit for showing and never used as a path.
    """

    name: str
    folder: str
    entry: str
    size: int
    read: Read
    sidecar: tuple[str, Read] | None = None


Item = TypeVar("Item")


def is_hidden(name: str) -> bool:
    """Files that operating systems leave behind, which nobody means to bring."""
    return name.startswith(".") or name in {"Thumbs.db", "desktop.ini", "__MACOSX"}


def pair(items: Iterable[tuple[str, Item]]) -> tuple[list[tuple[str, Item]], dict[str, Item]]:
    """Pictures of one folder in their order, and by a picture's name in small letters its sidecar.

    A text that belongs to no picture is left alone, as notes beside pictures are.
    """
    pictures: list[tuple[str, Item]] = []
    beside: dict[str, Item] = {}
    for name, item in items:
        if not sidecars.is_sidecar_name(name):
            pictures.append((name, item))
            continue
        for candidate in sidecars.picture_names_of(name):
            beside.setdefault(candidate.lower(), item)
    return pictures, beside
