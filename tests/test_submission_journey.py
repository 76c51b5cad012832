"""A member sends a picture, a curator publishes it, everybody sees whose it is."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pictures.factories import unlike_file
from tests.logging_in import by_form
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]

NICKNAME = "항구지기"
PREPARE = f"""
from allauth.account.models import EmailAddress
from community.profiles import set_nickname
from community.submission_rules import set_rules
from community.submission_files import forget_all
member = User.objects.get(username="member")
EmailAddress.objects.update_or_create(
    user=member, email=member.email or "member@example.com", defaults={{"verified": True}}
)
set_nickname(member.profile, "{NICKNAME}")
forget_all(member.pk)  # what another test left there would be asked for next
topic = TopicPage.objects.get(slug="lakes")
topic.curators.add(User.objects.get(username="editor"))
topic.save_revision().publish()
set_rules(topic, takes=True, words="Only lakes, please.")
"""


@pytest.fixture
def topic(whole_site: WholeSite) -> int:
    whole_site.ask(PREPARE)
    return json.loads(whole_site.told)["topic"]


@pytest.fixture(params=["with scripts", "without scripts"])
def member(request, browser: Browser, whole_site: WholeSite) -> Iterator[Page]:
    """A page on which the member is logged in."""
    context = browser.new_context(
        base_url=whole_site.url, locale="en-GB", java_script_enabled=request.param == "with scripts"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def visitor(browser: Browser, whole_site: WholeSite) -> Iterator[Page]:
    context = browser.new_context(base_url=whole_site.url, locale="en-GB")
    yield context.new_page()
    context.close()


def log_in(page: Page) -> None:
    by_form(page, "member", "member")


class TestSubmission:
    def test_goes_from_a_member_through_a_curator_to_everybody(
        self, member: Page, editor: Page, visitor: Page, topic: int, tmp_path: Path, request
    ):
        with_scripts = request.node.callspec.params["member"] == "with scripts"
        own = secrets.randbelow(10**9)  # a second try sends another file
        title = f"Lake {own}"
        file = tmp_path / "lake.png"
        file.write_bytes(unlike_file(own, prompt=f"{title}, still"))

        member.goto("/en/topics/lakes/")
        member.locator(f"a[href$='/me/submissions/new/?topic={topic}']").click()
        log_in(member)  # a visitor comes back to the form
        expect(member.locator(".submit-words")).to_contain_text("Only lakes, please.")
        member.set_input_files("input[type=file]", file)
        if not with_scripts:
            member.locator("[data-drop-go]").click()
        expect(member.locator("[name=title]")).to_have_value(title)
        expect(member.locator(".submit-read")).to_contain_text("Euler a")
        member.fill("[name=alt_text]", "A lake between hills")
        member.locator(".submission-panel [type=submit]").click()
        expect(member.locator(".submission-state.is-waiting")).to_be_visible()
        own_page = member.url

        editor.goto("/admin/")
        editor.locator(f"a[href*='/admin/pages/']:has-text('{title}')").first.click()
        editor.wait_for_load_state("networkidle")  # the menu answers once its script is there
        editor.locator("footer [data-w-dropdown-target=toggle]").click()
        editor.locator("footer [data-workflow-action-name=approve]").first.click()
        expect(editor.locator(".messages .success")).to_be_visible()

        member.goto(own_page)
        expect(member.locator(".submission-state.is-published")).to_be_visible()
        address = member.locator(".submission-acts a[href*='/topics/']").get_attribute("href")
        visitor.goto(address)
        expect(visitor.locator("h1")).to_have_text(title)
        expect(visitor.locator("main")).to_contain_text(NICKNAME)
        expect(visitor.locator("main")).not_to_contain_text(re.compile(r"\bmember\b"))


@pytest.mark.same_everywhere
class TestDropping:
    @pytest.mark.parametrize("member", ["with scripts"], indirect=True)
    def test_sends_the_file(self, member: Page, topic: int):
        member.goto(f"/en/me/submissions/new/?topic={topic}")
        log_in(member)
        data = list(unlike_file(secrets.randbelow(10**9), prompt="A dropped lake"))
        transfer = member.evaluate_handle(
            """bytes => {
                const transfer = new DataTransfer();
                transfer.items.add(
                    new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" })
                );
                return transfer;
            }""",
            data,
        )
        member.dispatch_event("[data-drop-file]", "drop", {"dataTransfer": transfer})
        expect(member.locator("[name=title]")).to_have_value("A dropped lake")
        expect(member.locator(".submit-other")).to_contain_text("dropped.png")
