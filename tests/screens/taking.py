"""Visits the screens as whoever may see them, in both themes and at both widths."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

from tests.screens.kinds import Screen

DESK, PHONE = (1440, 980), (390, 844)


@dataclass
class Visits:
    """Somebody's browser on a running site, in one language; one context for each log-in."""

    browser: Browser
    url: str
    language: str
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def views(self, screen: Screen, addresses: dict[str, str]) -> dict[str, bytes]:
        """PNG files of `screen` by theme and width; `RuntimeError` if it answers otherwise."""
        context = self.contexts.get(screen.who) or self._enter(screen.who)
        page = context.new_page()
        path = screen.address.format(**addresses)
        if self.language == "en" and not screen.is_admin:
            path = f"/en{path}"
        if screen.template:
            page.route(
                f"**{path}",
                lambda route: route.fulfill(
                    status=screen.status,
                    content_type="text/html",
                    body=addresses[f"{self.language} {screen.template}"],
                ),
            )
        taken = {}
        for width, size in (("desk", DESK), ("phone", PHONE)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.emulate_media(color_scheme="light")
            answer = page.goto(path)
            if answer is None or answer.status != screen.status:
                raise RuntimeError(f"{screen.name}: {path} answered {answer and answer.status}")
            settle(page)
            if screen.act:
                screen.act(page)
                settle(page)
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                taken[f"{theme}-{width}"] = page.screenshot()
        page.close()
        return taken

    def _enter(self, who: str) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.url,
            locale="ko-KR" if self.language == "ko" else "en-GB",
            timezone_id="Asia/Seoul",
            reduced_motion="reduce",
        )
        context.set_default_timeout(120_000)
        self.contexts[who] = context
        if who:
            page = context.new_page()
            page.goto("/accounts/login/?next=/about/")
            page.fill("[name=login]", who)
            page.fill("[name=password]", who)
            page.locator("form:has([name=password]) [type=submit]").click()
            page.wait_for_url("**/about/")
            page.close()
        return context

    def end(self) -> None:
        for context in self.contexts.values():
            context.close()


def settle(page: Page) -> None:
    """Until every picture in the window has come and been decoded."""
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """async () => {
          const seen = [...document.images].filter(
            (image) => image.getBoundingClientRect().top < innerHeight && image.currentSrc);
          await Promise.all(seen.map((image) => image.decode().catch(() => {})));
        }"""
    )
    page.wait_for_timeout(300)
