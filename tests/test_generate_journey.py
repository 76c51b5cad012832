"""An editor generates in the edit form, in a real browser, with real workers and a real engine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.logging_in import by_form
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]

PROMPT = "misty lake at dusk, pine treeline, still water"
PAINTED = 60_000  # ms, for a few small pictures on a busy machine


@pytest.fixture
def visitor(browser: Browser, whole_site: WholeSite) -> Iterator[Page]:
    context = browser.new_context(base_url=whole_site.url, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def pages(whole_site: WholeSite) -> dict[str, int]:
    """The primary keys of `topics`, `topic` and `picture`."""
    return json.loads(whole_site.told)


@pytest.fixture
def editor(context: BrowserContext) -> Page:
    """The whole journey begins at the log-in: here it is by the form."""
    page = context.new_page()
    page.goto("/accounts/login/?next=/admin/")
    by_form(page, "editor", "editor")
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture
def topic_form(editor: Page, pages: dict[str, int]) -> Page:
    return open_form(editor, pages["topic"])


@pytest.fixture
def picture_form(editor: Page, pages: dict[str, int]) -> Page:
    return open_form(editor, pages["picture"])


def open_form(page: Page, key: int) -> Page:
    page.goto(f"/admin/pages/{key}/edit/")
    expect(page.locator(".generate__body")).to_be_visible()
    return page


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
    @pytest.mark.mariadb
    def test_prompt_becomes_a_public_page_with_its_recipe(self, topic_form: Page, visitor: Page):
        address = topic_form.url
        ask_for(topic_form, count=2)
        expect(topic_form.locator(".generate__frame img[src*='/files/previews/']")).to_be_visible()
        expect(results(topic_form)).to_have_count(2, timeout=PAINTED)
        assert topic_form.url == address, "Ctrl+Enter must not submit the page's form"

        first = results(topic_form).first
        seed = first.locator("code").inner_text()
        first.get_by_role("button", name="Keep").click()
        draft = first.locator("a[href*='/edit/']")
        expect(draft).to_be_visible()
        title = draft.inner_text()
        topic_form.goto(draft.get_attribute("href"))
        publish(topic_form)

        visitor.goto("/en/topics/lakes/")
        tile = visitor.locator(".wall a.piece", has_text=title).first
        visitor.goto(tile.get_attribute("href"))
        expect(visitor.locator("main")).to_contain_text(PROMPT)
        expect(visitor.locator("main")).to_contain_text(seed)

    def test_a_reload_and_a_second_tab_show_the_same(self, topic_form: Page):
        ask_for(topic_form, count=1, shape="square")
        expect(topic_form.locator(".generate__headline")).to_have_text(re.compile("Painting|queue"))
        tab = topic_form.context.new_page()
        tab.goto(topic_form.url)
        topic_form.reload()
        for page in (topic_form, tab):
            expect(results(page)).to_have_count(1, timeout=PAINTED)
        seeds = {results(page).locator("code").inner_text() for page in (topic_form, tab)}
        assert len(seeds) == 1

    def test_cancelling_says_so(self, topic_form: Page):
        ask_for(topic_form, count=6)
        topic_form.get_by_role("button", name="Cancel", exact=True).click()
        expect(topic_form.locator(".generate__headline")).to_have_text("Cancelled", timeout=PAINTED)
        expect(topic_form.get_by_role("button", name="Run again")).to_be_visible()

    @pytest.mark.same_everywhere
    def test_a_prompt_alone_is_no_unsaved_change(self, topic_form: Page):
        topic_form.wait_for_timeout(2500)  # from then on Wagtail watches for changes
        topic_form.fill("#generate-prompt", "something else")
        topic_form.press("#generate-steps", "Enter")
        topic_form.wait_for_timeout(2500)
        expect(topic_form.locator(".w-autosave-indicator__state--saving")).to_be_hidden()
        expect(saved(topic_form)).to_be_hidden()

    @pytest.mark.same_everywhere
    def test_what_is_wrong_stands_at_its_field(self, topic_form: Page):
        topic_form.fill("#generate-prompt", "")
        topic_form.fill("#generate-steps", "9999")
        topic_form.press("#generate-prompt", "Control+Enter")
        for name in ("prompt", "steps"):
            expect(topic_form.locator(f"#generate-{name}-error .error-message")).to_be_visible()
        expect(topic_form.locator("#generate-prompt")).to_be_focused()


class TestPictureForm:
    @pytest.mark.mariadb
    def test_keeping_fills_the_form_and_leaves_unsaved_edits(
        self, picture_form: Page, whole_site: WholeSite
    ):
        ask_for(picture_form, count=2, shape="portrait")
        expect(results(picture_form)).to_have_count(2, timeout=PAINTED)
        picture_form.locator("#id_caption").fill("Seen from the jetty.")
        results(picture_form).first.get_by_role("button", name="Use this picture").click()

        expect(picture_form.locator("#id_image")).to_have_value(re.compile(r"\d+"))
        expect(picture_form.locator("#id_image-chooser [data-chooser-image]")).to_be_visible()
        expect(picture_form.locator("#id_format")).to_have_value("portrait")
        expect(picture_form.locator("#id_alt_text")).not_to_have_value("")
        expect(picture_form.locator("#id_caption")).to_have_value("Seen from the jetty.")
        expect(saved(picture_form)).to_be_visible()
        first_image = picture_form.locator("#id_image").input_value()
        picture_form.reload()
        expect(picture_form.locator("#id_image")).to_have_value(first_image)
        expect(picture_form.locator("#id_caption")).to_have_value("Seen from the jetty.")

        picture_form.locator("#id_alt_text").fill("My own words")
        expect(results(picture_form)).to_have_count(2)
        results(picture_form).nth(1).get_by_role("button", name="Use this picture").click()
        expect(picture_form.locator("#id_image")).not_to_have_value(first_image)
        expect(picture_form.locator("#id_alt_text")).to_have_value("My own words")
        expect(saved(picture_form)).to_be_visible()
        second_image = picture_form.locator("#id_image").input_value()
        assert history(whole_site)[-2:] == [first_image, second_image]


class TestNewTopic:
    def test_the_panel_wakes_after_the_first_autosave(self, editor: Page, pages: dict[str, int]):
        editor.goto(f"/admin/pages/add/topics/topicpage/{pages['topics']}/")
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
