"""The wishes of the first author of the gallery, each as one visitor would see it come true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.commented_content import BOX, comments_of, verify_newest
from tests.liked_content import LIST, Likeable, as_member, likeables, sign_up
from tests.whole_site import WholeSite

pytestmark = [pytest.mark.browser, pytest.mark.workers]


@pytest.fixture(scope="module")
def liked(whole_site: WholeSite) -> Iterator[Likeable]:
    return likeables(whole_site, 8)


class TestWish1PicturesAreTheFirstScreen:
    def test_shows_a_wall_of_many_sizes_at_once_and_the_way_in(
        self, context: BrowserContext, whole_site: WholeSite, liked
    ):
        next(liked)
        page = context.new_page()
        page.goto("/en/")
        assert page.url == f"{whole_site.url}/en/", "nobody is sent to the log-in first"
        boxes = [tile.bounding_box() for tile in page.locator(".wall li").all()]
        tiles = [box for box in boxes if box]
        assert len(tiles) >= 8
        assert len({round(box["x"]) for box in tiles}) >= 4, "columns"
        assert len({round(box["width"]) for box in tiles}) == 1
        assert any(box["y"] < 980 for box in tiles), "pictures without scrolling"
        for first in tiles:
            assert not [
                second
                for second in tiles
                if second is not first
                and abs(second["x"] - first["x"]) < 1
                and first["y"] <= second["y"] < first["y"] + first["height"] - 1
            ], "tiles overlap"

        page.locator(".site-person .for-visitor").first.click()
        page.wait_for_url("**/en/accounts/login/**")
        expect(page.locator(".entrance-picture img")).to_be_visible()
        sign_up(page)
        page.wait_for_url(f"{whole_site.url}/en/")
        expect(page.locator("html[data-member]")).to_have_count(1)


class TestWish8PicturesILiked:
    def test_has_a_page_of_its_own(self, context: BrowserContext, liked):
        first, second = next(liked), next(liked)
        page = as_member(context, first.member)
        page.goto(LIST)
        for picture in (first, second):
            card = page.locator(f"#picture-{picture.pk}")
            card.hover()
            with page.expect_response("**/me/likes/**") as answer:
                card.locator("form[data-like] button").click()
            assert answer.value.ok

        page.goto("/en/me/likes/")

        titles = page.locator(".wall .piece-title")
        expect(titles).to_have_text([second.title, first.title])
        with page.expect_response("**/me/likes/**"):
            page.locator(second.heart).click()
        expect(titles).to_have_count(2)  # nothing moves; it is gone at the next visit
        page.reload()
        expect(page.locator(".wall .piece-title")).to_have_text([first.title])
        page.locator("[data-pick-all]").click()
        page.locator("[name=do][value=unlike]").click()
        expect(page.locator(".empty")).to_be_visible()


class TestWish9MostLikedPictures:
    def test_are_a_list_of_any_time_and_of_the_last_day(
        self, context: BrowserContext, whole_site: WholeSite, liked
    ):
        loved, new = next(liked), next(liked)
        whole_site.ask(f"""
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from community.like_counting import rebuild
from community.likes import like_picture
from community.models import Like
for number in range(9):
    user = get_user_model().objects.create_user(f"fan{{number}}")
    like_picture(user_id=user.pk, picture_id={loved.pk})
Like.objects.filter(picture_id={loved.pk}).update(created_at=timezone.now() - timedelta(days=3))
for number in range(4):
    user = get_user_model().objects.get(username=f"fan{{number}}")
    like_picture(user_id=user.pk, picture_id={new.pk})
rebuild()
""")
        page = context.new_page()
        page.goto("/en/pictures/")
        page.locator(".list-sort").click()
        page.locator(".list-bar a[href*='sort=likes']").click()
        expect(page.locator(".wall .piece-title").first).to_have_text(loved.title)
        expect(page.locator(".wall [data-likes]").first).to_have_text("9")
        page.locator(".periods a[href*='period=day']").click()
        expect(page.locator(".wall .piece-title").first).to_have_text(new.title)
        page.locator(".periods a[href*='period=week']").click()
        expect(page.locator(".wall .piece-title").first).to_have_text(loved.title)


class TestWish6SignUpLosesNoTypedComment:
    def test_logs_in_at_once_and_brings_the_words_back(
        self, context: BrowserContext, whole_site: WholeSite, liked
    ):
        picture = next(liked)
        page = context.new_page()
        page.goto(picture.url)
        page.fill(BOX, "적어 둔 말이에요")
        page.locator("#comment-form [type=submit]").click()
        page.wait_for_url("**/accounts/login/**")
        sign_up(page)
        page.wait_for_url("**#comment-form")
        expect(page.locator("html[data-member]")).to_have_count(1)
        expect(page.locator(BOX)).to_have_value("적어 둔 말이에요")

        verify_newest(whole_site)  # the link in their mail
        page.reload()
        expect(page.locator(BOX)).to_have_value("적어 둔 말이에요")
        with page.expect_response("**/comments/"):
            page.locator("#comment-form [type=submit]").click()
        expect(page.locator(".comment [data-comment-text]")).to_have_text("적어 둔 말이에요")
        assert comments_of(whole_site, picture) == ["적어 둔 말이에요"]
