"""Everything between installing and serving, in one process."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from config.icons import build_sprite
from config.translations import compile_all


class Command(BaseCommand):
    help = "Builds icons and translations, migrates, collects static files; --demo loads the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load demo content on first start")

    def handle(self, *args: Any, **options: Any) -> None:
        build_sprite()
        compile_all()
        self.stdout.write("Migrating the database …")
        call_command("migrate", verbosity=0, interactive=False)
        if not settings.DEBUG:
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", verbosity=0, interactive=False)
        if options["demo"]:
            call_command("load_demo", first_start=True)
