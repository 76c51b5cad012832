"""Starts the demo WebUI."""

import signal
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sd_bridge.demo_webui import DIALECTS, LATE_SECONDS
from sd_bridge.demo_webui.faults import FAULTS, parse_faults


def seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 60:
        raise ArgumentTypeError("a step takes 0 to 60 seconds")
    return value


def credentials(text: str) -> str:
    name, colon, password = text.partition(":")
    if not (name and colon and password):
        raise ArgumentTypeError("credentials look like user:password")
    return text


def faults(text: str) -> str:
    try:
        parse_faults(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
    return text


def _fault_list() -> str:
    lines = [f"  {fault.name:<17} {fault.told}" for fault in FAULTS.values()]
    return "\n".join(["faults: the server …", *lines])


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class Command(BaseCommand):
    help = "Runs a server that speaks the WebUI API and paints without a model (a demonstration)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=7861)
        parser.add_argument("--auth", type=credentials, metavar="USER:PASSWORD")
        parser.add_argument("--seconds-per-step", type=seconds, default=0.05, metavar="S")
        parser.add_argument(
            "--dialect", choices=DIALECTS, default=DIALECTS[0], help="whose API it speaks"
        )
        parser.add_argument(
            "--fault",
            type=faults,
            default="",
            metavar="MODE[,MODE]",
            help="what it is to do wrong, for tests; see below",
        )
        parser.add_argument(
            "--late-seconds",
            type=float,
            default=LATE_SECONDS,
            metavar="S",
            help="how long the fault too-late lasts",
        )
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = _fault_list()

    def handle(self, *args: Any, **options: Any) -> None:
        # numpy comes with the demo requirements only.
        from sd_bridge.demo_webui.server import serve

        try:
            server = serve(
                options["host"],
                options["port"],
                auth=options["auth"],
                seconds_per_step=options["seconds_per_step"],
                dialect=options["dialect"],
                fault=options["fault"],
                late_seconds=options["late_seconds"],
            )
        except (OSError, OverflowError) as error:
            address = f"{options['host']}:{options['port']}"
            raise CommandError(f"Cannot listen on {address}: {error}") from error
        signal.signal(signal.SIGTERM, _end)
        wrong = f", with the fault {options['fault']}" if options["fault"] else ""
        self.stdout.write(f"Demo WebUI (not Stable Diffusion){wrong} at {server.url}")
        self.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("Demo WebUI ends.")
        finally:
            server.stop()
