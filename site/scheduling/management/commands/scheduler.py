"""The one clock: whatever has to be done again and again."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from scheduling.clock import Clock, run_due


class Command(BaseCommand):
    help = "Run periodic work: one process is the clock, further ones stand by."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run what is due, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            for name in run_due():
                self.stdout.write(name)
            return
        clock = Clock()

        def stop(signum: int, frame: FrameType | None) -> None:
            clock.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        clock.run()
