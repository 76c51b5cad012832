"""Between two pages the picture travels; cut short, that is no error."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.same_everywhere]

CUT_SHORT = """addEventListener("pagereveal", event => {
    window.began = Boolean(event.viewTransition);
    event.viewTransition?.skipTransition();
});"""


def test_a_transition_cut_short_is_told_nobody(browser: Browser, shown_site: WholeSite):
    context = browser.new_context(base_url=shown_site.url, reduced_motion="no-preference")
    context.add_init_script(CUT_SHORT)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))
    page.goto("/en/topics/")
    page.locator(".site-nav a").first.click()
    page.wait_for_url("**/en/pictures/")
    page.wait_for_function("window.began")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    context.close()
    assert errors == []
