"""No public page breaks a rule of WCAG 2.2 AA that a program can see.

Each kind of page, in both languages' frames, light and dark, on a desk and on a phone, and with all
of our scripts blocked.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import missing
from tests.whole_site import ROOT, WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.same_everywhere]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1440, 390)
FOUND = """async rules => {
    const answer = await axe.run(document, {
        runOnly: { type: "tag", values: rules }, resultTypes: ["violations"],
    });
    const ran = [answer.violations, answer.passes, answer.incomplete].flat();
    return { targets: ran.some(({ id }) => id === "target-size"),
        bad: answer.violations.map(({ id, help, nodes }) => ({
            id, help, where: nodes.slice(0, 4).map(node =>
                `${node.target.join(" ")} ${node.any.map(one => one.message).join(" ")}`),
        })) };
}"""


def violations(page: Page) -> list[str]:
    """What axe finds in the page as it is, in each theme and at each width."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            answer = page.evaluate(FOUND, RULES)
            assert answer["targets"], "the size of targets was not looked at"
            for one in answer["bad"]:
                where = "\n    ".join(one["where"])
                found.append(f"{width} {theme} {one['id']}: {one['help']}\n    {where}")
    return found


@pytest.mark.parametrize("scripts", ["with scripts", "scripts blocked"])
def test_no_page_breaks_a_rule(browser: Browser, shown_site: WholeSite, scripts: str):
    if not AXE.exists():
        missing("axe-core (npm ci)")
    addresses: dict[str, str] = json.loads(shown_site.told.splitlines()[-1])
    context = browser.new_context(base_url=shown_site.url, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    if scripts == "scripts blocked":
        context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    axe = AXE.read_text()
    found = {}
    for number, (name, address) in enumerate(addresses.items()):
        # Both languages, turn by turn: what is asked for is the same.
        answer = page.goto(f"/en{address}" if number % 2 else address)
        assert answer is not None
        assert answer.status == (404 if name == "not found" else 200), name
        if name == "landing":
            # Its wall is cropped until somebody tabs through it; axe cannot see a crop.
            page.locator(".wall a").first.focus()
        if name == "not found":
            expect(page.locator(".trouble .code")).to_have_text("404")
        page.evaluate(f"{axe}; undefined")
        if bad := violations(page):
            found[f"{name} ({scripts})"] = bad
    context.close()
    lines = [f"{name}: {line}" for name, bad in found.items() for line in bad]
    assert not lines, "\n".join(lines)
