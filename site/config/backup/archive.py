"""The parts of an archive, and what is told when one is not as it should be."""

from __future__ import annotations

import hashlib
import json
import tarfile
from dataclasses import asdict, dataclass, field
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

FORMAT = 1
ROWS, MEDIA = "rows/", "media/"
LISTING, MANIFEST = "listing.jsonl.gz", "manifest.json"
CHUNK = 1024 * 1024
IN_MEMORY = 8 * CHUNK  # what is larger waits on disk


class BackupError(Exception):
    """No archive can be made, or this one cannot be brought back; tells why in a sentence."""


@dataclass
class Manifest:
    """`rows` counts by model; `size` is that of the files in bytes, `lost` how many were not there;
    `listing` is the SHA-256 of the list of members.
    """

    made_at: str
    database: str
    migrations: list[str]
    renditions: bool
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    size: int = 0
    lost: int = 0
    listing: str = ""
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Raises `BackupError` where it is of another format or none."""
        try:
            read: dict[str, Any] = json.loads(data)
            if read["format"] != FORMAT:
                raise BackupError(
                    f"The archive has format {read['format']}; this code reads format {FORMAT}."
                )
            return cls(**read)
        except (ValueError, TypeError, KeyError) as error:
            raise BackupError("The archive is broken: its manifest cannot be read.") from error


class Packer:
    """Adds members one after the other; nothing is held that grows with their number."""

    def __init__(self, target: IO[bytes]) -> None:
        self._tar = tarfile.open(  # noqa: SIM115 - until `finish`
            fileobj=target, mode="w|", format=tarfile.PAX_FORMAT
        )

    def add(self, name: str, source: IO[bytes]) -> tuple[str, int]:
        """SHA-256 and size. Read to its end first: a file may be shorter than it said."""
        with SpooledTemporaryFile(IN_MEMORY) as whole:
            found = hashlib.sha256()
            while some := source.read(CHUNK):
                found.update(some)
                whole.write(some)
            member = tarfile.TarInfo(name)
            member.size, member.mode = whole.tell(), 0o600
            whole.seek(0)
            self._tar.addfile(member, whole)
        self._tar.members.clear()  # type: ignore[attr-defined]
        return found.hexdigest(), member.size

    def finish(self, manifest: Manifest) -> None:
        self.add(MANIFEST, BytesIO(manifest.as_bytes()))
        self._tar.close()
