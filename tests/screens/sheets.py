"""One small picture of each kind of page: light above dark, a desk beside a phone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.screens.kinds import ALL, Screen
from tests.screens.taking import Visits

HEIGHT, GAP = 490, 6  # px
BETWEEN = "#8f9197"
HEADINGS = {
    "gallery": "The gallery",
    "account": "Accounts and settings",
    "people": "What members do",
    "admin": "The admin",
}
INTRODUCTION = """# Every screen

One sheet of each kind of page: light above dark, 1440 px beside 390 px, Korean and English turn by
turn, with the demo's content. `make screenshots` takes them and writes this page; the list is
`tests/screens/kinds.py`, what is added to the demo for it `tests/screens/content.py`. Look at the
sheets of what you changed before you ask for a review. `python -m tests.screenshots topic
quick-view` takes only those.
"""
QUALITIES = (72, 64, 56, 48, 40)
LARGEST_FILE = 60_000  # bytes


def in_language(language: str) -> Iterator[Screen]:
    """Both languages turn by turn: every other screen is in Korean."""
    screens = [screen for group in ALL.values() for screen in group]
    yield from screens[0 if language == "ko" else 1 :: 2]


def write_page(path: Path) -> None:
    """The document that shows every sheet; `screenshots/screens/` lies beside it."""
    lines = [INTRODUCTION]
    for group, screens in ALL.items():
        lines.append(f"## {HEADINGS[group]}\n")
        for screen in screens:
            words = screen.name.replace("-", " ").capitalize()
            lines.append(f"### {words}\n\n![{words}](screenshots/screens/{screen.name}.webp)\n")
    path.write_text("\n".join(lines))


def take(
    browser: Browser,
    url: str,
    language: str,
    addresses: Mapping[str, str],
    target: Path,
    only: Iterable[str] = (),
) -> None:
    """Write a sheet of every screen in `language`, or of those named, into `target`."""
    visits = Visits(browser, url, language)
    wanted = set(only)
    for screen in in_language(language):
        if not wanted or screen.name in wanted:
            sheet = compose(visits.views(screen, dict(addresses)))
            size = write(sheet, target / f"{screen.name}.webp")
            print(f"screens/{screen.name}.webp  {size // 1024} KB", flush=True)
    visits.end()


def compose(views: Mapping[str, bytes]) -> Image.Image:
    """`views` are PNG files by `theme-width`; each is scaled to the same height."""
    rows = []
    for theme in ("light", "dark"):
        row = []
        for width in ("desk", "phone"):
            view = Image.open(io.BytesIO(views[f"{theme}-{width}"])).convert("RGB")
            size = (round(view.width * HEIGHT / view.height), HEIGHT)
            row.append(view.resize(size, Image.Resampling.LANCZOS))
        rows.append(row)
    full = sum(view.width for view in rows[0]) + GAP
    sheet = Image.new("RGB", (full, 2 * HEIGHT + GAP), BETWEEN)
    for number, row in enumerate(rows):
        left = 0
        for view in row:
            sheet.paste(view, (left, number * (HEIGHT + GAP)))
            left += view.width + GAP
    return sheet


def write(sheet: Image.Image, path: Path) -> int:
    """In the best quality that `LARGEST_FILE` allows; the file's bytes."""
    for quality in QUALITIES:
        file = io.BytesIO()
        sheet.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= LARGEST_FILE:
            break
    return path.write_bytes(file.getvalue())
