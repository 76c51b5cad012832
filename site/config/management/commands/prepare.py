"""Everything between installing and serving, in one process."""

from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from config.env import ROOT
from config.health import database_state
from config.icons import build_sprite
from config.style_sheets import build_sheets
from config.translations import compile_all
from home.site_address import follow_base_url


class Command(BaseCommand):
    help = "Builds icons and translations, migrates, collects static files; --demo loads the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load demo content on first start")
        part = parser.add_mutually_exclusive_group()
        part.add_argument(
            "--files", action="store_true", help="only files; needs no database (for an image)"
        )
        part.add_argument(
            "--database", action="store_true", help="only the database; writes no file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["database"]:
            self.build_files()
        if not options["files"]:
            self.bring_up_database()
        if options["demo"]:
            call_command("load_demo", first_start=True)

    def build_files(self) -> None:
        build_sprite()
        build_sheets()
        compile_all()
        if not settings.DEBUG:
            self.collect_static()

    def bring_up_database(self) -> None:
        if database_state() == "ok":
            follow_base_url()
        else:
            self.stdout.write("Migrating the database …")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)  # does nothing for other kinds of cache

    def collect_static(self) -> None:
        """Collect only what changed since the last time; compressing everything takes long."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        state = static_state()
        if stamp.exists() and stamp.read_text() == state:
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(state)


def static_state() -> str:
    """A fingerprint of everything that static files come from."""
    sources = [ROOT / "requirements.txt", ROOT / "package-lock.json"]
    sources += sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    marks = (f"{path.relative_to(ROOT)} {path.stat().st_mtime_ns}" for path in sources)
    return blake2b("\n".join(marks).encode()).hexdigest()
