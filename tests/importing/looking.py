"""What tests of imports look at."""

from __future__ import annotations

from pathlib import Path

from wagtail.models import Page

from pictures.models import ImportFile


def fresh(row: ImportFile) -> ImportFile:
    return ImportFile.objects.get(pk=row.pk)


def stored(private: Path) -> set[str]:
    return {str(path.relative_to(private)) for path in private.rglob("*") if path.is_file()}


def problems() -> list:
    return [found for found in Page.find_problems() if found]
