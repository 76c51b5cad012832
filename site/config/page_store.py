"""Pages that were answered lately, kept for a minute under the marks they were made under."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches

from pictures import public_versions
from pictures.public_versions import ALL, Marks

logger = logging.getLogger(__name__)

FRESH_SECONDS = 45  # then one request makes it anew, and the others get this one meanwhile
KEPT_SECONDS = 60
MAKING_SECONDS = 10  # who has not made a page by then does so no more
PATIENCE_SECONDS = 2.0
GLANCE_SECONDS = 0.025
AWAY_SECONDS = 5  # how long a cache is not asked after it failed


@dataclass(frozen=True, slots=True)
class KeptPage:
    """An answer as it was sent."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    marks: Marks
    made_at: float

    @property
    def is_fresh(self) -> bool:
        return time.time() - self.made_at < FRESH_SECONDS

    def holds(self, marks: Marks) -> bool:
        """Whether nothing it shows has changed; `marks` are those of this moment."""
        if self.marks[ALL] != marks[ALL]:
            return False
        others = [name for name in self.marks if name != ALL]
        return not others or public_versions.store().read(others) == {
            name: self.marks[name] for name in others
        }


class PageStore:
    """The cache `pages`. Where it, or the marks, cannot be reached, nothing is kept for a while."""

    def __init__(self) -> None:
        # Pages of another release name style sheets that this one does not serve.
        self._release = getattr(staticfiles_storage, "manifest_hash", "")
        self._away_until = 0.0

    @contextmanager
    def _unless_away(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - each cache library has errors of its own
            self._away_until = time.monotonic() + AWAY_SECONDS
            logger.warning("No page is kept for %s s: %s", AWAY_SECONDS, error)

    @property
    def is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def marks(self) -> Marks | None:
        """Those of this moment, to be asked before a page is made; None where nobody can tell."""
        if self.is_away:
            return None
        with self._unless_away():
            return public_versions.store().read([ALL])
        return None

    def get(self, key: str, marks: Marks) -> KeptPage | None:
        with self._unless_away():
            page = caches["pages"].get(self._page(key))
            return page if page is not None and page.holds(marks) else None
        return None

    def put(self, key: str, page: KeptPage) -> None:
        with self._unless_away():
            caches["pages"].set(self._page(key), page, KEPT_SECONDS)

    def take_turn(self, key: str) -> str:
        """A token for the one who makes this page now; "" while somebody else does."""
        token = secrets.token_hex(8)
        with self._unless_away():
            return token if caches["pages"].add(self._turn(key), token, MAKING_SECONDS) else ""
        return token

    def end_turn(self, key: str, token: str) -> None:
        if self.is_away:
            return
        with self._unless_away():
            if caches["pages"].get(self._turn(key)) == token:
                caches["pages"].delete(self._turn(key))

    def wait_for(self, key: str) -> KeptPage | None:
        """What somebody else is making; None where it is nothing to keep, or takes too long."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and not self.is_away:
            time.sleep(GLANCE_SECONDS)
            with self._unless_away():
                is_made = caches["pages"].get(self._turn(key)) is None
                marks = self.marks()
                page = self.get(key, marks) if marks else None
                if page is not None or is_made:
                    return page
        return None

    def _page(self, key: str) -> str:
        return f"answer:{self._release}:{key}"

    def _turn(self, key: str) -> str:
        return f"turn:{self._release}:{key}"
