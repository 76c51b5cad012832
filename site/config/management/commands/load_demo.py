from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.loading import load

WIDTH = 30


class Command(BaseCommand):
    help = "Loads the demo: about 60 pictures in 6 topics, and the demo log-ins. Repeatable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fast", action="store_true", help="paint at half the size")
        parser.add_argument(
            "--first-start", action="store_true", help="do nothing where somebody has an account"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SETTINGS_MODULE == "config.settings.production":
            raise CommandError("The demo's log-ins are known to everyone: not in production.")
        if options["first_start"] and get_user_model().objects.exists():
            return
        added = load(fast=options["fast"], progress=self.progress)
        self.stdout.write(self.style.SUCCESS(f"{added} pictures added."))

    def progress(self, what: str, number: int, total: int) -> None:
        """A bar on a terminal, one line a stage elsewhere."""
        if self.stdout.isatty():
            filled = WIDTH * number // total
            bar = "█" * filled + "░" * (WIDTH - filled)
            end = "\n" if number == total else ""
            self.stdout.write(f"\r{what:<14}{bar} {number}/{total}", ending=end)
            self.stdout.flush()
        elif number == total:
            self.stdout.write(f"{what}: {total}")
