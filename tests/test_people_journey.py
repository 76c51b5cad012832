"""Members in a real browser: the header, settings on two devices, one's picture, a block."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from pictures.tests.painted import painted, saved
from tests.logging_in import by_request
from tests.whole_site import WholeSite

pytestmark = pytest.mark.browser

SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 50)));
})"""
BOXES = """() => [".brand", ".site-nav", ".site-bell", ".site-me", "main"].map((name) => {
  const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
  return [name, x, y, width, name === "main" ? 0 : height];
})"""
Device = Callable[..., Page]


@pytest.fixture
def device(browser: Browser, whole_site: WholeSite) -> Iterator[Device]:
    """A page, nothing opened yet, of a browser of its own with a member: `device("member")`."""
    contexts: list[BrowserContext] = []

    def log_in(name: str = "member", **options) -> Page:
        context = browser.new_context(
            base_url=whole_site.url,
            **{"locale": "en-GB", "viewport": {"width": 1440, "height": 980}, **options},
        )
        contexts.append(context)
        by_request(context, name, name)
        return context.new_page()

    yield log_in
    for context in contexts:
        context.close()


def theme(page: Page) -> str | None:
    return page.evaluate("document.documentElement.dataset.bsTheme ?? null")


@pytest.mark.same_everywhere
class TestHeader:
    def test_moves_nothing_when_it_is_filled(self, device):
        page = device("editor")
        held: list[Route] = []
        page.route("**/me/state/**", lambda route: held.append(route))
        page.goto("/en/pictures/")
        expect(page.locator(".site-bell")).to_be_visible()
        before = page.evaluate(BOXES)
        while not held:
            page.wait_for_timeout(20)
        held[0].continue_()
        expect(page.locator(".site-me .avatar")).to_have_text("E")
        expect(page.locator(".site-person a[data-link=generate]")).to_be_visible()
        assert page.evaluate(BOXES) == before
        assert page.evaluate(SHIFT) < 0.001

    def test_leads_to_everything_of_ones_own(self, device):
        page = device()
        page.goto("/en/")
        page.locator(".site-me").click()
        menu = page.locator("#member-menu")
        expect(menu.locator("[data-member-name]")).not_to_be_empty()
        addresses = [link.get_attribute("href") for link in menu.locator("a:visible").all()]
        assert {f"/en/me/{end}" for end in ("", "likes/", "settings/", "subscriptions/")} <= set(
            addresses
        )
        for address in addresses:
            assert page.request.get(address).ok, address

    def test_of_a_visitor_offers_to_log_in(self, context: BrowserContext):
        page = context.new_page()
        page.goto("/en/")
        expect(page.locator(".site-person .for-visitor").first).to_be_visible()
        expect(page.locator(".site-bell")).to_be_hidden()
        expect(page.locator(".site-me")).to_be_hidden()

    def test_without_scripts_leads_a_member_to_their_settings(self, device):
        page = device(java_script_enabled=False)
        page.goto("/en/")
        page.locator(".site-person a[href='/en/me/settings/']").click()
        page.wait_for_url("**/en/me/settings/")
        expect(page.locator(".settings-nav a[href='/en/accounts/logout/']")).to_be_visible()

    def test_fits_a_phone(self, device):
        page = device(viewport={"width": 390, "height": 800}, has_touch=True)
        page.goto("/en/")
        expect(page.locator(".mobile-bar li:visible")).to_have_count(6)
        page.locator(".mobile-bar [popovertarget]").click()
        expect(page.locator("#member-menu [data-log-out]")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == 390


class TestSettings:
    def test_chosen_on_one_device_arrive_on_another(self, device):
        here, there = device(), device()
        here.goto("/en/me/settings/display/")
        here.locator("[name=theme][value=dark]").check()
        here.locator("[name=sensitive_content][value=hide]").check()
        here.locator("main form [type=submit]").click()
        expect(here.locator("html")).to_have_attribute("data-bs-theme", "dark")
        there.goto("/en/")
        expect(there.locator("html")).to_have_attribute("data-bs-theme", "dark")
        expect(there.locator("html")).to_have_attribute("data-sensitive", "hide")
        there.goto("/en/topics/", wait_until="commit")
        assert theme(there) in {"dark", None}
        there.locator(".site-me").click()
        with there.expect_response("**/display/theme/") as told:
            there.locator("#member-menu [data-theme-switch] [value=light]").click()
        assert told.value.ok
        here.goto("/en/")
        expect(here.locator("html")).to_have_attribute("data-bs-theme", "light")

    def test_take_what_was_typed_with_them_at_log_out(self, device):
        page = device()
        page.goto("/en/")
        page.evaluate("localStorage.setItem('comment-draft:7', 'words'); localStorage.other = '1'")
        page.locator(".site-me").click()
        page.locator("[data-log-out] button").click()
        expect(page.locator(".site-person .for-visitor").first).to_be_visible()
        assert page.evaluate("Object.keys(localStorage).filter((k) => /draft/.test(k))") == []
        assert page.evaluate("localStorage.other") == "1"


@pytest.mark.same_everywhere
class TestPicture:
    def test_is_cut_by_click_and_by_keys_and_shown_in_the_header(self, device, tmp_path):
        page = device()
        page.goto("/en/me/settings/")
        path = tmp_path / "me.png"
        path.write_bytes(saved(painted((600, 200)), "png"))
        page.set_input_files("[name=picture]", path)
        page.locator(".portrait-upload [type=submit]").click()
        expect(page.locator(".site-me .avatar img")).to_be_visible()
        before = page.locator(".portrait .avatar img").get_attribute("src")
        whole = page.locator("[data-focal-whole] img")
        expect(whole).to_have_js_property("complete", True)
        page.wait_for_load_state("networkidle")  # the pointer is heard once its script is there
        box = whole.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
        across = page.locator("[name=across]")
        assert abs(int(across.input_value()) - 90) <= 1
        across.press("ArrowRight")
        assert abs(int(across.input_value()) - 91) <= 1
        assert page.locator("[data-focal-mark]").evaluate("(mark) => mark.style.left") == (
            f"{across.input_value()}%"
        )
        page.locator("[data-focal-point] [type=submit]").click()
        expect(page.locator(".portrait .avatar img")).not_to_have_attribute("src", before or "")
        page.locator(".portrait .btn-outline-danger").click()
        expect(page.locator(".portrait .avatar img")).to_have_count(0)
        expect(page.locator(".site-me .avatar")).not_to_be_empty()


class TestBlock:
    def test_is_given_and_taken_back_from_somebodys_page(self, device):
        page = device()
        page.goto("/en/people/editor/")
        page.locator("[popovertarget=more-menu]").click()
        page.locator(".block-on").click()
        expect(page.locator(".block-off")).to_be_visible()
        page.goto("/en/me/settings/blocked/")
        expect(page.locator(".settings-people li")).to_have_count(1)
        page.goto("/en/people/editor/")
        page.locator("[popovertarget=more-menu]").click()
        page.locator(".block-off").click()
        expect(page.locator(".block-on")).to_be_visible()

    def test_is_not_offered_on_ones_own_page(self, device):
        page = device("editor")
        page.goto("/en/people/editor/")
        expect(page.locator("[data-for-self]")).to_be_visible()
        page.locator("[popovertarget=more-menu]").click()
        expect(page.locator("form[data-block]")).to_be_hidden()
        expect(page.locator("[data-subscribe]")).to_be_hidden()
