"""The page of engines and the dashboard keep telling, and leave the keyboard where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers, pytest.mark.same_everywhere]

ASLEEP = (
    "from sd_bridge import engine_notes; from sd_bridge.engines.errors import EngineUnavailable; "
    "engine_notes.failed('webui', EngineUnavailable())"
)
ANSWERS = "from sd_bridge import engine_notes; engine_notes.answered('webui')"
WAITING = (
    "from django.contrib.auth import get_user_model; from sd_bridge.models import Generation; "
    "Generation.objects.create(engine='attic', prompt='a lamp in a window', format='square', "
    "width=64, height=64, count=1, steps=2, cfg_scale=7, sampler='Euler a', "
    "requested_by=get_user_model().objects.get(username='editor'))"
)
ENDED = (
    "from sd_bridge.models import Generation; Generation.objects.filter(engine='attic').delete()"
)


@pytest.fixture(autouse=True)
def answering(whole_site: WholeSite):
    whole_site.ask(ANSWERS)
    yield
    whole_site.ask(f"{ANSWERS}; {ENDED}")


class TestPageOfEngines:
    def test_tells_what_changes_without_moving_focus(self, editor: Page, whole_site: WholeSite):
        editor.goto("/admin/engines/")
        engine = editor.locator("[data-name=webui]")
        expect(engine).to_have_attribute("data-state", "online")
        engine.get_by_role("button", name="Read lists again").focus()

        whole_site.ask(ASLEEP)

        expect(engine).to_have_attribute("data-state", "asleep")
        expect(engine).to_contain_text("asleep since")
        expect(editor.locator(".engines__summary")).to_have_text("0 of 1 engine online")
        expect(engine.get_by_role("button", name="Read lists again")).to_be_focused()

    def test_tries_an_engine_at_the_press_of_a_button(self, editor: Page, whole_site: WholeSite):
        whole_site.ask(ASLEEP)
        editor.goto("/admin/engines/")

        editor.get_by_role("button", name="Try now").click()

        expect(editor.locator(".messages")).to_contain_text("webui: online")
        expect(editor.locator("[data-name=webui]")).to_have_attribute("data-state", "online")


class TestDashboard:
    def test_follows_my_requests(self, editor: Page, whole_site: WholeSite):
        editor.goto("/admin/")
        mine = editor.locator("[data-engines-target=mine]")
        expect(editor.get_by_text("Nothing is running or waiting.")).to_be_visible()

        whole_site.ask(WAITING)
        link = mine.get_by_role("link", name="a lamp in a window")
        expect(link).to_be_visible()
        expect(mine).to_contain_text("Next in the queue")
        link.focus()

        whole_site.ask(ASLEEP)
        expect(editor.locator("[data-name=webui]")).to_have_attribute("data-state", "asleep")
        expect(link).to_be_focused()

        whole_site.ask(ENDED)
        expect(editor.get_by_text("Nothing is running or waiting.")).to_be_visible()
