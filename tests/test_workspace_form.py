"""The form of the workspace, in a real browser, with real workers and a real engine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers, pytest.mark.same_everywhere]

PAINTED = 60_000  # ms, for a few small pictures on a busy machine
PROMPT = "misty lake at dusk, pine treeline"


@pytest.fixture
def workspace(editor: Page) -> Page:
    return open_workspace(editor)


def open_workspace(page: Page, query: str = "") -> Page:
    """The lists of the engine are there."""
    page.goto(f"/admin/generate/{query}")
    expect(page.locator("select[name=sampler]")).to_be_attached()
    return page


def size_of_ones_own(page: Page, side: int = 64) -> None:
    page.get_by_label("A size of your own").check()
    page.fill("[name=width]", str(side))
    page.fill("[name=height]", str(side))


def ask_for(page: Page, *, prompt: str = PROMPT, count: int = 1) -> None:
    page.fill("[name=prompt]", prompt)
    page.fill("[name=steps]", "2")
    page.fill("[name=count]", str(count))
    size_of_ones_own(page)
    with asking(page):
        page.press("[name=prompt]", "Control+Enter")


@contextmanager
def asking(page: Page) -> Iterator[None]:
    """What the block starts is in view afterwards, in place of what earlier tests left there."""
    with page.expect_response(is_start) as answer:
        yield
    begun = answer.value.json()["id"]
    expect(page.locator(f"li[data-id='{begun}'] [aria-pressed=true]")).to_be_visible()


def is_start(answer: Response) -> bool:
    return answer.request.method == "POST" and answer.url.endswith("/generations/workspace/")


def results(page: Page) -> Locator:
    return page.locator(".generate__tile img[src*='/files/results/']")


def newest(site: WholeSite, *names: str) -> list:
    """What the newest generation's row holds under `names`."""
    return json.loads(
        site.ask(
            "import json\n"
            "found = Generation.objects.order_by('pk').last()\n"
            f"print(json.dumps([getattr(found, name) for name in {names!r}], default=str))"
        )
    )


def hold_engine(page: Page) -> None:
    """Something long, so that what follows waits."""
    page.fill("[name=prompt]", "something that takes its time")
    page.fill("[name=steps]", "150")
    page.fill("[name=count]", "4")
    size_of_ones_own(page)
    with asking(page):
        page.press("[name=prompt]", "Control+Enter")
    expect(page.locator(".generate__headline")).to_have_text(
        re.compile("Painting"), timeout=PAINTED
    )


class TestAsking:
    def test_sends_every_setting_the_editor_chose(self, workspace: Page, whole_site: WholeSite):
        workspace.locator("[name=hires]").check()
        workspace.fill("[name=hires_scale]", "1.5")
        expect(workspace.locator("[data-workspace-size-target=hiresSize]")).to_have_text(
            "1152 × 768"
        )
        workspace.get_by_text("Advanced", exact=True).click()
        workspace.fill("[name=variation_seed]", "77")
        workspace.locator("[name=variation_strength]").fill("0.25")
        workspace.get_by_label("Tiling").check()
        workspace.fill("[name=batch_size]", "2")
        ask_for(workspace, count=1)
        expect(results(workspace)).to_have_count(2, timeout=PAINTED)
        assert workspace.url.endswith("/admin/generate/")

        width, height, count, settings = newest(whole_site, "width", "height", "count", "settings")
        assert (width, height, count) == (64, 64, 2)
        assert settings["batch_size"] == 2
        assert settings["variation_seed"] == 77
        assert settings["variation_strength"] == 0.25
        assert settings["tiling"] is True
        assert settings["hires_scale"] == 1.5

    def test_says_how_many_pictures_it_will_be(self, workspace: Page):
        workspace.fill("[name=count]", "3")
        workspace.fill("[name=batch_size]", "2")
        expect(workspace.locator(".generate__submit")).to_contain_text("Generate 6")

    def test_errors_stand_at_their_fields(self, workspace: Page):
        workspace.locator("[name=hires]").check()
        workspace.fill("[name=hires_scale]", "9")
        workspace.fill("[name=prompt]", "x")
        workspace.fill("[name=steps]", "999")
        workspace.press("[name=prompt]", "Control+Enter")
        for name in ("steps", "hires_scale"):
            expect(workspace.locator(f"#generate-{name}-error .error-message")).to_be_visible()
        expect(workspace.locator("[name=steps]")).to_be_focused()
        expect(workspace.locator("[name=steps]")).to_have_attribute("aria-invalid", "true")

    def test_a_picture_to_start_from_must_be_chosen(self, workspace: Page):
        workspace.locator("[name=kind][value=upscale]").check()
        expect(workspace.locator("[name=prompt]")).to_be_hidden()
        workspace.locator(".generate__submit").click()
        expect(workspace.locator("#generate-source-error")).to_contain_text("Choose the picture")

    def test_a_seed_goes_after_its_generation_unless_it_is_locked(self, workspace: Page):
        seed = workspace.locator("[name=seed]")
        seed.fill("12345")
        ask_for(workspace)
        expect(seed).to_have_value("")
        expect(results(workspace)).to_have_count(1, timeout=PAINTED)
        workspace.get_by_role("button", name="Reuse the last seed").click()
        expect(seed).to_have_value("12345")
        workspace.get_by_role("button", name="Keep the seed").click()
        ask_for(workspace)
        expect(seed).to_have_value("12345")


class TestReuse:
    def test_an_image_is_painted_over_and_enlarged(self, workspace: Page, whole_site: WholeSite):
        ask_for(workspace)
        expect(results(workspace)).to_have_count(1, timeout=PAINTED)
        [uuid] = newest(whole_site, "uuid")

        open_workspace(workspace, f"?result={uuid}-0&as=img2img")
        # Once the engine has told what it can.
        expect(workspace.locator("[name=kind][value=image]")).to_be_checked(timeout=PAINTED)
        expect(workspace.locator("[name=prompt]")).to_have_value(PROMPT)
        expect(workspace.locator(".workspace__source img")).to_be_visible()
        workspace.locator("[name=denoising]").fill("0.4")
        with asking(workspace):
            workspace.press("[name=prompt]", "Control+Enter")
        expect(workspace.locator(".generate__headline")).to_have_text(
            "1 picture is ready", timeout=PAINTED
        )
        kind, settings = newest(whole_site, "kind", "settings")
        assert (kind, settings["denoising"]) == ("image", 0.4)

        open_workspace(workspace, f"?result={uuid}-0&as=upscale")
        workspace.fill("[name=upscale_by]", "3")
        expect(workspace.locator("[data-workspace-size-target=upscaledSize]")).to_have_text(
            "192 × 192"
        )
        with asking(workspace):
            workspace.locator(".generate__submit").click()
        expect(workspace.locator(".generate__frame").first).to_have_attribute(
            "style", re.compile("192 / 192"), timeout=PAINTED
        )
        assert newest(whole_site, "kind") == ["upscale"]


class TestMemory:
    def test_survives_a_reload(self, workspace: Page):
        workspace.fill("[name=prompt]", "words that must not be lost")
        workspace.locator("[name=hires]").check()
        size_of_ones_own(workspace, 320)
        workspace.wait_for_timeout(600)
        open_workspace(workspace)
        expect(workspace.locator("[name=prompt]")).to_have_value("words that must not be lost")
        expect(workspace.locator("[name=hires]")).to_be_checked()
        expect(workspace.locator("[name=width]")).to_have_value("320")

    def test_keys_walk_through_earlier_prompts(self, workspace: Page, whole_site: WholeSite):
        for prompt in ("the first of two", "the second of two"):
            ask_for(workspace, prompt=prompt)
            expect(workspace.locator(".generate__submit")).to_be_enabled()
        prompt = workspace.locator("[name=prompt]")
        prompt.fill("unfinished")
        workspace.locator("[name=steps]").focus()
        workspace.keyboard.press("Alt+p")
        expect(prompt).to_be_focused()
        for expected in ("the second of two", "the first of two"):
            workspace.keyboard.press("Alt+ArrowUp")
            expect(prompt).to_have_value(expected)
        workspace.keyboard.press("Alt+ArrowDown")
        workspace.keyboard.press("Alt+ArrowDown")
        expect(prompt).to_have_value("unfinished")

    def test_one_key_cancels_what_waits_and_asks_anew(self, workspace: Page, whole_site: WholeSite):
        hold_engine(workspace)
        ask_for(workspace, prompt="will be cancelled")
        expect(workspace.locator(".generate__headline")).to_have_text(re.compile("queue"))
        workspace.fill("[name=prompt]", "takes its place")
        workspace.press("[name=prompt]", "Control+Shift+Enter")
        expect(workspace.locator(".generate__past").first).to_contain_text("takes its place")
        states = whole_site.ask(
            "print(*Generation.objects.order_by('pk').values_list('state', flat=True))"
        ).split()
        assert states[-3:] == ["running", "cancelled", "queued"]
        workspace.evaluate("document.querySelector('.generate__past').click()")
        whole_site.ask(
            "from sd_bridge.states import *\n"
            "[cancel_waiting(each) or ask_to_cancel(each) for each in "
            "Generation.objects.exclude(state__in=Generation.FINISHED)]"
        )


class TestWords:
    def test_of_loras_and_embeddings_go_where_the_cursor_was(self, workspace: Page):
        prompt = workspace.locator("[name=prompt]")
        prompt.fill("lake, pines")
        prompt.evaluate("field => field.setSelectionRange(4, 4)")
        workspace.locator("summary", has_text="LoRA").click()
        search = workspace.get_by_role("searchbox", name="Search: LoRA")
        first = workspace.locator(".workspace__words[open] li button").first
        name = first.get_attribute("data-word")
        search.fill(name[:4])
        search.press("Enter")
        expect(prompt).to_have_value(f"lake <lora:{name}:0.8> , pines")

    def test_are_counted_as_tokens_roughly(self, workspace: Page):
        count = workspace.locator("[data-workspace-tokens-target=count]")
        workspace.fill("[name=prompt]", "a lake, <lora:x:1> (pines:1.3)")
        expect(count).to_have_text("4 / 75 tokens")
        expect(count).to_have_attribute("title", re.compile("estimate"))
        workspace.fill("[name=prompt]", "lake " * 80)
        expect(count).to_have_text("80 / 150 tokens")

    def test_what_the_engine_lacks_is_shown_with_the_reason(self, editor: Page):
        def without(route: Route) -> None:
            lists = route.fetch().json()
            lists["absent"] = {
                "hires": "This program has no hires fix.",
                "upscale": "This program cannot enlarge.",
                "loras": "This program has no list of LoRAs.",
            }
            route.fulfill(json=lists)

        editor.route("**/admin/generations/engine/**", without)
        open_workspace(editor)
        expect(editor.locator("[name=hires]")).to_be_disabled()
        expect(editor.locator("[name=kind][value=upscale]")).to_be_disabled()
        reasons = editor.get_by_role("group", name="What to generate")
        for sentence in ("This program has no hires fix.", "This program cannot enlarge."):
            expect(reasons.get_by_text(sentence)).to_be_visible()
        editor.locator("summary", has_text="LoRA").click()
        expect(editor.get_by_text("This program has no list of LoRAs.")).to_be_visible()


class TestPresets:
    def test_are_saved_chosen_and_filled_in(self, workspace: Page, whole_site: WholeSite):
        workspace.fill("[name=prompt]", "{subject} at dusk, matte painting")
        workspace.fill("[name=steps]", "3")
        workspace.get_by_role("button", name="Save preset").click()
        workspace.fill("#preset-name", "House style")
        workspace.get_by_role("button", name="Save", exact=True).click()
        expect(workspace.locator(".workspace__told")).to_contain_text("House style")

        workspace.fill("[name=prompt]", "")
        workspace.fill("[name=steps]", "20")
        workspace.select_option("[name=preset]", label="House style")
        slot = workspace.get_by_role("textbox", name="subject")
        expect(slot).to_be_visible()
        expect(workspace.locator("[name=steps]")).to_have_value("3")
        size_of_ones_own(workspace)
        workspace.fill("[name=count]", "1")
        workspace.press("[name=prompt]", "Control+Enter")
        expect(workspace.get_by_text("Fill this in.")).to_be_visible()
        expect(slot).to_be_focused()

        slot.fill("a lighthouse")
        workspace.press("[name=prompt]", "Control+Enter")
        expect(workspace.locator(".generate__past").first).to_contain_text("a lighthouse at dusk")
        prompt, label, slots = newest(whole_site, "prompt", "preset_label", "slots")
        assert prompt == "a lighthouse at dusk, matte painting"
        assert label.startswith("House style")
        assert slots == {"subject": "a lighthouse"}


class TestDescribing:
    def test_proposes_words_for_the_picture_to_start_from(
        self, workspace: Page, whole_site: WholeSite
    ):
        key = whole_site.ask(
            "from pictures.factories import store_image\nprint(store_image(3, title='Harbour').pk)"
        )
        open_workspace(workspace, f"?image={key}&as=interrogate")
        proposals = workspace.locator("[data-generate-proposals-target=altText]")
        expect(proposals).not_to_be_empty(timeout=PAINTED)
        words = proposals.inner_text()
        workspace.get_by_role("button", name="Use as prompt").click()
        expect(workspace.locator("[name=prompt]")).to_have_value(words)


class TestHeader:
    def test_tells_engines_and_the_days_share(self, workspace: Page):
        status = workspace.locator(".workspace__status")
        expect(status).to_contain_text("of 1 engine online")
        expect(status).to_contain_text("today")

    def test_the_help_lists_the_keys(self, workspace: Page):
        workspace.locator("body").press("?")
        dialog = workspace.locator("#keyboard-shortcuts-dialog")
        expect(dialog).to_contain_text("Cancel what waits and generate")

    @pytest.mark.parametrize("width", [390, 999, 1440])
    def test_needs_no_sideways_scrolling(self, workspace: Page, width: int):
        workspace.set_viewport_size({"width": width, "height": 900})
        workspace.locator("[name=hires]").check()
        assert workspace.evaluate("document.documentElement.scrollWidth") <= width
        if width >= 1000:
            assert workspace.evaluate("document.documentElement.scrollHeight") <= 900
