"""Takes the pictures of the README files and of every screen: `make screenshots`.

The whole product runs on a database of its own with the demo content (painted pictures are reused
from `var/demo`), a browser visits it as visitor, member, editor and administrator, and small WebP
files are written to `docs/screenshots`, with one sheet of each kind of page (`tests.screens`).
Takes a quarter of an hour. Names of screens as arguments take only those.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from config.icons import build_sprite
from config.style_sheets import build_sheets
from config.translations import compile_all
from sd_bridge.demo_webui.painted import painted_file
from tests.conftest import CHROMIUM_ARGUMENTS
from tests.screens import sheets
from tests.screens.kinds import Act, open_quick_view
from tests.whole_site import ROOT, WholeSite, running_site

TARGET = ROOT / "docs" / "screenshots"
LARGEST_FILE = 140_000  # bytes; all of them together stay far below 1.5 MB
QUALITIES = range(84, 40, -6)
WINDOW, PHONE = (1440, 980), (390, 844)
PAINTED = 120_000  # ms
DEMO_PEOPLE = ("admin", "editor", "member")
TOPIC = "노을과-산"
PICTURE = "물가의-마지막-빛"


@dataclass(frozen=True)
class Shot:
    """One picture of a public page."""

    name: str
    address: str
    scheme: str
    window: tuple[int, int] = WINDOW
    act: Act | None = None


SHEETS = TARGET / "screens"
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
    Shot("quick-view-en-dark", "/en/pictures/", "dark", act=open_quick_view),
    Shot("search-en-light", "/en/search/?q=노을", "light"),
    Shot("search-ko-light", "/search/?q=노을", "light"),
    Shot("person-en-light", "/en/people/서리/", "light"),
    Shot("person-ko-dark", "/people/서리/", "dark"),
    Shot("collection-en-dark", "/en/collections/{collection}/", "dark"),
)


@dataclass(frozen=True)
class Panel:
    """One picture of the workspace, with what was just painted for a topic."""

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


@dataclass(frozen=True)
class Import:
    """One picture of the import screen, with files that were painted for it."""

    name: str
    language: str
    scheme: str
    topic: str
    seed: int
    prompts: tuple[str, ...]


IMPORTS = (
    Import(
        "import-en-light",
        "en",
        "light",
        TOPIC,
        88120430,
        (
            "teal misty mountains, pine forest, big moon, matte painting",
            "tall pines, sunset between peaks, still lake",
            "ringed planet, rose nebula, cinematic",
            "moonlit dunes, deep blue, soft light",
            "bamboo grove in ink, morning fog",
        ),
    ),
    Import(
        "import-ko-dark",
        "ko",
        "dark",
        TOPIC,
        77120430,
        (
            "달빛 아래 사구, 짙은 푸른빛",
            "안개 낀 산과 소나무 숲, 노을",
            "고리가 있는 행성, 장미빛 성운",
            "대나무 숲, 수묵, 아침 안개",
            "비 오는 네온 도시, 젖은 거리",
        ),
    ),
)


def main() -> int:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        print("Chromium is missing.")
        return 1
    SHEETS.mkdir(parents=True, exist_ok=True)
    build_sprite()
    compile_all()
    build_sheets()
    only = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="hkpictures-screenshots-") as name:
        folder = Path(name)
        with (
            running_site(
                folder,
                f"sqlite:///{folder / 'db.sqlite3'}",
                content=[sys.executable, "-m", "tests.screens.content"],
                DJANGO_SETTINGS_MODULE="config.settings.dev",  # it speaks Korean
                DEMO="1",
            ) as site,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
            addresses = json.loads(site.told.splitlines()[-1])
            if not only:
                take_for_readme(browser, site, addresses)
            for language in ("ko", "en"):
                speak(site, language, *DEMO_PEOPLE)
                sheets.take(browser, site.url, language, addresses, SHEETS, only)
            browser.close()
    sheets.write_page(TARGET.parent / "screens.md")
    return 0


def take_for_readme(browser: Browser, site: WholeSite, addresses: dict[str, str]) -> None:
    for shot in SHOTS:
        take_public(browser, site, shot, addresses)
    for panel in PANELS:
        take_panel(browser, site, panel)
    for each in IMPORTS:
        take_import(browser, site, each)
    for language, scheme in (("en", "light"), ("ko", "dark")):
        take_moderation(browser, site, language, scheme)


def speak(site: WholeSite, language: str, *names: str) -> None:
    """The admin speaks `language` to these log-ins."""
    site.ask(
        "from wagtail.users.models import UserProfile\n"
        f"for user in User.objects.filter(username__in={names}):\n"
        "    profile = UserProfile.get_for_user(user)\n"
        f"    profile.preferred_language = '{language}'\n"
        "    profile.save()"
    )


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
    context.set_default_timeout(120_000)
    return context.new_page()


def take_public(browser: Browser, site: WholeSite, shot: Shot, addresses: dict[str, str]) -> None:
    language = "en" if shot.address.startswith("/en/") else "ko"
    page = open_page(browser, site, language, shot.scheme, shot.window)
    response = page.goto(shot.address.format(**addresses))
    if response is None or not response.ok:
        raise RuntimeError(f"{shot.address} answered {response and response.status}")
    settle(page)
    if shot.act:
        shot.act(page)
        settle(page)
    write(shot.name, page.screenshot())
    page.context.close()


def open_admin(browser: Browser, site: WholeSite, shot: Panel | Import, address: str) -> Page:
    """A page of the admin, for the demo's curator, in the language of the shot."""
    speak(site, shot.language, "editor")
    number = site.ask(f"print(TopicPage.objects.get(slug='{shot.topic}').pk)")
    page = open_page(browser, site, shot.language, shot.scheme, WINDOW)
    log_in(page, "editor", f"{address}%3Ftopic%3D{number}")
    return page


def log_in(page: Page, who: str, address: str) -> None:
    page.goto(f"/accounts/login/?next={address}")
    page.fill("[name=login]", who)
    page.fill("[name=password]", who)
    page.locator("form:has([name=password]) [type=submit]").click()


def take_moderation(browser: Browser, site: WholeSite, language: str, scheme: str) -> None:
    """What was reported, for the demo's administrator."""
    speak(site, language, "admin")
    page = open_page(browser, site, language, scheme, WINDOW)
    log_in(page, "admin", "/admin/moderation/pictures/")
    page.wait_for_url("**/admin/moderation/pictures/")
    settle(page)
    write(f"moderation-{language}-{scheme}", page.screenshot())
    page.context.close()


def take_panel(browser: Browser, site: WholeSite, panel: Panel) -> None:
    """The workspace, with four pictures that an engine has just painted."""
    page = open_admin(browser, site, panel, "/admin/generate/")
    results = page.locator(".generate__tile:has(a[href*='/files/results/'])")
    ask_for_pictures(page, panel)
    expect(results).to_have_count(0)  # those of the generation before have gone
    expect(results).to_have_count(4, timeout=PAINTED)
    results.first.locator("input[type=checkbox]").check()
    settle(page)
    write(panel.name, page.screenshot())
    page.context.close()


def take_import(browser: Browser, site: WholeSite, shot: Import) -> None:
    """The import screen, with a folder that was just dropped on it."""
    folder = site.folder / shot.name
    folder.mkdir()
    for number, prompt in enumerate(shot.prompts):
        data = painted_file(prompt, "", shot.seed + number, 640, 480, steps=12)
        (folder / f"{number:05}-{shot.seed + number}.png").write_bytes(data)
    (folder / "notes.png").write_bytes(b"not a picture")
    page = open_admin(browser, site, shot, "/admin/import/")
    page.set_input_files("#import-files", sorted(folder.iterdir()))
    rows = page.locator(".import__row")
    expect(rows).to_have_count(len(shot.prompts) + 1, timeout=PAINTED)
    for row in rows.all()[:2]:
        row.locator("input[type=checkbox]").check()
    page.mouse.wheel(0, -2000)
    settle(page)
    write(shot.name, page.screenshot())
    page.context.close()


def ask_for_pictures(page: Page, panel: Panel) -> None:
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
