"""The workspace's tray in a real browser, by keyboard: real workers, the demo WebUI, real files."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]

PAINTED = 120_000  # ms, for a few small pictures on a busy machine
SAID = 15_000


@pytest.fixture
def workspace(editor: Page) -> Page:
    """Open, with nothing selected in it and nobody typing."""
    editor.goto("/admin/generate/")
    expect(editor.locator("#generate-prompt")).to_be_visible()
    return editor


@pytest.fixture
def visitor(browser: Browser, whole_site: WholeSite) -> Iterator[Page]:
    context = browser.new_context(base_url=whole_site.url, locale="en-GB")
    yield context.new_page()
    context.close()


def ask_for(page: Page, prompt: str, *, count: int, steps: int = 4) -> None:
    page.fill("#generate-prompt", prompt)
    page.locator("input[name=format][value=square]").check()
    page.fill("#generate-count", str(count))
    page.fill("#generate-steps", str(steps))
    page.press("#generate-prompt", "Control+Enter")
    expect(page.locator(".generate__history li").first).to_contain_text(prompt[:20])


def paint(page: Page, prompt: str, *, count: int) -> None:
    """Until the pictures are there; the focus is then on nothing."""
    ask_for(page, prompt, count=count)
    expect(results(page)).to_have_count(count, timeout=PAINTED)
    expect(page.locator(".generate__headline")).to_contain_text("ready", timeout=PAINTED)
    page.evaluate("document.activeElement.blur()")


def results(page: Page) -> Locator:
    return page.locator(".generate__tile:visible:has(a.generate__picture)")


def chosen(page: Page) -> list[str]:
    """The numbers of the selected pictures."""
    return page.locator(".generate__tile--chosen .generate__number").all_inner_texts()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def dialog(page: Page) -> Locator:
    return page.locator("dialog[open]")


class TestByKeyboard:
    def test_from_a_prompt_to_published_pages(self, workspace: Page, visitor: Page):
        paint(workspace, "a quiet harbour at dawn, fishing boats", count=3)

        press(workspace, "1", "3")
        assert chosen(workspace) == ["1", "3"]
        press(workspace, "Enter")
        titles = dialog(workspace).locator("[data-field=title] input")
        expect(titles).to_have_count(2)
        expect(titles.first).to_have_value(re.compile("harbour"))
        expect(dialog(workspace).locator("[data-field=alt_text] textarea").first).not_to_have_value(
            ""
        )
        expect(dialog(workspace).locator("[data-field=tags] input").first).not_to_have_value("")
        titles.first.fill("Boats before work")
        titles.nth(1).fill("Harbour light")
        dialog(workspace).locator("#generate-keep-topic").select_option(label="Lakes at dusk")
        dialog(workspace).locator("#generate-keep-action").select_option("publish")
        dialog(workspace).get_by_role("button", name="Keep 2").press("Enter")

        expect(workspace.locator(".generate__done")).to_contain_text("2 pictures were published")
        expect(results(workspace).first).to_contain_text("Kept: Boats before work")
        expect(workspace.locator(".generate__tile--chosen")).to_have_count(0)
        visitor.goto("/en/topics/lakes/")
        # Of one prompt with the other one: either may stand behind it.
        tile = visitor.locator(".wall a.piece", has_text="Boats before work").first
        visitor.goto(tile.get_attribute("href"))
        expect(visitor.locator("main")).to_contain_text("fishing boats")

    @pytest.mark.same_everywhere
    def test_nothing_is_kept_while_a_field_is_wrong(self, workspace: Page):
        paint(workspace, "an empty pier in fog", count=2)
        press(workspace, "a", "Enter")
        titles = dialog(workspace).locator("[data-field=title] input")
        expect(titles.nth(1)).to_have_value(re.compile("pier"))
        titles.nth(1).fill("")
        dialog(workspace).get_by_role("button", name="Keep 2").click()

        expect(titles.nth(1)).to_be_focused()
        wrong = dialog(workspace).locator("[data-field=title] .error-message:visible")
        expect(wrong).to_have_count(1)
        press(workspace, "Escape")
        expect(workspace.locator(".generate__kept:visible")).to_have_count(0)
        assert chosen(workspace) == ["1", "2"], "closing the dialog keeps the selection"

    @pytest.mark.same_everywhere
    def test_zoom_walks_selects_and_returns_the_focus(self, workspace: Page):
        paint(workspace, "a lighthouse on a cliff", count=3)

        press(workspace, "j", "Space")
        expect(dialog(workspace)).to_contain_text("1 / 3")
        press(workspace, "ArrowRight", "x", "ArrowRight", "ArrowRight")
        expect(dialog(workspace)).to_contain_text("1 / 3")
        press(workspace, "ArrowLeft", "Escape")
        expect(dialog(workspace)).to_have_count(0)

        assert chosen(workspace) == ["2"]
        focused = workspace.locator(".generate__tile:has(a:focus) .generate__number")
        expect(focused).to_have_text("3")

    @pytest.mark.same_everywhere
    def test_two_are_compared_with_their_differences(self, workspace: Page):
        paint(workspace, "a windmill under clouds", count=2)

        press(workspace, "c")
        expect(dialog(workspace)).to_have_count(0)
        press(workspace, "1", "2", "c")
        rows = dialog(workspace).locator("tr.generate__differs")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("Seed")
        expect(rows).to_contain_text("differs")
        press(workspace, "Escape")

    def test_discarding_can_be_undone_and_spares_what_is_kept(self, workspace: Page):
        paint(workspace, "a stone bridge in autumn", count=3)
        press(workspace, "2", "d")
        expect(results(workspace)).to_have_count(2)
        workspace.get_by_role("button", name="Undo").press("Enter")
        expect(results(workspace)).to_have_count(3)
        assert chosen(workspace) == ["2"]

        press(workspace, "2", "1", "Enter")
        expect(dialog(workspace).locator("[data-field=title] input")).to_have_value(
            re.compile("bridge")
        )
        dialog(workspace).locator("#generate-keep-action").select_option("draft")
        dialog(workspace).get_by_role("button", name="Keep 1").press("Enter")
        expect(workspace.locator(".generate__done")).to_contain_text("1 draft")
        workspace.evaluate("document.activeElement.blur()")
        press(workspace, "a", "d")
        expect(dialog(workspace)).to_contain_text("Discard the other 2?")
        dialog(workspace).get_by_role("button", name="Discard").press("Enter")
        expect(results(workspace)).to_have_count(1)
        workspace.reload()  # leaving does not undo it

        expect(results(workspace)).to_have_count(1)
        expect(workspace.locator(".generate__kept:visible")).to_have_count(1)

    @pytest.mark.same_everywhere
    def test_a_reload_shows_the_same_selected(self, workspace: Page):
        paint(workspace, "a field of rape in bloom", count=2)
        press(workspace, "2")
        workspace.reload()

        expect(results(workspace)).to_have_count(2)
        expect(workspace.locator(".generate__tile--chosen .generate__number")).to_have_text("2")

    @pytest.mark.same_everywhere
    def test_keys_do_nothing_while_typing(self, workspace: Page):
        paint(workspace, "a fox in the snow", count=1)
        workspace.locator("#generate-prompt").focus()
        press(workspace, "1", "a", "x", "d", "Space")

        assert chosen(workspace) == []
        expect(dialog(workspace)).to_have_count(0)
        expect(results(workspace)).to_have_count(1)


@pytest.mark.same_everywhere
class TestActions:
    def test_seed_and_variation_go_into_the_form(self, workspace: Page):
        paint(workspace, "a glass of tea by a window", count=2)
        seed = results(workspace).nth(1).locator("code").inner_text()
        workspace.fill("#generate-prompt", "something else")
        results(workspace).nth(1).get_by_role("button", name="Use seed").click()
        expect(workspace.locator("#generate-seed")).to_have_value(seed)
        expect(workspace.locator("#generate-prompt")).to_have_value("something else")

        workspace.evaluate("document.activeElement.blur()")
        results(workspace).nth(1).locator("a.generate__picture").focus()
        press(workspace, "v")
        expect(workspace.locator("#generate-prompt")).to_have_value("a glass of tea by a window")
        expect(workspace.locator("[name=variation_strength]").first).to_have_value("0.2")

    def test_the_recipe_is_copied_as_text(self, workspace: Page):
        workspace.context.grant_permissions(["clipboard-read", "clipboard-write"])
        paint(workspace, "a red tram in the rain", count=1)
        seed = results(workspace).locator("code").inner_text()
        results(workspace).get_by_role("button", name="More actions").click()
        workspace.get_by_role("button", name="Copy the recipe as text").click()

        expect(workspace.get_by_text("Copied", exact=True)).to_be_visible(timeout=SAID)
        text = workspace.evaluate("navigator.clipboard.readText()")
        assert text.startswith("a red tram in the rain")
        assert f"Seed: {seed}" in text

    def test_an_engine_proposes_words_for_a_picture(self, workspace: Page):
        paint(workspace, "a tower of books", count=1)
        press(workspace, "1", "Enter")
        alt = dialog(workspace).locator("[data-field=alt_text] textarea")
        expect(alt).to_have_value(re.compile("books"))
        dialog(workspace).get_by_role("button", name="Propose from the picture").click()

        expect(alt).not_to_have_value(re.compile("tower of books"), timeout=PAINTED)
        expect(alt).not_to_have_value("")
        expect(workspace.locator(".generate__headline")).to_contain_text("1 picture is ready")

    def test_an_earlier_generation_is_opened_with_its_settings(self, workspace: Page):
        paint(workspace, "first of two prompts", count=1)
        paint(workspace, "second of two prompts", count=1)
        expect(workspace.locator(".generate__changes")).to_be_visible()
        workspace.locator(".generate__past", has_text="first of two").click()

        expect(workspace.locator("#generate-prompt")).to_have_value("first of two prompts")
        expect(workspace.locator(".generate__past[aria-pressed=true]")).to_contain_text("first of")
