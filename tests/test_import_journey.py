"""An editor brings a folder of pictures, in a real browser, and reloads in the middle of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pictures.factories import unlike_file
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]

IMPORTED = 60_000  # ms, on a busy machine


@pytest.fixture
def topic(whole_site: WholeSite) -> int:
    return json.loads(whole_site.told)["topic"]


@pytest.fixture
def screen(editor: Page, topic: int) -> Page:
    editor.goto(f"/admin/import/?topic={topic}")
    return editor


@pytest.fixture
def folder(tmp_path: Path) -> list[Path]:
    """Five pictures nobody has seen, a broken one, and what was written beside one of them."""
    for number in range(5):
        seed = 1000 + number * 7
        (tmp_path / f"{number}.png").write_bytes(unlike_file(seed, prompt=f"harbour number {seed}"))
    (tmp_path / "broken.png").write_bytes(b"this is no picture")
    return sorted(tmp_path.iterdir())


def rows(page: Page, state: str = "") -> Locator:
    return page.locator(f".import__row--{state}" if state else ".import__row")


class TestImport:
    def test_a_reload_in_the_middle_loses_nothing_and_sends_nothing_twice(
        self, screen: Page, folder: list[Path]
    ):
        screen.set_input_files("#import-files", folder[:3])
        expect(rows(screen)).to_have_count(3)
        screen.reload()
        expect(rows(screen)).to_have_count(3)

        screen.set_input_files("#import-files", folder)
        expect(rows(screen)).to_have_count(6)
        expect(screen.locator("[data-import-upload-target=notice]")).to_contain_text("3")
        expect(rows(screen, "failed")).to_have_count(1)
        expect(rows(screen, "failed")).to_contain_text("broken.png")

        screen.get_by_role("button", name=re.compile("^Import 5")).click()
        expect(rows(screen, "done")).to_have_count(5, timeout=IMPORTED)
        screen.reload()
        expect(rows(screen, "done")).to_have_count(5)
        expect(screen.locator(".import__summary h2")).to_have_text("5 of 6 imported")

    def test_addresses_are_fetched_by_the_server_but_none_inside(
        self, screen: Page, whole_site: WholeSite
    ):
        screen.get_by_role("button", name="From the web").click()
        screen.keyboard.type(f"{whole_site.url}/static/cat.png\nfile:///etc/passwd\n")
        screen.get_by_role("button", name="Fetch").click()
        expect(rows(screen, "failed")).to_have_count(2)
        expect(rows(screen, "failed").first).to_contain_text("public web")

    def test_words_are_changed_for_one_and_for_all_that_are_selected(
        self, screen: Page, tmp_path: Path
    ):
        for seed in (3001, 3002):
            (tmp_path / f"{seed}.png").write_bytes(unlike_file(seed))
        screen.set_input_files("#import-files", sorted(tmp_path.iterdir()))
        expect(rows(screen)).to_have_count(2)
        screen.get_by_label("Select all on this page").check()
        screen.get_by_label("Add tags").fill("autumn 2026")
        screen.get_by_role("button", name="Apply to selected").click()
        for row in rows(screen).all():
            expect(row).to_contain_text("autumn 2026")

        rows(screen).first.locator(".import__title button").click()
        dialog = screen.locator("#import-file")
        dialog.get_by_label("Title").fill("A harbour of its own")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).not_to_be_visible()
        expect(rows(screen).first).to_contain_text("A harbour of its own")

    def test_a_folder_dropped_on_the_page_comes_in(self, screen: Page):
        data = list(unlike_file(4001))
        transfer = screen.evaluate_handle(
            """(bytes) => {
                const transfer = new DataTransfer();
                const parts = [new Uint8Array(bytes)];
                transfer.items.add(new File(parts, "dropped.png", { type: "image/png" }));
                return transfer;
            }""",
            data,
        )
        screen.dispatch_event(".import__drop", "drop", {"dataTransfer": transfer})
        expect(rows(screen)).to_have_count(1)
        expect(rows(screen)).to_contain_text("dropped.png")
