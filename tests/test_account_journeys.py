"""Accounts in a real browser: sign-up, passkeys, codes, leaving; under the strict policy."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]
PASSWORD = "kayak-and-lantern-7"
MAKE = """
from allauth.account.models import EmailAddress
from accounts.models import User
User.objects.filter(username="{name}").delete()
user = User.objects.create_user("{name}", "{name}@example.com", "{password}")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""
CODE = """
from allauth.mfa.totp.internal.auth import hotp_value
import time
print(f"{{hotp_value('{secret}', int(time.time()) // 30 + {ahead}):06d}}")
"""
WATCH = """
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Visitor:
    """A browser of somebody, with what the site's policy had to stop in it."""

    page: Page
    site: WholeSite
    stopped: list[str]

    def submit(self, selector: str) -> None:
        """Press the button and wait until the answer is there."""
        with self.page.expect_navigation():
            self.page.click(selector)
        self.stopped += self.page.evaluate("window.violations")

    def log_in(self, name: str, after: str = "/en/pictures/") -> None:
        self.page.goto(f"/en/accounts/login/?next={after}")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.submit("form:has([name=password]) [type=submit]")

    def log_out(self) -> None:
        self.page.goto("/en/accounts/logout/")
        self.submit("form[action$='/logout/'] .btn-primary")

    def prove(self) -> None:
        """Give the password where it is asked for once more."""
        self.page.fill("[name=password]", PASSWORD)
        self.submit("form:has([name=password]) [type=submit]")

    def member(self, name: str) -> str:
        self.site.ask(MAKE.format(name=name, password=PASSWORD))
        return name

    def is_in(self) -> bool:
        return self.page.request.get("/me/state/").json()["user"] is not None

    def code(self, secret: str, ahead: int = 0) -> str:
        return self.site.ask(CODE.format(secret=secret, ahead=ahead))


@pytest.fixture
def visitor(browser: Browser, whole_site: WholeSite) -> Iterator[Visitor]:
    # Browsers know passkeys for names of hosts only, not for their numbers.
    address = whole_site.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, locale="en-GB")
    context.add_init_script(WATCH)
    visitor = Visitor(context.new_page(), whole_site, [])
    yield visitor
    context.close()
    assert visitor.stopped == []


@pytest.fixture
def authenticator(visitor: Visitor) -> None:
    """The device that keeps passkeys, with a finger on it."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


class TestSignUp:
    def test_logs_in_and_returns_to_where_one_was(self, visitor):
        page = visitor.page
        page.goto("/en/pictures/?sort=oldest")
        visitor.submit("header .for-visitor[href*='/signup/']")
        name = page.input_value("[name=username]")
        assert name
        page.fill("[name=email]", f"new-{time.time_ns()}@example.com")
        page.fill("[name=password1]", PASSWORD)
        page.click("[data-reveal]")
        assert page.get_attribute("[name=password1]", "type") == "text"
        visitor.submit("form:has([name=password1]) .btn-primary")
        assert page.url.endswith("/en/pictures/?sort=oldest")
        assert visitor.is_in()


@pytest.mark.same_everywhere
class TestPasskey:
    def add(self, visitor: Visitor) -> list[str]:
        """Make one; the recovery codes that come with the first."""
        page = visitor.page
        page.goto("/en/accounts/2fa/webauthn/add/")
        visitor.prove()
        page.fill("[name=name]", "My desk")
        visitor.submit("[data-passkey=make] [type=submit]")
        return page.locator(".codes code").all_inner_texts()

    def test_logs_in_by_itself_and_returns_to_where_one_was(self, visitor, authenticator):
        visitor.log_in(visitor.member("pat"))
        assert len(self.add(visitor)) == 10
        visitor.log_out()
        assert not visitor.is_in()
        visitor.page.goto("/en/accounts/login/?next=/en/pictures/")
        visitor.submit("[data-passkey=use] [type=submit]")
        assert visitor.page.url.endswith("/en/pictures/")
        assert visitor.is_in()

    def test_is_the_second_step_after_the_password(self, visitor, authenticator):
        visitor.log_in(visitor.member("quinn"))
        codes = self.add(visitor)
        visitor.log_out()
        visitor.log_in("quinn")
        assert not visitor.is_in()
        visitor.submit("[data-passkey=use] [type=submit]")
        assert visitor.is_in()
        visitor.log_out()
        visitor.log_in("quinn")
        visitor.page.fill("[name=code]", codes[0])
        visitor.submit("form:has([name=code]) .btn-outline-primary")
        assert visitor.is_in()

    def test_is_listed_renamed_and_deleted(self, visitor, authenticator):
        page = visitor.page
        visitor.log_in(visitor.member("rae"))
        self.add(visitor)
        page.goto("/en/accounts/2fa/webauthn/")
        expect(page.locator(".setting-rows")).to_contain_text("My desk")
        visitor.submit("a[href$='/edit/']")
        page.fill("[name=name]", "My phone")
        visitor.submit(".settings-form .btn-primary")
        expect(page.locator(".setting-rows")).to_contain_text("My phone")
        visitor.submit("a[href$='/remove/']")
        visitor.submit(".btn-outline-danger")
        expect(page.locator(".setting-rows")).to_have_count(0)

    def test_says_so_where_none_was_given(self, visitor, authenticator):
        page = visitor.page
        page.goto("/en/accounts/login/")
        page.click("[data-passkey=use] [type=submit]")
        expect(page.locator("[data-passkey=use] [data-trouble]")).to_be_visible()
        expect(page.locator("[data-passkey=use] [type=submit]")).to_be_enabled()


@pytest.mark.same_everywhere
class TestAuthenticatorApp:
    def type_code(self, visitor: Visitor, code: str) -> None:
        visitor.page.fill("[name=code]", code)
        visitor.submit("form:has([name=code]) .btn-primary")

    def test_asks_for_a_code_from_then_on(self, visitor):
        page = visitor.page
        visitor.log_in(visitor.member("sam"))
        page.goto("/en/accounts/2fa/totp/activate/")
        visitor.prove()
        shown = (
            "document.querySelector('.qr').complete && document.querySelector('.qr').naturalWidth"
        )
        page.wait_for_function(shown)
        secret = page.inner_text(".secret code")
        page.fill("[name=code]", visitor.code(secret))
        visitor.submit(".settings-form .btn-primary")
        codes = page.locator(".codes code").all_inner_texts()
        visitor.log_out()
        visitor.log_in("sam")
        page.fill("[name=code]", "000000")
        visitor.submit(
            "form:has([name=code]) .btn-primary, form:has([name=code]) .btn-outline-primary"
        )
        expect(page.locator(".field-error").first).to_be_visible()
        page.fill("[name=code]", visitor.code(secret, ahead=1))
        visitor.submit(
            "form:has([name=code]) .btn-primary, form:has([name=code]) .btn-outline-primary"
        )
        assert visitor.is_in()
        visitor.log_out()
        visitor.log_in("sam")
        page.fill("[name=code]", codes[3])
        visitor.submit(
            "form:has([name=code]) .btn-primary, form:has([name=code]) .btn-outline-primary"
        )
        assert visitor.is_in()


class TestLeaving:
    def test_can_be_undone_by_logging_in_again(self, visitor):
        page = visitor.page
        visitor.log_in(visitor.member("toni"))
        page.goto("/en/me/settings/account/delete/")
        page.check("[name=comments]")
        visitor.submit(".settings-form .btn-outline-danger")
        visitor.prove()
        assert re.search(r"/account/stay/", page.url)
        assert not visitor.is_in()
        visitor.log_in("toni")
        assert page.url.endswith("/en/me/settings/account/leaving/")
        visitor.submit("[form=stay]")
        assert page.url.endswith("/en/me/settings/account/")
        expect(page.locator(".notice").first).to_be_visible()

    def test_is_possible_with_everything_in_hand(self, visitor):
        visitor.log_in(visitor.member("uma"))
        visitor.page.goto("/en/me/settings/export/")
        with visitor.page.expect_download() as download:
            visitor.page.click("form[action$='/export/'] .btn-primary")
        assert download.value.suggested_filename.endswith(".zip")
