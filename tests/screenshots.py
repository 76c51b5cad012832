"""Takes the pictures of the README files: `make screenshots`.

The whole product runs on a database of its own with the demo content (painted pictures are reused
from `var/demo`), a browser visits it as visitor and as editor, and small WebP files are written to
`docs/screenshots`. Takes a few minutes.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS
from tests.whole_site import MANAGE, ROOT, WholeSite, running_site

TARGET = ROOT / "docs" / "screenshots"
LARGEST_FILE = 140_000  # bytes; all of them together stay far below 1.5 MB
QUALITIES = range(84, 40, -6)
WINDOW, PHONE, TALL = (1440, 980), (390, 844), (1440, 1040)
PAINTED = 120_000  # ms
TOPIC = "노을과-산"
PICTURE = "물가의-마지막-빛"


@dataclass(frozen=True)
class Shot:
    """One picture of a public page."""

    name: str
    address: str
    scheme: str
    window: tuple[int, int] = WINDOW


SHOTS = (
    Shot("landing-en-light", "/en/", "light"),
    Shot("landing-ko-dark", "/", "dark"),
    Shot("landing-ko-phone", "/", "light", PHONE),
    Shot("topics-en-light", "/en/topics/", "light"),
    Shot("topic-en-dark", f"/en/topics/{TOPIC}/", "dark"),
    Shot("topic-ko-phone", f"/topics/{TOPIC}/", "dark", PHONE),
    Shot("picture-en-light", f"/en/topics/{TOPIC}/{PICTURE}/", "light"),
    Shot("picture-ko-dark", f"/topics/{TOPIC}/{PICTURE}/", "dark"),
    Shot("picture-ko-phone", f"/topics/{TOPIC}/{PICTURE}/", "light", PHONE),
)


@dataclass(frozen=True)
class Panel:
    """One picture of the Generate panel, in a topic where nothing was generated before."""

    name: str
    language: str
    scheme: str
    topic: str
    prompt: str
    seed: int


PANELS = (
    Panel(
        "generate-en-light",
        "en",
        "light",
        TOPIC,
        "wide matte painting of a mountain lake at dusk, (last light behind the ridge:1.3), "
        "layered misty mountains, still water with long reflections, pine treeline",
        1834920177,
    ),
    Panel(
        "generate-ko-dark",
        "ko",
        "dark",
        "바다와-물결",
        "청해파 무늬의 바다, 붉은 해와 구름, 안개 낀 먼 산, 우키요에 느낌의 판화",
        20261,
    ),
)


def main() -> int:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        print("Chromium is missing.")
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hkpictures-screenshots-") as name:
        folder = Path(name)
        with (
            running_site(
                folder,
                f"sqlite:///{folder / 'db.sqlite3'}",
                content=[*MANAGE, "load_demo"],
                DEMO="1",
            ) as site,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
            for shot in SHOTS:
                take_public(browser, site, shot)
            for panel in PANELS:
                take_panel(browser, site, panel)
            browser.close()
    return 0


def open_page(
    browser: Browser, site: WholeSite, language: str, scheme: str, window: tuple[int, int]
) -> Page:
    context = browser.new_context(
        base_url=site.url,
        locale="ko-KR" if language == "ko" else "en-GB",
        timezone_id="Asia/Seoul",
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": window[0], "height": window[1]},
        device_scale_factor=2 if window == PHONE else 1,
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    return context.new_page()


def take_public(browser: Browser, site: WholeSite, shot: Shot) -> None:
    language = "en" if shot.address.startswith("/en/") else "ko"
    page = open_page(browser, site, language, shot.scheme, shot.window)
    response = page.goto(shot.address)
    if response is None or not response.ok:
        raise RuntimeError(f"{shot.address} answered {response and response.status}")
    settle(page)
    write(shot.name, page.screenshot())
    page.context.close()


def take_panel(browser: Browser, site: WholeSite, panel: Panel) -> None:
    """The edit form of a topic, with four pictures that an engine has just painted."""
    site.ask(
        "from wagtail.users.models import UserProfile; "
        "profile = UserProfile.get_for_user(User.objects.get(username='editor')); "
        f"profile.preferred_language = '{panel.language}'; profile.save()"
    )
    number = site.ask(f"print(TopicPage.objects.get(slug='{panel.topic}').pk)")
    page = open_page(browser, site, panel.language, panel.scheme, TALL)
    page.goto(f"/accounts/login/?next=/admin/pages/{number}/edit/")
    page.fill("[name=login]", "editor")
    page.fill("[name=password]", "editor")
    page.locator("form:has([name=password]) [type=submit]").click()
    ask_for_pictures(page, panel)
    results = page.locator(".generate__tile:has(a[href*='/files/results/'])")
    expect(results).to_have_count(4, timeout=PAINTED)
    results.first.locator("input[type=checkbox]").check()
    page.locator(".generate__form").evaluate("form => form.scrollIntoView({block: 'start'})")
    page.mouse.wheel(0, -140)  # out from under the header
    settle(page)
    write(panel.name, page.screenshot())
    page.context.close()


def ask_for_pictures(page: Page, panel: Panel) -> None:
    expect(page.locator(".generate__body")).to_be_visible()
    page.fill("#generate-prompt", panel.prompt)
    page.locator("input[name=format][value=landscape]").check()
    page.fill("#generate-count", "4")
    page.fill("#generate-steps", "20")
    page.fill("#generate-seed", str(panel.seed))
    page.press("#generate-prompt", "Control+Enter")


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
    page.wait_for_timeout(400)


def write(name: str, screenshot: bytes) -> None:
    """As WebP, in the best quality that `LARGEST_FILE` allows."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    for quality in QUALITIES:
        target = io.BytesIO()
        image.save(target, "WEBP", quality=quality, method=6)
        if target.tell() <= LARGEST_FILE:
            break
    (TARGET / f"{name}.webp").write_bytes(target.getvalue())
    print(f"{name}.webp  {image.width} x {image.height}  {target.tell() // 1024} KB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
