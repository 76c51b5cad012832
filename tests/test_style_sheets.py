"""The style sheets in a real browser, without a site: the wall's geometry and the theme."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from pictures.browsing import Card
from pictures.copies import CardSources
from pictures.formats import PictureFormat

ROOT = Path(__file__).resolve().parent.parent
CSS = ROOT / "static" / "css"
BOOTSTRAP = ROOT / "node_modules" / "bootstrap" / "dist" / "css" / "bootstrap-reboot.min.css"
# Thirteen formats in a fixed disorder, three times.
DISORDER = "twpsltwslpwst" * 3
LETTERS = {format.value[0]: format for format in PictureFormat}
BOXES = """
  () => [...document.querySelectorAll(".wall .piece")].map((piece) => {
    const box = piece.getBoundingClientRect();
    return {left: box.left, top: box.top, right: box.right, bottom: box.bottom};
  })
"""
BLUE = """
  () => [...document.querySelectorAll("*")].flatMap((element) => {
    const style = getComputedStyle(element);
    return [...style].filter((name) => /13, 110, 253|0d6efd/.test(style.getPropertyValue(name))
        && !name.startsWith("--")).map((name) => `${element.tagName} ${name}`);
  })
"""
CONTROLS = """
  <a href="#">link</a> <button class="btn btn-primary">a</button>
  <button class="btn btn-outline-primary">b</button> <button class="btn btn-link">c</button>
  <button class="btn btn-outline-danger">d</button>
  <button class="btn btn-primary" disabled>e</button>
  <select class="form-select"><option>1</select>
  <label class="filter-line"><input type="checkbox" checked></label> <mark>m</mark> <code>k</code>
  <div class="field"><input value="x"></div> <kbd>K</kbd>
"""


def card(number: int, format: PictureFormat) -> Card:
    return Card(
        id=number,
        title=f"Picture {number}",
        url=f"#{number}",
        alt=f"Alternative {number}",
        author="Ana",
        format=format.value,
        colour="#336699",
        ai_generated=True,
        language="en",
        sources=CardSources(320, round(320 / format.ratio)),
    )


def document(body: str, theme: str = "light") -> str:
    names = ("tokens", "theme", "page", "buttons", "controls", "forms", "wall")
    sheets = [BOOTSTRAP.read_text(), *((CSS / f"{name}.css").read_text() for name in names)]
    styles = "".join(f"<style>{sheet}</style>" for sheet in sheets)
    return f"<!doctype html><html data-bs-theme={theme}>{styles}<body><main>{body}</main></body>"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def wall(page: Page) -> Page:
    cards = [card(number, LETTERS[letter]) for number, letter in enumerate(DISORDER)]
    items = render_to_string("pictures/_wall.html", {"cards": cards, "eager": 4})
    page.set_content(
        document(f'<div class="wall-frame"><div class="wall">{items}</div></div>'),
        wait_until="commit",
    )
    return page


WIDTHS = [(320, 2), (390, 2), (768, 3), (1024, 4), (1440, 5), (1920, 6)]


class TestWall:
    @pytest.mark.parametrize(("width", "columns"), WIDTHS)
    def test_has_its_columns_and_equal_gutters(self, wall, width, columns):
        wall.set_viewport_size({"width": width, "height": 900})
        boxes = wall.evaluate(BOXES)
        stacks: dict[int, list[dict]] = {}
        for box in sorted(boxes, key=lambda box: box["top"]):
            stacks.setdefault(round(box["left"]), []).append(box)
        gap = 8 if width < 600 else 12
        gutters = [
            below["top"] - above["bottom"]
            for stack in stacks.values()
            for above, below in itertools.pairwise(stack)
        ]
        assert len(stacks) == columns
        assert max(abs(gutter - gap) for gutter in gutters) < 0.1

    @pytest.mark.parametrize(("width", "columns"), WIDTHS)
    def test_starts_no_picture_above_its_predecessor(self, wall, width, columns):
        wall.set_viewport_size({"width": width, "height": 900})
        tops = [box["top"] for box in wall.evaluate(BOXES)]
        assert all(later >= earlier - 0.5 for earlier, later in itertools.pairwise(tops))

    @pytest.mark.parametrize("width", [390, 1440])
    def test_cuts_off_less_than_a_fortieth(self, wall, width):
        wall.set_viewport_size({"width": width, "height": 900})
        for letter, box in zip(DISORDER, wall.evaluate(BOXES), strict=True):
            shape = (box["right"] - box["left"]) / (box["bottom"] - box["top"])
            assert abs(shape / LETTERS[letter].ratio - 1) < 0.025

    @pytest.mark.parametrize(("width", "columns"), WIDTHS)
    def test_needs_no_sideways_scrolling(self, wall, width, columns):
        wall.set_viewport_size({"width": width, "height": 900})
        assert wall.evaluate("document.documentElement.scrollWidth") <= width


class TestTheme:
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_leaves_nothing_of_bootstraps_blue(self, page, theme):
        page.set_content(document(CONTROLS, theme))
        for control in page.query_selector_all("a, button, input, select"):
            if control.is_enabled():
                control.focus()
                control.hover()
                assert page.evaluate(BLUE) == []

    @pytest.mark.parametrize(
        ("theme", "ground"), [("light", "rgb(250, 250, 250)"), ("dark", "rgb(19, 20, 22)")]
    )
    def test_grounds_the_page_in_paper(self, page, theme, ground):
        page.set_content(document("<p>x</p>", theme))
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground

    def test_follows_the_system_without_a_choice(self, page):
        page.emulate_media(color_scheme="dark")
        page.set_content(document("<p>x</p>").replace(" data-bs-theme=light", ""))
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(19, 20, 22)"
