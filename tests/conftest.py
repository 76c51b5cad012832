"""A real browser and a whole running site, shared by everything that needs them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.logging_in import by_request
from tests.whole_site import WholeSite, running_site

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
# As long as Playwright waits for a click: a busy machine is no reason for another verdict.
PATIENCE = 30_000  # ms


def missing(what: str) -> None:
    """Skip, or fail where every service is said to be there."""
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} is missing, and REQUIRE_SERVICES=1")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        missing("Chromium")
    # Playwright's loop runs in this thread; Django would take that for an async request, and give
    # it a connection that knows nothing of the contents to which transactional tests return.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connection = connections["default"]
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        connections["default"] = connection
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@contextmanager
def empty_database(folder: Path, name: str, django_db_blocker) -> Iterator[str]:
    """The address of an empty database beside the one of the other tests, on the same server."""
    base = os.environ.get("DATABASE_URL", "")
    if not base or base.startswith("sqlite"):
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    own = f"hkpictures_{name}_{os.getpid()}"
    with django_db_blocker.unblock(), connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {own}")
    try:
        yield urlunsplit(urlsplit(base)._replace(path=f"/{own}"))
    finally:
        with django_db_blocker.unblock(), connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {own}")


@pytest.fixture(scope="session")
def migrated_database(
    django_db_setup, migrated_copy, django_db_blocker
) -> Callable[..., AbstractContextManager]:
    """`with migrated_database(folder, name) as url`: one of its own, without the time it takes."""

    @contextmanager
    def migrated(folder: Path, name: str) -> Iterator[str]:
        with empty_database(folder, name, django_db_blocker) as url:
            with django_db_blocker.unblock():
                migrated_copy.put_into(url)
            yield url

    return migrated


@pytest.fixture(scope="session")
def own_database(tmp_path_factory, migrated_database) -> Iterator[str]:
    with migrated_database(tmp_path_factory.mktemp("site"), "site") as url:
        yield url


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory, own_database: str) -> Iterator[WholeSite]:
    folder: Path = tmp_path_factory.mktemp("whole-site")
    with running_site(folder, own_database) as site:
        yield site


@pytest.fixture(scope="session")
def shown_site(tmp_path_factory, migrated_database) -> Iterator[WholeSite]:
    """One with a page of each kind (`tests.shown_content`), its failures as visitors see them."""
    folder: Path = tmp_path_factory.mktemp("shown-site")
    content = (sys.executable, "-m", "tests.shown_content")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.shown_settings"}
    with (
        migrated_database(folder, "shown") as url,
        running_site(folder, url, content=content, **settings) as site,
    ):
        yield site


@pytest.fixture
def context(browser: Browser, whole_site: WholeSite) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=whole_site.url, locale="en-GB", viewport={"width": 1440, "height": 980}
    )
    yield context
    context.close()


@pytest.fixture
def editor(context: BrowserContext) -> Page:
    """A page, nothing opened yet, of a browser in which the demo's curator is logged in."""
    by_request(context, "editor", "editor")
    return context.new_page()
