"""Which state of the public content a kept page shows.

A mark stands for the whole content, and one for each thing that changes often but is shown on few
pages: the comments of a picture, a collection. Whoever changes what visitors read calls `changed`;
a page that was kept under other marks is not shown again (`config.public_cache`). Likes change
nothing here.

Marks lie where all processes see them: in the cache, if processes share it, else in files.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction
from django.http import HttpRequest

logger = logging.getLogger(__name__)

ALL = "all"
SHARES = 256  # things of a kind share so many marks, so that these stay few
KEPT_SECONDS = 24 * 3600  # a mark that is gone counts as another one

Marks = dict[str, str]


class Store(Protocol):
    """Where marks lie."""

    def read(self, names: Iterable[str]) -> Marks:
        """The marks of these names; "" for one that was never set."""

    def renew(self, name: str) -> None: ...


def changed(kind: str = "", pk: int = 0) -> None:
    """What visitors read has changed: everywhere, or on the pages that watch this one thing.

    Takes effect when the transaction ends. A cache that is away breaks no change.
    """
    renew = _renewing(_name(kind, pk))
    if not _is_due(renew):
        transaction.on_commit(renew, robust=True)


def _is_due(renew: partial[None]) -> bool:
    """Whether this transaction renews that mark already."""
    return any(entry[1] is renew for entry in transaction.get_connection().run_on_commit)


def watch(request: HttpRequest, kind: str, pk: int) -> None:
    """Called by a view before it reads the thing whose changes its page must show at once."""
    marks: Marks | None = getattr(request, "public_marks", None)
    if marks is not None:
        name = _name(kind, pk)
        marks.update(store().read([name]))


def store() -> Store:
    """Where the marks of this installation lie."""
    shared = caches["default"]
    if isinstance(shared, LocMemCache | DummyCache):
        return FileStore(Path(settings.MEDIA_ROOT) / ".public-versions")
    return CacheStore()


def _name(kind: str, pk: int) -> str:
    return f"{kind}-{pk % SHARES}" if kind else ALL


@once
def _renewing(name: str) -> partial[None]:
    """One and the same object a name: a transaction renews each mark once."""
    return partial(_renew, name)


def _renew(name: str) -> None:
    try:
        store().renew(name)
    except Exception as error:  # noqa: BLE001 - each cache library has errors of its own
        logger.warning("Kept pages may be a minute old: %s", error)


class CacheStore:
    """Marks in the cache that all processes share."""

    def read(self, names: Iterable[str]) -> Marks:
        keys = {f"public-version:{name}": name for name in names}
        found = caches["default"].get_many(keys)
        return {name: found.get(key, "") for key, name in keys.items()}

    def renew(self, name: str) -> None:
        # A Redis that was away a moment ago must be asked all the same: `set_many` does, or raises.
        mark = {f"public-version:{name}": secrets.token_hex(8)}
        caches["default"].set_many(mark, KEPT_SECONDS)


class FileStore:
    """Marks in a file each, for processes of one machine without a cache in common."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, names: Iterable[str]) -> Marks:
        return {name: self._mark(name) for name in names}

    def _mark(self, name: str) -> str:
        try:
            with open(f"{self.folder}/{name}") as file:  # `Path` takes longer than the file
                return file.read()
        except FileNotFoundError:
            return ""

    def renew(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{name}.{secrets.token_hex(8)}"
        fresh.write_text(secrets.token_hex(8))
        fresh.replace(self.folder / name)
