"""What has the focus is never behind the header, a sticky bar or the bar at the bottom (2.4.11)."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.same_everywhere]

STEPS = 40
# Whether some of it can be seen; none where nothing has the focus.
LOOK = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const { left, top, width, height } = here.getBoundingClientRect();
    const parts = [0.02, 0.25, 0.5, 0.75, 0.98];
    const isSeen = parts.some(x => parts.some(y => {
        const hit = document.elementFromPoint(left + x * width, top + y * height);
        return hit && (here.contains(hit) || hit.contains(here));
    }));
    const words = (here.textContent.trim() || here.ariaLabel || here.name || "").slice(0, 40);
    return [isSeen, `${here.localName}.${here.className} “${words}” at ${Math.round(top)} px`];
}"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["landing", "filtered", "topic", "picture"])
def test_no_step_of_the_keyboard_leads_out_of_sight(
    browser: Browser, shown_site: WholeSite, name: str, width: int
):
    address = json.loads(shown_site.told.splitlines()[-1])[name]
    context = browser.new_context(
        base_url=shown_site.url,
        viewport={"width": width, "height": 700},
        reduced_motion="reduce",
        has_touch=width < 600,
    )
    page = context.new_page()
    page.goto(f"/en{address}")
    hidden, steps = [], 0
    for key in ("Tab", "Shift+Tab"):  # downwards a bar below may cover it, upwards the header
        for _ in range(STEPS):
            page.keyboard.press(key)
            seen = page.evaluate(LOOK)
            if seen is None:
                break
            steps += 1
            if not seen[0]:
                hidden.append(f"{key}: {seen[1]}")
    context.close()
    assert steps > STEPS
    assert not hidden, "\n".join(hidden)
