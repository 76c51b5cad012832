"""A moderator decides by keys and takes it back; visitors see what follows, and may ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.logging_in import by_request
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]

MAKE = """
import json
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.users.models import UserProfile
from community.models import Report
from pictures.factories import hang_picture
from pictures.renditions import sync
from topics.factories import open_topic
users = get_user_model().objects
mo = users.filter(username="mo").first() or users.create_user("mo", "mo@example.com", "mo")
Report.objects.all().delete()
reporters = [
    users.get_or_create(username=f"reporter{{n}}", email=f"reporter{{n}}@example.com")[0]
    for n in range(3)
]
mo.groups.add(Group.objects.get(name="Moderators"))
profile = UserProfile.get_for_user(mo)
profile.preferred_language = "en"
profile.save()
topic = open_topic("Reported {n}")
made = []
for seed in range(3):
    title = f"Reported {n} {{seed}}"
    picture = hang_picture(title, topic=topic, seed=7000 + 10 * {n} + seed, prompt=title)
    sync(picture.image)
    for reporter in reporters[: 3 - seed]:
        Report.objects.create(
            reporter=reporter, picture=picture, kind="spam", created_at=timezone.now())
    made.append({{"pk": picture.pk, "url": picture.url, "image": picture.image_id}})
print(json.dumps({{"pictures": made, "topic": topic.url}}))
"""
_numbers = count(1)


@dataclass(frozen=True)
class Reported:
    topic: str
    pictures: list[dict]


@pytest.fixture
def reported(whole_site: WholeSite) -> Iterator[Reported]:
    """Three pictures of a topic, reported by 3, 2 and 1; nothing else is reported."""
    made = json.loads(whole_site.ask(MAKE.format(n=next(_numbers))))
    yield Reported(made["topic"], made["pictures"])
    whole_site.ask("from community.models import Report\nReport.objects.all().delete()")


@pytest.fixture
def mo(context: BrowserContext) -> Page:
    by_request(context, "mo", "mo")
    page = context.new_page()
    page.goto("/admin/moderation/")
    return page


def levels(site: WholeSite, reported: Reported) -> list[str]:
    ids = [picture["image"] for picture in reported.pictures]
    code = f"""
import json
found = dict(GalleryImage.objects.filter(pk__in={ids}).values_list("pk", "sensitivity"))
print(json.dumps([found[pk] for pk in {ids}]))
"""
    return json.loads(site.ask(code))


def decided(page: Page, key: str) -> None:
    with page.expect_response("**/act/") as answer:
        page.keyboard.press(key)
    assert answer.value.ok


def set_level(site: WholeSite, picture: dict, level: str) -> None:
    """As by a moderator, the worker's part done at once."""
    site.ask(f"""
from pictures.renditions import sync
from pictures.sensitivity import set_sensitivity
set_sensitivity([{picture["image"]}], "{level}")
sync(GalleryImage.objects.get(pk={picture["image"]}))
""")


class TestKeys:
    def test_decide_move_select_and_undo(self, whole_site, reported, mo):
        tiles = mo.locator(".moderation__tile")
        expect(tiles).to_have_count(3)
        mo.keyboard.press("j")
        expect(tiles.nth(0)).to_be_focused()
        mo.keyboard.press("v")
        expect(tiles.nth(0).locator("[data-veiled]")).to_have_count(0)
        decided(mo, "h")
        expect(tiles.nth(0)).to_have_attribute("data-decided", "Hide")
        expect(tiles.nth(1)).to_be_focused()
        with mo.expect_response("**/act/"), mo.expect_response("**/act/"):
            mo.keyboard.press("s")
            mo.keyboard.press("a")
        expect(tiles.nth(2)).to_have_attribute("data-decided", re.compile("."))
        assert levels(whole_site, reported) == ["hidden", "sensitive", "none"]
        for expected in (
            ["hidden", "sensitive", "none"],
            ["hidden", "none", "none"],
            ["none", "none", "none"],
        ):
            with mo.expect_response("**/undo/"):
                mo.keyboard.press("u")
            assert levels(whole_site, reported) == expected
        expect(mo.locator("[data-decided]")).to_have_count(0)

    def test_decide_on_many_at_once_with_a_reason(self, whole_site, reported, mo):
        mo.keyboard.press("j")
        mo.keyboard.press("x")
        mo.keyboard.press("j")
        mo.keyboard.press("x")
        expect(mo.locator("[data-moderation-tiles-target=chosen]")).to_contain_text("2")
        mo.locator("[data-moderation-target=reason]").fill("has")  # no key while typing
        assert levels(whole_site, reported) == ["none", "none", "none"]
        mo.locator(".moderation__tile--current").focus()
        decided(mo, "s")
        assert levels(whole_site, reported) == ["sensitive", "sensitive", "none"]
        with mo.expect_response("**/undo/"):
            mo.locator(".moderation__undo").click()
        assert levels(whole_site, reported) == ["none", "none", "none"]


@pytest.mark.same_everywhere
class TestSensitivePicture:
    def test_is_shown_when_asked(self, whole_site, reported, context):
        picture = reported.pictures[0]
        set_level(whole_site, picture, "sensitive")
        page = context.new_page()
        page.goto(reported.topic)
        tile = page.locator(".wall li", has=page.locator("[data-unveil]"))
        expect(tile.locator("[data-veiled]")).to_have_count(1)
        before = tile.bounding_box()
        covered = tile.locator("img").get_attribute("src")
        tile.locator("[data-unveil]").click()
        expect(tile.locator("[data-veiled]")).to_have_count(0)
        assert tile.locator("img").get_attribute("src") != covered
        assert tile.bounding_box() == before
        tile.locator("[data-unveil]").press("Enter")
        expect(tile.locator("[data-veiled]")).to_have_count(1)

    def test_obeys_the_choice_of_this_browser_everywhere(self, whole_site, reported, context):
        picture = reported.pictures[0]
        set_level(whole_site, picture, "sensitive")
        page = context.new_page()
        page.goto(picture["url"])
        expect(page.locator(".stage [data-veiled]")).to_have_count(1)
        page.locator("[data-sensitive-switch] [value=show]").click()
        expect(page.locator(".stage [data-veiled]")).to_have_count(0)
        for address in (reported.topic, "/topics/", "/pictures/"):
            page.goto(address)
            expect(page.locator("[data-unveiled]").first).to_be_attached()
            expect(page.locator("[data-veiled]")).to_have_count(0)
        page.goto(picture["url"])
        page.locator("[data-sensitive-switch] [value=hide]").click()
        page.goto(reported.topic)
        expect(page.locator(".wall > ul > li:visible")).to_have_count(2)

    def test_stays_covered_until_asked_in_the_large_view(self, whole_site, reported, context):
        picture = reported.pictures[0]
        set_level(whole_site, picture, "sensitive")
        page = context.new_page()
        page.goto(picture["url"])
        page.keyboard.press("z")
        expect(page.locator("[data-large-dialog]")).not_to_be_visible()
        expect(page.locator(".stage [data-veiled]")).to_have_count(0)
        page.keyboard.press("z")
        expect(page.locator("[data-large-dialog]")).to_be_visible()

    def test_needs_no_script(self, whole_site, reported, browser):
        picture = reported.pictures[0]
        set_level(whole_site, picture, "sensitive")
        context = browser.new_context(base_url=whole_site.url, java_script_enabled=False)
        page = context.new_page()
        page.goto(reported.topic)
        expect(page.locator(".veil-button")).not_to_be_visible()
        page.locator(".wall li", has=page.locator("[data-veiled]")).locator("a").click()
        link = page.locator(".veil-link")
        expect(link).to_be_visible()
        with page.expect_response(lambda answer: "/media/" in answer.url) as answer:
            link.click()
        assert answer.value.ok
        context.close()
