"""Everything a member has here as one archive, sent while it is being made."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from io import RawIOBase
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts.models import User
from accounts.signals import data_wanted

logger = logging.getLogger(__name__)
CHUNK = 256 * 1024

Opener = Callable[[], IO[bytes]]


class NameTakenError(Exception):
    """Two receivers answered the same name: one would silently be left out."""


class _Outlet(RawIOBase):
    """Where the archive is written and read away at once, so that memory stays small."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def drain(self) -> bytes:
        data = b"".join(self.waiting)
        self.waiting.clear()
        return data


def gather(user: User) -> tuple[dict[str, Any], dict[str, Opener]]:
    """Rows by name, and what opens the files by their path. Raises NameTakenError."""
    rows: dict[str, Any] = {}
    files: dict[str, Opener] = {}
    answers: list[tuple[Any, Any]] = data_wanted.send(sender=User, user=user)
    for _receiver, answer in answers:
        told: dict[str, Any] = dict(answer or {})
        more: dict[str, Opener] = told.pop("files", {})
        if taken := (rows.keys() & told.keys()) | (files.keys() & more.keys()):
            raise NameTakenError(f"told twice: {', '.join(sorted(taken))}")
        rows |= told
        files |= more
    return rows, files


def archive(rows: dict[str, Any], files: dict[str, Opener]) -> Iterator[bytes]:
    """The bytes of a zip: a JSON file a name, the files, and a list of those that are missing."""
    outlet = _Outlet()
    with ZipFile(outlet, "w") as packed:
        for name, content in sorted(rows.items()):
            _pack_json(packed, name, content)
            yield outlet.drain()
        missing = []
        for path, opener in sorted(files.items()):
            try:
                source = opener()
            except OSError:
                logger.exception("A file is missing in somebody's export")
                missing.append(path)
                continue
            yield from _pack_file(packed, outlet, path, source)
        if missing:
            _pack_json(packed, "missing-files", missing)
    yield outlet.drain()


def _pack_json(packed: ZipFile, name: str, content: Any) -> None:
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    packed.writestr(_entry(f"{name}.json", ZIP_DEFLATED), text)


def _pack_file(packed: ZipFile, outlet: _Outlet, path: str, source: IO[bytes]) -> Iterator[bytes]:
    # Pictures are packed already: more would only cost time.
    with source, packed.open(_entry(path, ZIP_STORED), "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            yield outlet.drain()


def _entry(path: str, method: int) -> ZipInfo:
    entry = ZipInfo(path, timezone.localtime().timetuple()[:6])
    entry.compress_type = method
    return entry
