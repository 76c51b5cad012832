"""What `import_pictures` does: paths of this machine to pictures, a chunk at a time.

Told again after a kill, it takes up the rows that were read, and says of what is there already that
it is. What a file comes to is told as soon as it is certain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wagtail.models import Page

from pictures import duplicates, sidecars
from pictures.importing import batches, filing, folders, reading, registering
from pictures.importing.found import Found
from pictures.importing.names import split_path
from pictures.importing.proposals import propose
from pictures.importing.refusals import ImportRefusedError
from pictures.importing.zips import ZipReader, is_zip_name
from pictures.intake import take_in
from pictures.intake_errors import IntakeError
from pictures.models import GalleryImage, ImportBatch, ImportFile, ImportState, NearDecision

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asked for."""

    paths: tuple[Path, ...]
    topic: Page
    user: AbstractUser | None
    licence: str
    publish: bool
    near: str
    dry_run: bool

    @property
    def key(self) -> str:
        """The same for the same words."""
        user = self.user.pk if self.user else None
        places = sorted(str(path.resolve()) for path in self.paths)
        told = [places, self.topic.pk, user, self.licence, self.publish, self.near]
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file came to: `imported`, `exists`, `near` (left out), `refused` or `ready` (dry run).

    `reason` is a sentence, `other` the picture or file that it resembles.
    """

    file: str
    state: str
    title: str = ""
    picture: int | None = None
    is_draft: bool = False
    other: str = ""
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


def come_upon(paths: Iterable[Path]) -> Iterator[Found | ImportRefusedError]:
    """The files at `paths`, those in folders and zips too; read each before asking for the next."""
    for path in paths:
        if path.is_dir():
            for item in folders.walk(path, also_zips=True):
                yield from [item] if isinstance(item, Found) else _in_zip(item)
        elif is_zip_name(path.name):
            yield from _in_zip(path)
        elif not (sidecars.is_sidecar_name(path.name) and _has_picture(path)):
            yield folders.found_file(path, sidecar=_beside(path))


def _in_zip(path: Path) -> Iterator[Found | ImportRefusedError]:
    name = split_path(path.name)[1]
    try:
        with path.open("rb") as file:
            yield from ZipReader(file, name=name).pictures()
    except OSError:
        yield ImportRefusedError("unreadable", name=name)
    except ImportRefusedError as error:
        yield error


def _beside(path: Path) -> Path | None:
    """The text beside a file that was named alone."""
    try:
        names = sorted(item.name for item in path.parent.iterdir())
    except OSError:
        return None
    for name in names:
        if sidecars.is_sidecar_name(name) and _tells_of(name, path.name):
            return path.parent / name
    return None


def _has_picture(path: Path) -> bool:
    return any(_tells_of(path.name, item.name) for item in path.parent.iterdir())


def _tells_of(sidecar: str, picture: str) -> bool:
    return picture.lower() in sidecars.picture_names_of(sidecar)


class Importer:
    """One run; `tell` hears what each file came to."""

    def __init__(self, order: Order, tell: Callable[[Outcome], None]) -> None:
        self._order = order
        self._tell = tell
        self._batch: ImportBatch | None = None
        self._names: dict[int, str] = {}
        self._seen: dict[str, str] = {}  # of a dry run: name by hash

    def resume(self) -> None:
        """Finish what a killed run with the same words has read."""
        if self._order.dry_run:
            return
        unfinished = (
            ImportState.WAITING,
            ImportState.READY,
            ImportState.NEAR,
            ImportState.IMPORTING,
        )
        known = ImportBatch.objects.filter(key=self._order.key, files__state__in=unfinished)
        self._batch = known.order_by("-pk").first()
        if self._batch is None:
            return
        for row in self._batch.files.filter(state__in=unfinished):
            if row.state == ImportState.WAITING:  # half written: its file comes again
                filing.remove([row.file.name, row.thumbnail.name])
                row.delete()
            else:
                self._decide(row)
        self.flush()

    def take(self, item: Found | ImportRefusedError) -> None:
        """Bring one file; it becomes a picture with the next `flush`, at the latest."""
        if isinstance(item, ImportRefusedError):
            self._tell(Outcome(item.name, "refused", reason=str(item)))
            return
        try:
            data = item.read()
            digest = hashlib.sha256(data).hexdigest()
            if others := duplicates.exact(digest):
                self._tell(_exists(_path(item), others[0]))
            elif self._order.dry_run:
                self._try(item, data, digest)
            else:
                self._store(item, data)
        except (IntakeError, ImportRefusedError) as error:
            error.name = error.name or item.name
            self._tell(Outcome(_path(item), "refused", reason=str(error)))

    def flush(self) -> None:
        """Make pictures of what was read so far."""
        if self._batch is None:
            return
        ready = self._batch.files.filter(state=ImportState.READY)
        # What publishing asks for and nobody has said yet: a draft loses nothing.
        ready.filter(publish=True, alt_text="").update(publish=False)
        registering.mark_importing(list(ready.only("pk")))
        while rows := registering.register_chunk(self._batch):
            for row in rows:
                self._tell(self._outcome(row))
        self._names.clear()

    def _store(self, item: Found, data: bytes) -> None:
        if self._batch is None:
            self._batch = batches.start_batch(
                user=self._order.user,
                topic=self._order.topic,
                licence=self._order.licence,
                publish=self._order.publish,
                key=self._order.key,
            )
        row = reading.take(self._batch, item, data)
        self._names[row.pk] = _path(item)
        self._decide(row)
        if len(self._names) >= registering.CHUNK:
            self.flush()

    def _decide(self, row: ImportFile) -> None:
        """What the operator said of near ones; the same bytes twice are told and forgotten."""
        if row.state == ImportState.NEAR and self._order.near == NearDecision.IMPORT:
            row.state, row.decision = ImportState.READY, NearDecision.IMPORT
            row.save(update_fields=["state", "decision", "updated_at"])
        elif row.state in (ImportState.NEAR, ImportState.DUPLICATE):
            self._tell(self._outcome(row))
            filing.remove_files(row)
            row.state = ImportState.SKIPPED
            row.save(update_fields=["state", "updated_at"])
            self._names.pop(row.pk, None)

    def _try(self, item: Found, data: bytes, digest: str) -> None:
        """What would become of a file; nothing is stored."""
        taken = take_in(data, name=item.name)
        if twin := self._seen.get(digest):
            self._tell(Outcome(_path(item), "exists", other=twin))
            return
        self._seen[digest] = item.name
        near = duplicates.near(taken.dhash)
        other = near[0].title if near else ""
        if near and self._order.near == NearDecision.SKIP:
            self._tell(Outcome(_path(item), "near", other=other))
            return
        words = propose(reading.recipe_of(taken, item), item.name)
        is_draft = not (self._order.publish and words["alt_text"])
        title = str(words["title"])
        self._tell(Outcome(_path(item), "ready", title=title, is_draft=is_draft, other=other))

    def _outcome(self, row: ImportFile) -> Outcome:
        name = self._names.get(row.pk) or _joined(row.folder, row.name)
        other = _other(row)
        if row.state == ImportState.DONE:
            return Outcome(
                name,
                "imported",
                title=row.title,
                picture=row.picture_id,
                is_draft=not row.publish,
                other=other,
            )
        if row.state == ImportState.DUPLICATE:
            return Outcome(name, "exists", other=other)
        if row.state == ImportState.NEAR:
            return Outcome(name, "near", other=other)
        return Outcome(name, "refused", reason=row.sentence)


def _exists(name: str, image: GalleryImage) -> Outcome:
    picture = image.pictures.order_by("pk").first()
    other = picture.title if picture else image.title
    return Outcome(name, "exists", picture=picture.pk if picture else None, other=other)


def _other(row: ImportFile) -> str:
    image = row.duplicate_of or row.near_of
    if image is not None:
        return image.title
    return row.twin.name if row.twin else ""


def _path(found: Found) -> str:
    return _joined(found.folder, found.name)


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
