"""Wish 2 of the first design: log in with an account elsewhere, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page, expect

from accounts.tests.scripted_provider import ScriptedProvider, running_provider
from accounts.tests.social_cast import offer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def provider(settings) -> Iterator[ScriptedProvider]:
    with running_provider() as provider:
        provider.configuration = {"authorization_endpoint": f"{provider.address}/detour"}
        provider.userinfo = {"preferred_username": "달빛"}
        offer(settings, provider.address)
        yield provider


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


class TestWish2SocialLogIn:
    def test_leads_there_and_back_under_the_strict_policy(self, page, provider, live_server):
        refused: list[str] = []
        page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
        page.goto("/en/accounts/login/?next=/en/pictures/")
        page.get_by_role("button", name="Example ID").click()
        page.wait_for_url("**/en/me/welcome/**")
        assert "detour" in provider.asked
        expect(page.locator("[name=nickname]")).to_have_value("달빛")
        page.locator(".form-acts a").click()
        page.wait_for_url("**/en/pictures/")
        assert [line for line in refused if "Content Security Policy" in line] == []
        assert get_user_model().objects.filter(username="달빛").exists()

    def test_works_without_a_script(self, browser, provider, live_server):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto("/accounts/signup/")
        page.locator(".services button").click()
        page.wait_for_url("**/me/welcome/**")
        page.fill("[name=nickname]", "새 이름")
        page.locator("main [type=submit]").click()
        page.wait_for_url(f"{live_server.url}/")
        assert get_user_model().objects.filter(public_name="새 이름").exists()
        context.close()
