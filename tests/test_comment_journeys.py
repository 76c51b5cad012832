"""Comments in a real browser: written, changed, answered, begun before signing in, kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.commented_content import BOX, comments_of, post, verify
from tests.liked_content import Likeable, as_member, likeables, log_in
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]


@pytest.fixture(scope="module")
def prepared(whole_site: WholeSite) -> Iterator[Likeable]:
    pictures = list(likeables(whole_site, 10))
    verify(whole_site, *(picture.member for picture in pictures))
    return iter(pictures)


@pytest.fixture
def picture(prepared: Iterator[Likeable]) -> Likeable:
    return next(prepared)


@pytest.fixture
def without_script(browser: Browser, whole_site: WholeSite) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=whole_site.url, java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, picture: Likeable) -> Iterator[Page]:
    """The picture as a member sees it; its scripts must not fail."""
    page = as_member(context, picture.member)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"{error.message}\n{error.stack}"))
    page.goto(picture.url)
    expect(page.locator("[data-comment-me] .avatar")).to_contain_text("L")
    yield page
    # Chromium reports a transition between pages that was cut short as an error of the page.
    assert [error for error in errors if not error.startswith("Transition was")] == []


class TestMember:
    def test_writes_changes_answers_and_deletes_without_leaving_the_page(
        self, page, whole_site, picture
    ):
        page.evaluate("window.stayed = true")
        page.fill(BOX, "첫 줄\n둘째 줄 <b>")
        page.press(BOX, "Enter")
        with page.expect_response("**/comments/"):
            page.press(BOX, "Control+Enter")
        comment = page.locator(".comment-thread .comment").first
        expect(comment.locator("[data-comment-text]")).to_contain_text("둘째 줄 <b>")
        expect(page.locator("[data-comments-count]")).to_have_text("1")
        expect(page.locator(BOX)).to_have_value("")

        comment.locator("[data-comment-edit]").click()
        comment.locator("textarea").fill("geändert https://example.com/a")
        with page.expect_response("**/edit/"):
            comment.locator("[type=submit]").click()
        expect(comment.locator("[data-comment-text] a")).to_have_text("https://example.com/a")
        expect(comment.locator("[data-comment-edited]")).to_be_visible()

        comment.locator("[data-comment-reply]").click()
        page.locator(".comment-answer textarea").fill("eine Antwort")
        with page.expect_response("**/comments/"):
            page.locator(".comment-answer [type=submit]").click()
        reply = page.locator("[data-comment-replies] .comment")
        expect(reply.locator("[data-comment-text]")).to_have_text("eine Antwort")

        reply.locator("[data-comment-delete]").click()  # asks
        with page.expect_response("**/delete/"):
            reply.locator("[data-comment-delete]").click()
        expect(page.locator("[data-comments-count]")).to_have_text("1")
        expect(reply).to_have_count(0)
        assert page.evaluate("window.stayed")
        assert comments_of(whole_site, picture) == ["geändert https://example.com/a"]

    def test_finds_the_own_comment_again_after_a_reload(self, page, picture):
        post(page, "noch da")
        page.reload()
        mine = page.locator(".comment-thread .comment")
        expect(mine).to_have_count(1)
        expect(mine.locator("[data-comment-delete]")).to_be_visible()
        expect(mine.locator("[data-comment-report]")).to_have_count(0)

    def test_presses_twice_and_writes_once(self, page, whole_site, picture):
        page.fill(BOX, "einmal")
        page.evaluate("for (let i = 0; i < 3; i++) document.forms['comment-form'].requestSubmit()")
        expect(page.locator(".comment-thread")).to_have_count(1)
        assert comments_of(whole_site, picture) == ["einmal"]

    @pytest.mark.same_everywhere
    def test_does_not_send_while_composing_hangul(self, page, whole_site, picture):
        page.fill(BOX, "한")
        page.evaluate(
            """box => document.querySelector(box).dispatchEvent(new KeyboardEvent("keydown",
               {key: "Enter", ctrlKey: true, isComposing: true, bubbles: true}))""",
            BOX,
        )
        page.locator("[data-comments-count]").click()
        assert comments_of(whole_site, picture) == []
        expect(page.locator(BOX)).to_have_value("한")

    @pytest.mark.same_everywhere
    def test_keeps_a_draft_over_a_reload_but_not_over_a_log_out(self, page, picture):
        page.fill(BOX, "halb gesch")
        page.reload()
        expect(page.locator(BOX)).to_have_value("halb gesch")
        page.goto("/en/accounts/logout/")
        page.locator("main form [type=submit]").click()
        page.wait_for_load_state()
        page.goto(picture.url)
        expect(page.locator("html:not([data-member])")).to_have_count(1)
        page.wait_for_function(
            "() => !Object.keys(localStorage).some(key => key.startsWith('comment'))"
        )
        expect(page.locator(BOX)).to_have_value("")

    def test_writes_in_two_tabs(self, page, context, whole_site, picture):
        other = context.new_page()
        other.goto(picture.url)
        page.fill(BOX, "aus dem ersten")
        other.fill(BOX, "aus dem zweiten")
        post(page, "aus dem ersten")
        expect(other.locator(BOX)).to_have_value("aus dem zweiten")
        other.reload()
        expect(other.locator(BOX)).to_have_value("aus dem zweiten")
        post(other, "aus dem zweiten")
        assert comments_of(whole_site, picture) == ["aus dem ersten", "aus dem zweiten"]


class TestVisitor:
    def test_finds_the_words_again_after_the_log_in(self, context, whole_site, picture):
        page = context.new_page()
        page.goto(picture.url)
        page.fill(BOX, "wartet\nauf mich")
        page.locator("#comment-form [type=submit]").click()
        page.wait_for_url("**/accounts/login/**")
        expect(page.locator(".notice")).to_contain_text("wartet")
        log_in(page, picture.member)
        page.wait_for_url("**#comment-form")
        expect(page.locator(BOX)).to_have_value("wartet\nauf mich")
        expect(page.locator(BOX)).to_be_focused()
        expect(page.locator("#comment-form [data-comment-kept]")).to_be_visible()
        assert comments_of(whole_site, picture) == []
        with page.expect_response("**/comments/"):
            page.locator("#comment-form [type=submit]").click()
        assert comments_of(whole_site, picture) == ["wartet\nauf mich"]

    def test_needs_no_script_for_that(self, without_script, whole_site, picture):
        page = without_script.new_page()
        page.goto(picture.url)
        page.fill(BOX, "ohne Skript")
        page.locator("#comment-form [type=submit]").click()
        log_in(page, picture.member)
        page.wait_for_url("**/me/comments/new/**")
        expect(page.locator("main textarea")).to_have_value("ohne Skript")
        page.locator(".comment-page-form [type=submit]").click()
        page.wait_for_url("**#comment-*")
        expect(page.locator(".comment [data-comment-text]")).to_have_text("ohne Skript")
        page.locator(".comment noscript a").click()
        page.locator("main textarea").fill("geändert")
        page.locator(".comment-page-form [type=submit]").click()
        page.wait_for_url("**#comment-*")
        assert comments_of(whole_site, picture) == ["geändert"]
