"""What a visitor's browser fetches of a page, and when it has painted it: headless Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
ARGUMENTS += ["--disable-background-networking", "--no-first-run"]
VIEWPORT = {"width": 1440, "height": 900}
QUIET_MS = 700

OBSERVE = """
  window.seen = {lcp: 0, cls: 0};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcp = entry.startTime;
  }).observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.cls += entry.value;
  }).observe({type: "layout-shift", buffered: true});
"""
# As if somebody had scrolled past all of them, without asking for the list's next page.
LOAD_ALL = "() => { for (const image of document.images) image.loading = 'eager'; }"
ALL_LOADED = "() => [...document.images].every((image) => image.complete)"
WITHOUT_SIZE = "() => [...document.images].filter((i) => !i.hasAttribute('width')).length"


class NoBrowserError(Exception):
    """No Chromium was found on this machine."""


@dataclass
class Seen:
    """One page over the rounds: KB and milliseconds as lists, one item a round."""

    first_kb: list[float] = field(default_factory=list)
    all_kb: list[float] = field(default_factory=list)
    lcp: list[float] = field(default_factory=list)
    cls: list[float] = field(default_factory=list)
    pictures: int = 0
    without_size: int = 0

    def median(self, what: str) -> float:
        return median(getattr(self, what))


def look(
    addresses: dict[str, str], rounds: int, progress: Callable[[int], None]
) -> dict[str, Seen]:
    """Every page once a round, each time with an empty cache. Raises `NoBrowserError`."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise NoBrowserError
    found = {name: Seen() for name in addresses}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for number in range(rounds + 1):
            for name, address in addresses.items():
                # The first round is the servers' and the browser's own warming up.
                _visit(browser, address, found[name] if number else Seen())
            progress(number)
        browser.close()
    return found


def _visit(browser: Browser, address: str, seen: Seen) -> None:
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    sizes = _count_bytes(page)
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(QUIET_MS)
    seen.first_kb.append(sum(sizes) / 1024)
    found = page.evaluate("seen")
    seen.lcp.append(found["lcp"])
    seen.cls.append(found["cls"])
    page.evaluate(LOAD_ALL)
    page.wait_for_function(ALL_LOADED)
    page.wait_for_timeout(QUIET_MS)
    seen.all_kb.append(sum(sizes) / 1024)
    seen.pictures = page.locator("img").count()
    seen.without_size = page.evaluate(WITHOUT_SIZE)
    context.close()


def _count_bytes(page: Page) -> list[int]:
    """Grows by the bytes on the wire, headers included, of everything that ends loading."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes
