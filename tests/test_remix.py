"""An editor on a public picture presses one key and is where its recipe can be used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers, pytest.mark.same_everywhere]

MAKE = """
import json
from pictures.factories import hang_picture
from topics.models import TopicPage
topic = TopicPage.objects.get(slug="lakes")
picture = PicturePage.objects.filter(title="Remixed").first() or hang_picture(
    "Remixed", topic=topic, seed=4711, prompt="a boat at the jetty")
print(json.dumps({"picture": picture.pk, "topic": topic.pk, "url": picture.url}))
"""


@pytest.fixture
def hung(whole_site: WholeSite) -> dict:
    """`picture` and `topic` by primary key, and the picture's `url`."""
    return json.loads(whole_site.ask(MAKE))


@pytest.fixture
def visitor(browser: Browser, whole_site: WholeSite) -> Iterator[Page]:
    context = browser.new_context(base_url=whole_site.url, locale="en-GB")
    yield context.new_page()
    context.close()


def recipe_is_filled_in(page: Page, hung: dict, seed: str) -> None:
    page.wait_for_url(re.compile(r"/admin/generate/\?picture="))
    expect(page.locator("[name=prompt]")).to_have_value("a boat at the jetty")
    expect(page.locator("[name=negative_prompt]")).to_have_value("blurry")
    expect(page.locator("[name=seed]")).to_have_value(seed)
    expect(page.locator("[name=topic]")).to_have_value(str(hung["topic"]))


class TestRemix:
    def test_one_key_leads_to_the_workspace_with_recipe_and_topic(self, editor: Page, hung: dict):
        editor.goto(hung["url"])
        expect(editor.locator("a[data-remix]")).to_be_visible()
        editor.keyboard.press("r")
        recipe_is_filled_in(editor, hung, seed="")

    def test_a_link_takes_the_same_seed(self, editor: Page, hung: dict):
        editor.goto(hung["url"])
        editor.locator(".shortcut-line a[data-link=remix_same]").click()
        recipe_is_filled_in(editor, hung, seed="4711")

    def test_its_key_goes_off_with_the_others(self, editor: Page, hung: dict):
        editor.goto(hung["url"])
        expect(editor.locator("a[data-remix]")).to_be_visible()
        editor.locator(".shortcut-line [data-keys-switch]").click()
        editor.keyboard.press("r")
        editor.wait_for_timeout(700)
        assert "/admin/" not in editor.url

    def test_visitors_neither_see_it_nor_reach_it(self, visitor: Page, hung: dict):
        visitor.goto(hung["url"])
        expect(visitor.locator("a[data-remix]")).to_be_hidden()
        visitor.keyboard.press("r")
        visitor.wait_for_timeout(700)
        assert "/admin/" not in visitor.url

    def test_the_page_is_the_same_for_everyone(self, editor: Page, visitor: Page, hung: dict):
        pages = [page.request.get(hung["url"]).text() for page in (editor, visitor)]
        assert pages[0] == pages[1]


class TestWaysIn:
    def test_stand_in_the_headers_of_picture_topic_and_image(
        self, editor: Page, hung: dict, whole_site: WholeSite
    ):
        editor.goto(f"/admin/pages/{hung['picture']}/edit/")
        editor.locator("#w-slim-header-buttons button").last.click()
        editor.get_by_role("link", name="Remix", exact=True).click()
        recipe_is_filled_in(editor, hung, seed="")

        editor.goto(f"/admin/pages/{hung['topic']}/edit/")
        editor.locator("#w-slim-header-buttons button").last.click()
        editor.get_by_role("link", name="Generate into this topic").click()
        expect(editor.locator("[name=topic]")).to_have_value(str(hung["topic"]))

        image = whole_site.ask(f"print(PicturePage.objects.get(pk={hung['picture']}).image_id)")
        editor.goto(f"/admin/images/{image}/")
        editor.get_by_role("button", name="Use in the workspace").click()
        editor.get_by_role("link", name="Paint over it").click()
        expect(editor.locator("[name=kind][value=image]")).to_be_checked()
        expect(editor.locator(".workspace__source img")).to_be_visible()

    def test_words_of_an_engine_fill_the_pictures_own_form(self, editor: Page, hung: dict):
        editor.goto(f"/admin/pages/{hung['picture']}/edit/")
        editor.get_by_role("button", name="Propose alternative text and tags").click()
        words = editor.locator("[data-generate-proposals-target=altText]")
        expect(words).not_to_be_empty(timeout=60_000)
        uses = editor.locator(".generate__proposals").get_by_role("button", name="Use", exact=True)
        uses.first.click()
        expect(editor.locator("#id_alt_text")).to_have_value(words.inner_text())
        uses.last.click()
        expect(editor.locator(".tagit-label").first).to_be_visible()
