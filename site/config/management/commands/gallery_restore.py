from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from config.backup.archive import BackupError, Manifest
from config.backup.reading import verify
from config.backup.restoring import restore


class Command(BaseCommand):
    help = (
        "Brings an archive of gallery_backup back into an empty, migrated site, on any database. "
        "Stop web, workers and scheduler before, start them after."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--verify", action="store_true", help="only check that the archive is whole"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["archive"]
        try:
            done = verify(path) if options["verify"] else restore(path, self.tell)
        except (BackupError, OSError, DatabaseError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(sentence(done, is_checked_only=options["verify"])))

    def tell(self, line: str) -> None:
        self.stderr.write(line, self.style.NOTICE)
        self.stderr.flush()


def sentence(done: Manifest, *, is_checked_only: bool) -> str:
    what = f"{sum(done.rows.values())} rows, {done.files} files"
    if is_checked_only:
        return f"The archive is whole: {what}, made at {done.made_at} from {done.database}."
    return f"Restored: {what}."
