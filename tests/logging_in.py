"""Log-ins of journeys: by the form where it is what they are about, else by its request alone."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page

ADDRESS = "/en/accounts/login/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def by_form(page: Page, name: str, password: str) -> None:
    """On the log-in page that is open."""
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.locator("form:has([name=password]) [type=submit]").click()


def by_request(context: BrowserContext, name: str, password: str) -> None:
    """What the form sends, without a page being drawn: the browser has the cookies afterwards.

    Raises `AssertionError` where the log-in is refused.
    """
    form = context.request.get(ADDRESS).text()
    token = TOKEN.search(form)
    assert token, form
    answer = context.request.post(
        ADDRESS,
        form={"csrfmiddlewaretoken": token[1], "login": name, "password": password},
        max_redirects=0,
    )
    assert answer.status == 302, answer.text()
