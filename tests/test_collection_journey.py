"""A member's collection in a real browser: chosen in the dialog, ordered by drag and by keys."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.liked_content import Likeable, as_member, likeables
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]


@pytest.fixture(scope="module")
def prepared(whole_site: WholeSite) -> Iterator[Likeable]:
    return likeables(whole_site, 10)


@pytest.fixture
def pictures(prepared: Iterator[Likeable]) -> list[Likeable]:
    return [next(prepared) for _ in range(4)]


def make_collection(site: WholeSite, pictures: list[Likeable]) -> str:
    """Its key; it belongs to the member of the first picture and holds all of them."""
    return site.ask(f"""
from django.contrib.auth import get_user_model
from community.collections import add_picture, create_collection
owner = get_user_model().objects.get(username="{pictures[0].member}")
collection = create_collection(owner_id=owner.pk, title="In order")
for pk in {[picture.pk for picture in pictures]}:
    add_picture(collection, pk)
print(collection.key)
""")


def saved_order(site: WholeSite, key: str) -> list[int]:
    return json.loads(
        site.ask(f"""
import json
from community.models import PictureCollection
items = PictureCollection.objects.get(key="{key}").items.order_by("position", "pk")
print(json.dumps(list(items.values_list("picture_id", flat=True))))
""")
    )


def shown_order(page: Page) -> list[int]:
    return [
        int(each.get_attribute("data-picture") or 0) for each in page.locator(".order li").all()
    ]


class TestOrder:
    def test_follows_the_mouse_and_the_keys_and_stays(self, whole_site, context, pictures):
        one, two, three, four = [picture.pk for picture in pictures]
        key = make_collection(whole_site, pictures)
        page = as_member(context, pictures[0].member)
        page.goto(f"/en/me/collections/{key}/")
        assert shown_order(page) == [one, two, three, four]

        with page.expect_response("**/arrange/") as answer:
            page.locator(f"#picture-{four}").drag_to(
                page.locator(f"#picture-{one}"), target_position={"x": 8, "y": 40}
            )
        assert answer.value.ok
        assert shown_order(page) == saved_order(whole_site, key) == [four, one, two, three]

        back = page.locator(f"#picture-{one} [name=step][value='1']")
        back.focus()
        with page.expect_response("**/arrange/"):
            page.keyboard.press("Enter")
        expect(back).to_be_focused()
        assert shown_order(page) == saved_order(whole_site, key) == [four, two, one, three]
        page.reload()
        assert shown_order(page) == [four, two, one, three]

    @pytest.mark.same_everywhere
    def test_goes_back_where_it_could_not_be_saved(self, whole_site, context, pictures):
        key = make_collection(whole_site, pictures)
        page = as_member(context, pictures[0].member)
        page.goto(f"/en/me/collections/{key}/")
        before = shown_order(page)
        page.route("**/arrange/", lambda route: route.fulfill(status=500, body="x"))
        page.locator(f"#picture-{before[0]} [name=step][value='1']").click()
        expect(page.locator("[data-toast]")).not_to_be_empty()
        assert shown_order(page) == before
        assert saved_order(whole_site, key) == before


class TestDialog:
    def test_puts_a_picture_into_a_new_collection_and_takes_it_out(
        self, whole_site, context, prepared
    ):
        picture = next(prepared)
        page = as_member(context, picture.member)
        page.goto(picture.url)
        saver = page.locator("form[data-collect] button").first
        saver.click()
        dialog = page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        dialog.locator("[name=title]").fill("Blue hours")
        with page.expect_response("**/choose/") as answer:
            dialog.locator("[type=submit]").click()
        assert answer.value.ok
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(saver).to_have_attribute("aria-pressed", "true")

        page.goto("/en/me/collections/")
        expect(page.locator(".topic-card h2")).to_contain_text(["Blue hours"])
        page.goto(picture.url)
        expect(saver).to_have_attribute("aria-pressed", "true")
        saver.click()
        expect(page.locator("dialog[open] [name=chosen]:checked").first).to_be_visible()
        box = page.locator("dialog[open] [name=chosen]:checked")
        while box.count():
            box.first.uncheck()
        with page.expect_response("**/choose/"):
            page.locator("dialog[open] [type=submit]").click()
        expect(saver).to_have_attribute("aria-pressed", "false")
