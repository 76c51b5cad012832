"""`manage.py rebuild_search`: the search index as it should be."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from pictures.searching import indexing


class Command(BaseCommand):
    help = "Looks at every public picture again and writes what differs to the search index."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = indexing.rebuild(self.progress if options["verbosity"] else _silent)
        self.stdout.write(self.style.SUCCESS(f"{changed} pictures were not as they should be."))

    def progress(self, done: int) -> None:
        if done % 2000 < indexing.BATCH:
            self.stdout.write(f"Looked at: {done}")
            self.stdout.flush()


def _silent(done: int) -> None:
    pass
