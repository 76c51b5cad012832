from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from config.backup import target
from config.backup.archive import BackupError
from config.backup.reading import verify
from config.backup.writing import write


class Command(BaseCommand):
    help = (
        "Writes database rows and media into one archive while the site runs. It holds password "
        "hashes and private files: keep it as safe as the server. Ends with 0 when it is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="the archive, or a folder for dated ones")
        parser.add_argument(
            "--without-renditions",
            action="store_true",
            help="leave out the public copies; a restore has the workers make them anew",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="in a folder: delete all but the newest N"
        )
        parser.add_argument("--verify", action="store_true", help="read it again afterwards")

    def handle(self, *args: Any, **options: Any) -> None:
        path, folder, keep = options["target"], options["target"].is_dir(), options["keep"]
        if keep is not None and (keep < 1 or not folder):
            raise CommandError("--keep needs a folder and a number of at least 1.")
        if folder:
            path = target.dated(path, timezone.localtime())
        try:
            target.clear_abandoned(path.parent)
            with target.whole_or_nothing(path) as part:
                done = write(part, renditions=not options["without_renditions"], tell=self.tell)
            if options["verify"]:
                verify(path)
        except (BackupError, OSError, DatabaseError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        rows = sum(done.rows.values())
        self.stdout.write(
            self.style.SUCCESS(
                f"{path}: {rows} rows, {done.files} files, {done.size} bytes of files."
            )
        )
        if done.lost:
            self.stdout.write(f"{done.lost} files that rows name were not there; see above.")
        for old in target.prune(path.parent, keep) if keep else []:
            self.stdout.write(f"Deleted: {old}")

    def tell(self, sentence: str) -> None:
        self.stderr.write(sentence, self.style.NOTICE)
        self.stderr.flush()
