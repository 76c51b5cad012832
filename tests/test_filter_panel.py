"""The panel of filters: beside the list on a wide window; its bar on a phone in one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.same_everywhere]

LIST = "/en/pictures/"
LAKES = "/en/topics/lakes-at-dusk/"


@pytest.fixture
def opened(browser: Browser, shown_site: WholeSite) -> Iterator[Callable[..., Page]]:
    """`opened(width, address)`: a page of a browser of its own."""
    contexts = []

    def open_page(width: int, address: str, **options) -> Page:
        context = browser.new_context(
            base_url=shown_site.url,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def left(page: Page, selector: str) -> float:
    return page.locator(selector).first.bounding_box()["x"]


class TestBesideTheList:
    def test_opens_there_and_gives_the_room_back(self, opened):
        page = opened(1440, LIST)
        link = page.locator("a[data-filters]")
        expect(link).to_have_attribute("aria-expanded", "false")
        before = left(page, ".wall-frame")
        link.click()
        panel = page.locator(".filter-page")
        expect(panel).to_be_visible()
        expect(link).to_have_attribute("aria-expanded", "true")
        expect(page.locator("dialog[open]")).to_have_count(0)
        box = panel.bounding_box()
        assert box["x"] + box["width"] < left(page, ".wall-frame")
        assert abs(box["y"] - page.locator(".wall-frame").bounding_box()["y"]) < 60
        link.click()
        expect(panel).to_have_count(0)
        assert left(page, ".wall-frame") == before

    def test_stays_while_one_chooses_and_from_list_to_list(self, opened):
        page = opened(1440, LIST)
        page.locator("a[data-filters]").click()
        with page.expect_response("**view=filters**"):
            page.locator(".filter-page .filter-format", has=page.locator("[value=tall]")).click()
        page.locator(".filter-page [type=submit]").click()
        page.wait_for_url("**/en/pictures/?format=tall")
        expect(page.locator(".filter-page [value=tall]")).to_be_checked()
        expect(page.locator(".list-chips .chip")).to_have_count(1)
        page.goto(LAKES)
        expect(page.locator(".filter-page")).to_be_visible()
        page.locator("a[data-filters]").click()
        page.goto(LIST)
        expect(page.locator("a[data-filters]")).to_have_attribute("aria-expanded", "false")
        expect(page.locator(".filter-page")).to_have_count(0)

    def test_is_there_without_a_script(self, opened):
        page = opened(1440, f"{LIST}?view=filters", java_script_enabled=False)
        box = page.locator(".filter-page").bounding_box()
        assert box["x"] + box["width"] < left(page, ".wall-frame")

    def test_is_a_sheet_where_there_is_no_room(self, opened):
        page = opened(1000, LIST)
        page.locator("a[data-filters]").click()
        expect(page.locator("dialog.filter-sheet[open]")).to_be_visible()
        expect(page.locator(".filter-page")).to_have_count(0)


class TestOnAPhone:
    @pytest.mark.parametrize("query", ["", "?format=tall&format=wide&tag=lake&sort=comments"])
    def test_its_bar_takes_one_row(self, opened, query):
        page = opened(390, f"{LIST}{query}", has_touch=True)
        bar = page.locator(".list-bar")
        assert bar.bounding_box()["height"] <= 66
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        last = page.locator(".wall-views button").last
        page.locator(".list-sort").focus()
        for _ in range(12):
            page.keyboard.press("Tab")
            if last.evaluate("node => node === document.activeElement"):
                break
        box = last.bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= 390
        expect(last).to_be_focused()
