"""An editor generates in the edit form, in a real browser, with real workers and a real engine."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]

PROMPT = "misty lake at dusk, pine treeline, still water"
PAINTED = 60_000  # ms, for a few small pictures on a busy machine


@pytest.fixture
def visitor(browser: Browser, whole_site: WholeSite) -> Iterator[Page]:
    context = browser.new_context(base_url=whole_site.url, locale="en-GB")
    yield context.new_page()
    context.close()


def open_form(page: Page, title: str) -> None:
    """Go to the edit form of the page with this title, found as an editor would."""
    page.goto(f"/admin/pages/search/?q={title}")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/"))
    if "/edit/" not in page.url:
        page.goto(f"{page.url.rstrip('/')}/edit/")
    expect(page.locator(".generate__body")).to_be_visible()


def ask_for(page: Page, *, count: int, shape: str = "landscape") -> None:
    page.fill("#generate-prompt", PROMPT)
    page.locator(f"input[name=format][value={shape}]").check()
    page.fill("#generate-count", str(count))
    page.fill("#generate-steps", "12")
    page.press("#generate-prompt", "Control+Enter")


def results(page: Page) -> Locator:
    return page.locator(".generate__tile:has(a[href*='/files/results/'])")


def saved(page: Page) -> Locator:
    return page.locator(".w-autosave-indicator__state--saved")


def publish(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages .success")).to_be_visible()


class TestTopicForm:
    def test_prompt_becomes_a_public_page_with_its_recipe(self, editor: Page, visitor: Page):
        open_form(editor, "Lakes at dusk")
        address = editor.url
        ask_for(editor, count=2)
        expect(editor.locator(".generate__frame img[src*='/files/previews/']")).to_be_visible()
        expect(results(editor)).to_have_count(2, timeout=PAINTED)
        assert editor.url == address, "Ctrl+Enter must not submit the page's form"

        first = results(editor).first
        seed = first.locator("code").inner_text()
        first.get_by_role("button", name="Keep").click()
        draft = first.locator("a[href*='/edit/']")
        expect(draft).to_be_visible()
        title = draft.inner_text()
        editor.goto(draft.get_attribute("href"))
        publish(editor)

        visitor.goto("/en/topics/lakes/")
        visitor.get_by_role("link", name=title).first.click()
        expect(visitor.locator("main")).to_contain_text(PROMPT)
        expect(visitor.locator("main")).to_contain_text(seed)

    def test_a_reload_and_a_second_tab_show_the_same(self, editor: Page):
        open_form(editor, "Lakes at dusk")
        ask_for(editor, count=1, shape="square")
        expect(editor.locator(".generate__headline")).to_have_text(re.compile("Painting|queue"))
        tab = editor.context.new_page()
        tab.goto(editor.url)
        editor.reload()
        for page in (editor, tab):
            expect(results(page)).to_have_count(1, timeout=PAINTED)
        seeds = {results(page).locator("code").inner_text() for page in (editor, tab)}
        assert len(seeds) == 1

    def test_cancelling_says_so(self, editor: Page):
        open_form(editor, "Lakes at dusk")
        ask_for(editor, count=6)
        editor.get_by_role("button", name="Cancel", exact=True).click()
        expect(editor.locator(".generate__headline")).to_have_text("Cancelled", timeout=PAINTED)
        expect(editor.get_by_role("button", name="Run again")).to_be_visible()

    def test_a_prompt_alone_is_no_unsaved_change(self, editor: Page, whole_site: WholeSite):
        open_form(editor, "Lakes at dusk")
        editor.wait_for_timeout(2500)  # from then on Wagtail watches for changes
        editor.fill("#generate-prompt", "something else")
        editor.press("#generate-steps", "Enter")
        editor.wait_for_timeout(2500)
        expect(editor.locator(".w-autosave-indicator__state--saving")).to_be_hidden()
        expect(saved(editor)).to_be_hidden()

    def test_what_is_wrong_stands_at_its_field(self, editor: Page):
        open_form(editor, "Lakes at dusk")
        editor.fill("#generate-prompt", "")
        editor.fill("#generate-steps", "9999")
        editor.press("#generate-prompt", "Control+Enter")
        for name in ("prompt", "steps"):
            expect(editor.locator(f"#generate-{name}-error .error-message")).to_be_visible()
        expect(editor.locator("#generate-prompt")).to_be_focused()


class TestPictureForm:
    def test_keeping_fills_the_form_and_leaves_unsaved_edits(
        self, editor: Page, whole_site: WholeSite
    ):
        open_form(editor, "Quiet water")
        ask_for(editor, count=2, shape="portrait")
        expect(results(editor)).to_have_count(2, timeout=PAINTED)
        editor.locator("#id_caption").fill("Seen from the jetty.")
        results(editor).first.get_by_role("button", name="Use this picture").click()

        expect(editor.locator("#id_image")).to_have_value(re.compile(r"\d+"))
        expect(editor.locator("#id_image-chooser [data-chooser-image]")).to_be_visible()
        expect(editor.locator("#id_format")).to_have_value("portrait")
        expect(editor.locator("#id_alt_text")).not_to_have_value("")
        expect(editor.locator("#id_caption")).to_have_value("Seen from the jetty.")
        expect(saved(editor)).to_be_visible()
        first_image = editor.locator("#id_image").input_value()
        editor.reload()
        expect(editor.locator("#id_image")).to_have_value(first_image)
        expect(editor.locator("#id_caption")).to_have_value("Seen from the jetty.")

        editor.locator("#id_alt_text").fill("My own words")
        expect(results(editor)).to_have_count(2)
        results(editor).nth(1).get_by_role("button", name="Use this picture").click()
        expect(editor.locator("#id_image")).not_to_have_value(first_image)
        expect(editor.locator("#id_alt_text")).to_have_value("My own words")
        expect(saved(editor)).to_be_visible()
        second_image = editor.locator("#id_image").input_value()
        assert history(whole_site)[-2:] == [first_image, second_image]


class TestNewTopic:
    def test_the_panel_wakes_after_the_first_autosave(self, editor: Page, whole_site: WholeSite):
        index = whole_site.ask("print(TopicIndexPage.objects.get().pk)")
        editor.goto(f"/admin/pages/add/topics/topicpage/{index}/")
        expect(editor.locator(".generate .help-info").first).to_contain_text("title first")
        expect(editor.locator(".generate__body")).to_be_hidden()
        editor.wait_for_timeout(2500)  # from then on Wagtail watches for changes
        editor.locator("#id_title").press_sequentially("Marble and gold")
        expect(editor.locator(".generate__body")).to_be_visible()
        assert re.search(r"/admin/pages/\d+/edit/", editor.url)

        ask_for(editor, count=1, shape="square")
        expect(results(editor)).to_have_count(1, timeout=PAINTED)
        results(editor).get_by_role("button", name="Keep").click()
        expect(results(editor).locator("a[href*='/edit/']")).to_be_visible()


def history(site: WholeSite) -> list[str]:
    """The images in the revisions of the picture, the oldest first."""
    return site.ask(
        "page = PicturePage.objects.get(slug='quiet')\n"
        "print(*(r.content['image'] for r in page.revisions.order_by('pk')))"
    ).split()
