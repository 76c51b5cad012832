"""Whatever people write stays words: hundreds of payloads in every field, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.logging_in import by_request
from tests.naughty_strings import payloads
from tests.whole_site import MANAGE, WholeSite, running_site

pytestmark = [pytest.mark.browser, pytest.mark.workers, pytest.mark.same_everywhere]

AT_LEAST = 50
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@pytest.fixture(scope="module")
def texts() -> list[str]:
    found = payloads()
    assert len(found) > 200
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, migrated_database, texts) -> Iterator[tuple[WholeSite, dict]]:
    """The site, and the addresses to look at by who may."""
    folder = tmp_path_factory.mktemp("hostile")
    file = folder / "payloads.json"
    file.write_text(json.dumps(texts))
    content = (MANAGE[0], "-m", "tests.hostile_content", str(file))
    with (
        migrated_database(folder, "hostile") as url,
        running_site(folder, url, content=content) as site,
    ):
        yield site, json.loads(site.told.splitlines()[-1])


class Watched:
    """A page that remembers dialogs and what the content security policy refused."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.add_init_script(WATCH)
        self.dialogs: list[str] = []
        self.page.on("dialog", self._note)

    def _note(self, dialog) -> None:
        self.dialogs.append(f"{self.page.url}: {dialog.message}")
        dialog.dismiss()

    def open(self, address: str) -> tuple[int, str, list[str]]:
        """Status, source and violations of a page, after its scripts have run."""
        answer = self.page.goto(address, wait_until="load")
        self.page.wait_for_load_state("networkidle")
        for link in self.page.locator("a[href^='javascript:' i]").all():
            self.dialogs.append(f"{address}: {link.get_attribute('href')}")
        return answer.status, answer.text(), self.page.evaluate("window.violations")


@pytest.fixture
def visitor(browser: Browser, hostile) -> Iterator[Watched]:
    context = browser.new_context(base_url=hostile[0].url)
    yield Watched(context)
    context.close()


@pytest.fixture
def admin(browser: Browser, hostile) -> Iterator[Watched]:
    context = browser.new_context(base_url=hostile[0].url)
    by_request(context, "ada", "ada")
    yield Watched(context)
    context.close()


def look(watched: Watched, addresses: list[str], *, strict: bool) -> None:
    failed, refused = {}, {}
    for address in addresses:
        status, _source, violations = watched.open(address)
        if status != 200:
            failed[address] = status
        if violations and strict:
            refused[address] = violations
    assert failed == {}
    assert watched.dialogs == []
    assert refused == {}


def shown(source: str, texts: list[str]) -> int:
    """How many of the payloads stand in the page, as text."""
    from django.utils.html import escape

    return sum(escape(text) in source or escape(" ".join(text.split())) in source for text in texts)


class TestTexts:
    def test_stay_words_on_public_pages(self, visitor, hostile):
        look(visitor, hostile[1]["public"], strict=True)

    def test_are_there_in_numbers(self, visitor, hostile, texts):
        for address in hostile[1]["public"][:3]:
            assert shown(visitor.open(address)[1], texts) >= AT_LEAST, address

    def test_stay_words_on_ones_own_pages(self, admin, hostile):
        look(admin, [*hostile[1]["public"][:2], *hostile[1]["personal"]], strict=True)

    def test_stay_words_for_those_who_work_here(self, admin, hostile):
        look(admin, hostile[1]["admin"], strict=False)
