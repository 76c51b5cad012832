"""Subscribing in a real browser: at once, without a script, begun before signing in; the feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.liked_content import LIST, as_member, likeables, log_in
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]

BUTTON = "form[data-subscribe] button"
PASSWORD = "a quiet lake"
_numbers = count(1)

MAKE = """
from django.contrib.auth import get_user_model
get_user_model().objects.create_user("{name}", "{name}@example.com", "{password}")
"""
ONE_NEW = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from community.models import Profile, Subscription
from pictures.models import Placement
from topics.models import TopicPage
user = get_user_model().objects.get(username="{name}")
topic = TopicPage.objects.get(slug="lakes")
Subscription.objects.create(user=user, topic=topic, created_at=timezone.now())
newest = Placement.objects.in_topic(topic.pk).listed().order_by("-listed_at")[0].listed_at
Profile.objects.filter(user=user).update(feed_seen_at=newest - timedelta(microseconds=1))
"""
TARGETS = """
import json
from community.models import Subscription
rows = Subscription.objects.filter(user__username="{name}")
print(json.dumps(list(rows.values_list("topic__slug", flat=True))))
"""


@pytest.fixture
def member(whole_site: WholeSite) -> str:
    name = f"subscriber{next(_numbers)}"
    whole_site.ask(MAKE.format(name=name, password=PASSWORD))
    return name


@pytest.fixture
def without_script(browser: Browser, whole_site: WholeSite) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=whole_site.url, java_script_enabled=False)
    yield context
    context.close()


def subscribed(site: WholeSite, name: str) -> list[str]:
    return json.loads(site.ask(TARGETS.format(name=name)))


def button_of(page: Page):
    return page.locator(BUTTON).first


class TestButton:
    def test_toggles_at_once_and_moves_nothing(self, context, whole_site, member):
        page = as_member(context, member)
        page.goto(LIST)
        button = button_of(page)
        before = button.bounding_box()
        for pressed, slugs in (("true", ["lakes"]), ("false", [])):
            with page.expect_response("**/me/subscriptions/topic/**"):
                button.click()
                expect(button).to_have_attribute("aria-pressed", pressed)
            assert button.bounding_box() == before
            assert subscribed(whole_site, member) == slugs

    @pytest.mark.same_everywhere
    def test_is_pressed_on_every_later_visit(self, context, member):
        page = as_member(context, member)
        page.goto(LIST)
        with page.expect_response("**/me/subscriptions/topic/**"):
            button_of(page).click()
        page.reload()
        expect(button_of(page)).to_have_attribute("aria-pressed", "true")

    @pytest.mark.same_everywhere
    def test_goes_back_with_words_where_it_could_not_be_done(self, context, member):
        page = as_member(context, member)
        page.goto(LIST)
        page.route(
            "**/me/subscriptions/topic/**", lambda route: route.fulfill(status=500, body="x")
        )
        button_of(page).click()
        expect(page.locator("[data-toast]")).not_to_be_empty()
        expect(button_of(page)).to_have_attribute("aria-pressed", "false")


class TestVisitor:
    def test_who_logs_in_is_subscribed_and_back(self, context, whole_site, member):
        page = context.new_page()
        page.goto(LIST)
        button_of(page).click()
        page.wait_for_url("**/accounts/login/**")
        log_in(page, member, PASSWORD)
        page.wait_for_url(f"**{LIST}")
        expect(button_of(page)).to_have_attribute("aria-pressed", "true")
        assert subscribed(whole_site, member) == ["lakes"]

    def test_needs_no_script(self, without_script, whole_site, member):
        page = without_script.new_page()
        page.goto(LIST)
        button_of(page).click()
        page.wait_for_url("**/accounts/login/**")
        log_in(page, member, PASSWORD)
        page.wait_for_url(f"**{LIST}")
        assert subscribed(whole_site, member) == ["lakes"]
        page.goto("/en/me/subscriptions/list/")
        page.locator("[name=unsubscribe]").click()
        page.wait_for_url("**/en/me/subscriptions/list/")
        assert subscribed(whole_site, member) == []


class TestFeed:
    def test_remembers_what_was_scrolled_past(self, context, whole_site, member):
        list(likeables(whole_site, 2))  # two pictures: one is new, one was there before
        whole_site.ask(ONE_NEW.format(name=member))
        page = as_member(context, member)
        with page.expect_response("**/me/subscriptions/seen/"):
            page.goto("/en/me/subscriptions/")
            expect(page.locator("[data-feed-seen]")).to_have_count(1)
            page.locator("[data-seen-line]").scroll_into_view_if_needed()
        page.reload()
        expect(page.locator("[data-feed-seen]")).to_have_count(0)
