"""A visitor browses a long list: endlessly and back, by keys alone, on a wall that can be read."""

from __future__ import annotations

import itertools
import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]

PAGE = 24  # pictures of a page of a list
MAKE = f"""
from pictures import scale
from topics.models import TopicIndexPage, TopicPage
if not TopicPage.objects.filter(slug="stroll").exists():
    topic = TopicPage(title="Stroll", slug="stroll")
    TopicIndexPage.objects.get().add_child(instance=topic)
    topic.save_revision().publish()
    scale.load(topic, {4 * PAGE + 10}, images=scale.store_images(shrink=4))
"""
LIST = "/en/topics/stroll/"
VIEW = "dialog.quick-view"
TILE = ".wall > ul > li[id]"
BOXES = """
() => [...document.querySelectorAll(".wall > ul > li > .piece")]
    .filter((piece) => piece.checkVisibility())
    .map((piece) => piece.getBoundingClientRect())
    .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }))
"""
# What is wrong with how the focused element looks, once the page has scrolled to it: nothing marks
# it, or nothing of it is seen.
FOCUSED = """
async () => {
    const it = document.activeElement;
    if (!it || it === document.body) return { name: "", wrong: "" };
    const text = (it.ariaLabel || it.textContent || it.name).trim().replace(/\\s+/g, " ");
    const marks = (node) => ["outlineStyle", "boxShadow"].some(
        (rule) => !["none", "auto"].includes(getComputedStyle(node)[rule]));
    const parts = [0.1, 0.3, 0.5, 0.7, 0.9];
    const boxes = () => [...it.getClientRects()];
    const isSeen = () => boxes().some((box) => parts.some((x) => parts.some((y) => {
        const top = document.elementFromPoint(
            box.left + x * box.width, box.top + y * box.height);
        return top && (it.contains(top) || top.closest("label")?.control === it);
    })));
    for (let frame = 0; frame < 60 && !isSeen(); frame += 1) {
        await new Promise(requestAnimationFrame);
    }
    const around = [it, it.parentElement, ...it.parentElement.querySelectorAll("label, span")];
    const wrong = [!around.some(marks) && "not marked", !isSeen() && "hidden"];
    return {
        name: `${it.localName}.${it.className} ${text.slice(0, 60)}`,
        wrong: wrong.filter(Boolean).join(", "),
    };
}
"""


@pytest.fixture(scope="module", autouse=True)
def stroll(whole_site: WholeSite) -> None:
    whole_site.ask(MAKE)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def grow(page: Page, batches: int) -> None:
    """Scroll down until so many pages of the list have come."""
    for _ in range(200):
        if page.locator(TILE).count() >= batches * PAGE:
            return
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(50)
    pytest.fail(f"{page.locator(TILE).count()} pictures came")


def seen_tile(page: Page, batch: int) -> Locator:
    """The last tile to be seen of a batch, counted from nought."""
    tiles = page.locator(TILE)
    numbers = range((batch + 1) * PAGE - 1, batch * PAGE, -1)
    return next(tiles.nth(number) for number in numbers if tiles.nth(number).is_visible())


def press(page: Page, key: str = "Tab") -> str:
    """Press a key that moves the focus; the name of what has it, which must be seen and marked."""
    page.keyboard.press(key)
    found = page.evaluate(FOCUSED)
    assert not found["wrong"], f"{page.url}: {found}"
    return found["name"]


def tab_to(page: Page, words: str, most: int = 60) -> None:
    """Tab until something of these words has the focus."""
    passed = []
    for _ in range(most):
        passed.append(press(page))
        if words in passed[-1]:
            return
    pytest.fail(f"{words!r} is none of {passed}")


class TestEndlessList:
    def test_is_announced_and_ends_where_the_footer_is_reached(self, page):
        page.goto(LIST)
        page.mouse.move(700, 500)
        grow(page, 4)
        expect(page.locator("[data-endless]")).to_have_text(f"24 more pictures, {4 * PAGE} in all")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_timeout(500)
        expect(page.locator(".site-footer a").first).to_be_in_viewport()
        assert page.locator(TILE).count() == 4 * PAGE
        last = page.locator(TILE).last.get_attribute("id")
        page.locator(".pager a[rel=next]").press("Enter")
        expect(page.locator(TILE)).to_have_count(4 * PAGE + 10)
        expect(page.locator(f"#{last} + li a.piece")).to_be_focused()
        expect(page.locator(".pager .meta")).to_be_visible()

    def test_leads_back_to_the_tile_one_left_at_the_address_of_its_page(self, page):
        page.goto(LIST)
        page.mouse.move(700, 500)
        grow(page, 3)
        tile = seen_tile(page, batch=2)
        tile.scroll_into_view_if_needed()
        expect(page).to_have_url(re.compile(r"[?&]after="))
        name = tile.get_attribute("id")
        tile.locator("a.piece").first.click()
        expect(page.locator(f"{VIEW} h2")).to_be_visible()
        page.locator(f"{VIEW} [data-quick-page]").click()
        expect(page.locator(".stage")).to_be_visible()
        page.go_back()
        expect(page.locator(f"#{name}")).to_be_in_viewport()
        expect(page.locator(".stage")).to_have_count(0)
        expect(page).to_have_url(re.compile(r"[?&]after="))


class TestWall:
    def test_reads_in_order_with_equal_gutters_however_many_pages_came(self, page):
        page.goto(LIST)
        page.mouse.move(700, 500)
        grow(page, 3)
        for width, gap in ((390, 8), (768, 12), (1440, 12)):
            page.set_viewport_size({"width": width, "height": 900})
            boxes = page.evaluate(BOXES)
            inversions = sum(
                (after["top"], after["left"]) < (before["top"] - 0.5, before["left"])
                for before, after in itertools.pairwise(boxes)
            )
            assert inversions == 0, width
            stacks: dict[int, list[dict]] = {}
            for box in boxes:
                stacks.setdefault(round(box["left"]), []).append(box)
            down = [
                below["top"] - above["bottom"]
                for stack in stacks.values()
                for above, below in itertools.pairwise(stack)
            ]
            lefts = sorted(stacks)
            across = [
                stacks[right][0]["left"] - stacks[left][0]["right"]
                for left, right in itertools.pairwise(lefts)
            ]
            assert max(abs(gutter - gap) for gutter in down + across) < 1, width


class TestKeyboardAlone:
    def test_leads_from_the_landing_to_a_like_and_back(self, page):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto("/en/")
        assert "skip-link" in press(page)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("g")
        page.keyboard.press("t")
        page.wait_for_url("**/en/topics/")
        tab_to(page, "Stroll")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{LIST}")
        tab_to(page, "Filters")
        page.keyboard.press("Enter")
        expect(page.locator("dialog.filter-sheet")).to_be_visible()
        box = page.locator("dialog.filter-sheet [name=format]").first
        for _ in range(30):
            press(page)
            if box.evaluate("it => it === document.activeElement"):
                break
        page.keyboard.press("Space")
        expect(box).to_be_checked()
        page.keyboard.press("Enter")
        page.wait_for_url("**format=*")
        tab_to(page, "a.piece")
        page.keyboard.press("Enter")
        expect(page.locator(f"{VIEW} h2")).to_be_visible()
        first = urlsplit(page.url).path
        page.keyboard.press("j")
        expect(page.locator(f"{VIEW} [data-quick-page]")).not_to_have_attribute("href", first)
        page.keyboard.press("ArrowLeft")
        expect(page.locator(f"{VIEW} [data-quick-page]")).to_have_attribute("href", first)
        page.keyboard.press("Escape")
        expect(page.locator("a.piece:focus")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator(f"{VIEW} h2")).to_be_visible()
        tab_to(page, "Open the page")
        page.keyboard.press("Enter")
        expect(page.locator("[data-shortcuts]")).to_be_visible()
        assert urlsplit(page.url).path == first
        page.keyboard.press("l")
        page.wait_for_url("**/accounts/login/**")
        page.go_back()
        expect(page.locator(".stage")).to_be_visible()


class TestKeys:
    def test_lead_to_places_and_leave_typing_alone(self, page):
        page.goto(LIST)
        page.keyboard.press("/")
        page.keyboard.type("gt")
        expect(page.locator("#site-search")).to_have_value("gt")
        page.locator("#site-search").blur()
        for modifiers in ("isComposing: true", "ctrlKey: true", "metaKey: true", "altKey: true"):
            page.evaluate(
                f"""() => ["g", "t"].forEach((key) => document.body.dispatchEvent(
                    new KeyboardEvent("keydown", {{ key, bubbles: true, {modifiers} }})))"""
            )
        page.wait_for_timeout(300)
        assert urlsplit(page.url).path == LIST
        for letter, place in (("p", "/en/pictures/"), ("h", "/en/"), ("t", "/en/topics/")):
            page.keyboard.press("g")
            page.keyboard.press(letter)
            page.wait_for_url(f"**{place}")
            page.wait_for_load_state("networkidle")
        page.evaluate(  # a keyboard left on Hangul
            """() => [["ㅎ", "KeyG"], ["ㅗ", "KeyH"]].forEach(([key, code]) =>
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", { key, code, bubbles: true })))"""
        )
        page.wait_for_url("**/en/")

    def test_are_told_of_and_switched_off_on_every_page(self, page):
        page.goto("/en/topics/")
        page.keyboard.press("?")
        keys = page.locator("dialog.keys-help")
        expect(keys).to_be_visible()
        for letter in "HPTSL":
            expect(keys.locator("div", has_text=f"G {letter}").first).to_be_visible()
        keys.locator("[data-keys-switch]").click()
        page.keyboard.press("Escape")
        expect(keys).not_to_be_visible()
        page.goto("/en/")
        for key in ("?", "/", "g", "t"):
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        expect(keys).not_to_be_visible()
        assert page.url.endswith("/en/")
        page.locator(".site-footer [data-keys-open]").click()
        keys.locator("[data-keys-switch]").click()
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(keys).to_be_visible()


class TestScriptsThatComeLate:
    """Modules are loaded after the page (`static/js/later.js`); these come later still."""

    @pytest.fixture
    def slow(self, page) -> Page:
        def hold(route: Route) -> None:
            time.sleep(0.3)
            route.continue_()

        page.route("**/quick-view*.js", hold)
        page.route("**/keys-everywhere*.js", hold)
        page.route("**/search-field*.js", hold)
        page.goto(LIST, wait_until="commit")
        expect(page.locator(TILE).first).to_be_visible()
        return page

    def test_lose_no_click(self, slow):
        slow.locator(f"{TILE} a.piece").first.click()
        expect(slow.locator(VIEW)).to_be_visible()
        assert slow.evaluate("performance.getEntriesByType('navigation').length") == 1

    def test_lose_no_key_and_nothing_typed_after_it(self, slow):
        slow.wait_for_load_state("domcontentloaded")
        slow.keyboard.press("/")
        slow.keyboard.type("gt")
        expect(slow.locator("#site-search")).to_have_value("gt")

    def test_leave_a_plain_page_where_they_never_come(self, page):
        page.route("**/quick-view*.js", lambda route: route.abort())
        page.goto(LIST, wait_until="commit")
        tile = page.locator(f"{TILE} a.piece").first
        target = tile.get_attribute("href")
        tile.click()
        page.wait_for_url(f"**{target}")
