"""A visitor looks at pictures: over the list, along the list, near and whole, by hand and keys."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers, pytest.mark.same_everywhere]

NUMBER = 26  # two more than a page of a list
MAKE = f"""
import json
from pictures import scale
from topics.models import TopicIndexPage, TopicPage
topic = TopicPage.objects.filter(slug="walk").first()
if topic is None:
    topic = TopicIndexPage.objects.get().add_child(instance=TopicPage(title="Walk", slug="walk"))
    topic.save_revision().publish()
    scale.SERIES = 1  # every picture is a tile of its own
    scale.load(topic, {NUMBER}, images=scale.store_images(shrink=4)[:2])
from pictures.models import Placement
found = Placement.objects.in_topic(topic.pk).listed().order_by("-listed_at", "-picture_id")
print(json.dumps([place.picture.url for place in found]))
"""
LIST = "/topics/walk/?sort=oldest"
VIEW = "dialog.quick-view"


@pytest.fixture(scope="module")
def walk(whole_site: WholeSite) -> list[str]:
    """Addresses of the pictures of a topic, the newest first."""
    return json.loads(whole_site.ask(MAKE).splitlines()[-1])


@pytest.fixture
def page(context: BrowserContext, walk: list[str]) -> Page:
    page = context.new_page()
    page.goto(LIST)
    return page


def path(page: Page) -> str:
    return urlsplit(page.url).path


def tile(page: Page, number: int):
    return page.locator(".wall a.piece").nth(number)


def look(page: Page, number: int) -> str:
    """Open a tile of the list over it; the picture's address."""
    address = tile(page, number).get_attribute("href")
    tile(page, number).click()
    expect(page.locator(f"{VIEW} [data-quick-page]")).to_have_attribute("href", address)
    return address


class TestQuickView:
    def test_has_the_pictures_address_and_closes_by_back(self, page):
        address = look(page, 3)
        assert path(page) == address
        page.go_back()
        expect(page.locator(VIEW)).not_to_be_visible()
        assert page.url.endswith(LIST)
        expect(tile(page, 3)).to_be_focused()
        page.go_forward()
        expect(page.locator(VIEW)).to_be_visible()
        assert path(page) == address

    def test_closes_by_escape_on_the_tile_of_the_picture_seen_last(self, page):
        look(page, 3)
        page.keyboard.press("ArrowRight")
        following = tile(page, 4).get_attribute("href")
        expect(page.locator(f"{VIEW} [data-quick-page]")).to_have_attribute("href", following)
        assert path(page) == following
        page.keyboard.press("Escape")
        expect(page.locator(VIEW)).not_to_be_visible()
        assert page.url.endswith(LIST)
        expect(tile(page, 4)).to_be_focused()

    def test_leads_to_the_page_which_leads_back_to_the_list(self, page):
        address = look(page, 2)
        page.locator(f"{VIEW} [data-quick-page]").click()
        expect(page.locator(".stage")).to_be_visible()
        assert path(page) == address
        page.go_back()
        expect(page.locator(".stage")).to_have_count(0)
        expect(tile(page, 2)).to_be_visible()
        expect(page.locator(VIEW)).not_to_be_visible()

    def test_leaves_new_tabs_to_the_browser(self, context, page):
        with context.expect_page() as opened:
            tile(page, 1).click(modifiers=["ControlOrMeta"])
        expect(opened.value.locator(".stage")).to_be_visible()
        expect(page.locator(VIEW)).not_to_be_visible()

    def test_goes_on_behind_the_end_of_the_page(self, page, walk):
        look(page, 23)
        for address in (walk[1], walk[0]):  # turned round: the last two
            following = page.locator(f"{VIEW} a[rel=next]")
            expect(following).to_have_attribute("href", address)
            page.keyboard.press("j")
            expect(page.locator(f"{VIEW} [data-quick-page]")).to_have_attribute("href", address)
        expect(following).not_to_be_visible()

    def test_counts_each_picture_once_and_its_page_no_more(self, browser, whole_site, walk):
        context = browser.new_context(base_url=whole_site.url)
        context.add_init_script("Object.defineProperty(navigator, 'webdriver', { value: false })")
        page = context.new_page()
        told = []
        page.on(
            "request",
            lambda request: "/me/views/" in request.url and told.append(request.post_data),
        )
        page.goto(LIST)
        page.wait_for_timeout(1500)  # the list itself
        told.clear()
        for _ in range(2):
            look(page, 3)
            page.wait_for_timeout(1500)
            page.keyboard.press("Escape")
            expect(page.locator(VIEW)).not_to_be_visible()
        assert len(told) == 1, "once, however often it is opened"
        look(page, 4)
        page.locator(f"{VIEW} [data-quick-page]").click()
        expect(page.locator(".stage")).to_be_visible()
        page.wait_for_timeout(1500)
        context.close()
        assert len(told) == len(set(told)) == 2, "its page does not count it again"


class TestNeighbours:
    def test_are_those_of_the_list_one_came_from(self, page, walk):
        address = look(page, 5)
        page.goto(address)
        at = walk.index(address)  # the list is turned round
        expect(page.locator(".neighbours a[rel=next]")).to_have_attribute("href", walk[at - 1])
        expect(page.locator(".neighbours a[rel=prev]")).to_have_attribute("href", walk[at + 1])
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**{walk[at - 1]}")

    def test_are_those_in_the_topic_for_whom_comes_from_elsewhere(self, context, walk):
        page = context.new_page()
        page.goto(walk[5])
        expect(page.locator(".neighbours a[rel=next]")).to_have_attribute("href", walk[6])
        expect(page.locator(".neighbours a[rel=prev]")).to_have_attribute("href", walk[4])
        expect(page.locator("[data-list-link]")).not_to_be_visible()


class TestLargeView:
    def transform(self, page: Page) -> str:
        return page.locator("[data-large-ground] img").evaluate("image => image.style.transform")

    @pytest.fixture
    def large(self, context, walk) -> Page:
        page = context.new_page()
        page.goto(walk[2])
        expect(page.locator("[data-shortcuts]")).to_be_visible()  # the scripts have run
        page.keyboard.press("z")
        expect(page.locator("[data-large-dialog]")).to_be_visible()
        return page

    def test_is_enlarged_by_wheel_keys_and_button(self, large):
        assert self.transform(large) == ""
        large.mouse.move(600, 500)
        large.mouse.wheel(0, -400)
        assert "scale(" in self.transform(large)
        large.keyboard.press("0")
        assert self.transform(large) == ""
        large.keyboard.press("+")
        assert "scale(1.5)" in self.transform(large)
        large.locator("[data-large-zoom]").click()
        assert self.transform(large) == ""
        expect(large.locator("[data-large-zoom]")).to_have_attribute("aria-pressed", "false")

    def test_moves_while_enlarged_and_never_out_of_sight(self, large):
        large.keyboard.press("+")
        large.mouse.move(600, 500)
        large.mouse.down()
        large.mouse.move(9000, 9000, steps=4)
        large.mouse.up()
        box = large.locator("[data-large-ground] img").bounding_box()
        width, height = large.viewport_size["width"], large.viewport_size["height"]
        assert box["x"] < width / 2
        assert box["y"] < height / 2

    def test_keys_can_be_switched_off(self, large):
        large.keyboard.press("Escape")
        large.locator("[data-shortcuts] [data-keys-switch]").click()
        large.keyboard.press("z")
        expect(large.locator("[data-large-dialog]")).not_to_be_visible()


class TestFinger:
    @pytest.fixture
    def phone(self, browser, whole_site, walk) -> Page:
        context = browser.new_context(
            base_url=whole_site.url,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
        )
        yield context.new_page()
        context.close()

    def touch(self, page: Page, *moves: list[tuple[int, int]]) -> None:
        session = page.context.new_cdp_session(page)
        kinds = ["touchStart", *["touchMove"] * (len(moves) - 1)]
        for kind, fingers in zip(kinds, moves, strict=True):
            points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(fingers)]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def test_sweeps_from_picture_to_picture(self, phone, walk):
        phone.goto(walk[3])
        expect(phone.locator("[data-full-screen]").first).to_be_attached()
        phone.wait_for_load_state("networkidle")
        self.touch(phone, [(320, 180)], [(220, 184)], [(90, 186)])
        phone.wait_for_url(f"**{walk[4]}")

    def test_pinches_the_picture_over_the_list(self, phone, walk):
        phone.goto("/topics/walk/")
        tile(phone, 0).tap()
        expect(phone.locator(f"{VIEW} [data-quick-page]")).to_have_attribute("href", walk[0])
        self.touch(phone, [(150, 90), (230, 90)], [(120, 90), (260, 90)], [(60, 90), (320, 90)])
        expect(phone.locator(f"{VIEW}[data-enlarged]")).to_be_visible()

    def test_pulls_the_picture_over_the_list_down_to_close_it(self, phone, walk):
        phone.goto("/topics/walk/")
        tile(phone, 0).tap()
        expect(phone.locator(f"{VIEW} [data-quick-page]")).to_have_attribute("href", walk[0])
        self.touch(phone, [(195, 90)], [(197, 120)], [(198, 230)], [(200, 300)])
        expect(phone.locator(VIEW)).not_to_be_visible()
        assert path(phone) == "/topics/walk/"
        expect(tile(phone, 0)).to_be_focused()
