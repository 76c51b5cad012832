"""Closes the site to visitors for a while, and opens it again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config import maintenance


class Command(BaseCommand):
    help = "on: every public address shows that the site is being worked on; off: it is open again."
    requires_system_checks: list[str] = []  # it must work while nothing else does

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=["on", "off"])
        parser.add_argument(
            "--minutes", type=int, default=10, help="when visitors are told to come back"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["state"] == "on":
            maintenance.close(options["minutes"])
            self.stdout.write("Closed: visitors read that the site is being worked on.")
        else:
            maintenance.reopen()
            self.stdout.write("Open.")
