"""Hearts in a real browser: at once, without a script, begun before signing in, sent by others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.liked_content import LIST, Likeable, as_member, likeables, likes_of, log_in, sign_up
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]


@pytest.fixture(scope="module")
def prepared(whole_site: WholeSite) -> Iterator[Likeable]:
    return likeables(whole_site, 18)


@pytest.fixture
def picture(prepared: Iterator[Likeable]) -> Likeable:
    return next(prepared)


@pytest.fixture
def without_script(browser: Browser, whole_site: WholeSite) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=whole_site.url, java_script_enabled=False)
    yield context
    context.close()


def press(page: Page, picture: Likeable) -> None:
    page.locator(f"#picture-{picture.pk}").hover()
    page.locator(picture.heart).click()


class TestHeart:
    def test_fills_at_once_and_stays_where_it_is(self, context, whole_site, picture):
        page = as_member(context, picture.member)
        page.goto(LIST)
        tile = page.locator(f"#picture-{picture.pk}")
        tile.hover()  # which scrolls there: the boxes are measured from the window's top
        before = tile.bounding_box()
        with page.expect_response(f"**/me/likes/{picture.pk}/"):
            press(page, picture)
            expect(page.locator(picture.heart)).to_have_attribute("aria-pressed", "true")
        assert tile.bounding_box() == before
        expect(page.locator(f"{picture.heart} [data-likes]")).to_have_text("1")
        assert likes_of(whole_site, picture) == [picture.member]
        page.goto(picture.url)
        button = page.locator(".act-like button")
        expect(button).to_have_attribute("aria-pressed", "true")
        with page.expect_response(f"**/me/likes/{picture.pk}/"):
            button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
        assert likes_of(whole_site, picture) == []

    @pytest.mark.same_everywhere
    def test_goes_back_with_words_where_it_could_not_be_given(self, context, picture):
        page = as_member(context, picture.member)
        page.goto(LIST)
        page.route(f"**/me/likes/{picture.pk}/", lambda route: route.fulfill(status=500, body="x"))
        press(page, picture)
        expect(page.locator("[data-toast]")).not_to_be_empty()
        expect(page.locator(picture.heart)).to_have_attribute("aria-pressed", "false")
        expect(page.locator(f"{picture.heart} [data-likes]")).to_have_text("")


class TestVisitor:
    def test_who_logs_in_has_liked_and_is_back(self, context, whole_site, picture):
        page = context.new_page()
        page.goto(f"{LIST}?format=portrait")
        press(page, picture)
        page.wait_for_url("**/accounts/login/**")
        log_in(page, picture.member)
        page.wait_for_url(f"**{LIST}?format=portrait#picture-{picture.pk}")
        expect(page.locator(picture.heart)).to_have_attribute("aria-pressed", "true")
        assert likes_of(whole_site, picture) == [picture.member]

    def test_who_signs_up_has_liked_and_is_back(self, context, whole_site, picture):
        page = context.new_page()
        page.goto(LIST)
        press(page, picture)
        page.wait_for_url("**/accounts/login/**")
        name = sign_up(page)
        page.wait_for_url(f"**{LIST}#picture-{picture.pk}")
        expect(page.locator(picture.heart)).to_have_attribute("aria-pressed", "true")
        assert len(likes_of(whole_site, picture)) == 1, name

    def test_without_script_likes_too(self, without_script, whole_site, picture):
        page = without_script.new_page()
        page.goto(LIST)
        press(page, picture)
        page.wait_for_url("**/accounts/login/**")
        log_in(page, picture.member)
        page.wait_for_url(f"**{LIST}#picture-{picture.pk}")
        assert likes_of(whole_site, picture) == [picture.member]

    @pytest.mark.same_everywhere
    def test_asks_for_nothing_personal_until_they_act(self, context, picture):
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(LIST)
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if "/me/" in url]
        assert context.cookies() == []

    def test_begins_nothing_for_another_browser(self, context, without_script, whole_site, picture):
        page = context.new_page()
        page.goto(LIST)
        press(page, picture)
        page.wait_for_url("**/accounts/login/**")
        address = page.url
        other = without_script.new_page()
        other.goto(address)
        log_in(other, picture.member)
        other.wait_for_url("**/")
        assert likes_of(whole_site, picture) == []

    def test_who_logs_in_too_late_is_told_and_likes_nothing(self, context, whole_site, picture):
        page = context.new_page()
        page.goto(LIST)
        press(page, picture)
        page.wait_for_url("**/accounts/login/**")
        whole_site.ask("""
from datetime import timedelta
from django.utils import timezone
from community.models import Intent
Intent.objects.update(created_at=timezone.now() - timedelta(minutes=61))
""")
        log_in(page, picture.member)
        page.wait_for_url("**/en/")
        expect(page.locator("[data-toast]")).not_to_be_empty()
        assert likes_of(whole_site, picture) == []

    def test_who_comes_again_to_the_address_likes_nothing_again(self, context, whole_site, picture):
        page = context.new_page()
        page.goto(LIST)
        press(page, picture)
        page.wait_for_url("**/accounts/login/**")
        address = parse_qs(urlsplit(page.url).query)["next"][0]
        log_in(page, picture.member)
        page.wait_for_url(f"**{LIST}#picture-{picture.pk}")
        with page.expect_response("**/me/likes/**"):
            press(page, picture)
        page.goto(address)
        page.wait_for_url("**/en/")
        assert likes_of(whole_site, picture) == []


class TestMemberWithoutScript:
    def test_confirms_once_and_is_back(self, without_script, whole_site, picture):
        page = as_member(without_script, picture.member)
        page.goto(LIST)
        press(page, picture)
        page.wait_for_url(f"**/me/likes/{picture.pk}/")
        assert likes_of(whole_site, picture) == []
        page.locator("main [type=submit]").click()
        page.wait_for_url(f"**{LIST}#picture-{picture.pk}")
        assert likes_of(whole_site, picture) == [picture.member]
        page.goto("/en/me/likes/")
        page.locator(picture.heart).click()
        page.wait_for_url("**/en/me/likes/**")
        assert likes_of(whole_site, picture) == []


@contextmanager
def another_site(html: str) -> Iterator[int]:
    """A real server that serves one page; its port."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.same_everywhere
class TestAnotherSite:
    """`127.0.0.1` with another port is another origin, `localhost` another site."""

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    @pytest.mark.parametrize("is_member", [True, False], ids=["member", "visitor"])
    def test_gives_no_like(self, context, whole_site, prepared, host, is_member):
        picture = next(prepared)
        page = as_member(context, picture.member) if is_member else context.new_page()
        address = f"{whole_site.url}/en/me/likes/{picture.pk}/"
        form = f'<form method="post" action="{address}"><button>Win</button></form>'
        with another_site(form) as port:
            page.goto(f"http://{host}:{port}/")
            with page.expect_response(address) as answer:
                page.locator("button").click()
            assert answer.value.status == 403
        assert "hkp_begun" not in {cookie["name"] for cookie in context.cookies()}
        assert likes_of(whole_site, picture) == []

    def test_frames_no_page_that_confirms(self, context, whole_site, prepared):
        """A page of ours in a frame of another site posts nothing that could be clicked on."""
        picture = next(prepared)
        page = as_member(context, picture.member)
        path = urlsplit(f"{whole_site.url}/en/me/likes/{picture.pk}/").path
        token_less = page.request.post(path, headers={"Origin": whole_site.url})
        assert token_less.status == 200
        assert "frame-ancestors 'none'" in token_less.headers["content-security-policy"]
        assert token_less.headers["x-frame-options"] == "DENY"
