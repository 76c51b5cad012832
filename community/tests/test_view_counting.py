"""Counting views: without anything that names a visitor, and only of what is public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from community import view_counting
from community.models import DailySubscribers, DailyViews, FreshView, Subscription
from limits.rules import RULES, Rule

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def look(client: Client, page: Page | int, agent: str = BROWSER, **headers: str):
    number = page if isinstance(page, int) else page.pk
    return client.post("/me/views/", {"page": number}, headers={"User-Agent": agent, **headers})


def views() -> dict[int, int]:
    view_counting.add_up()
    return dict(DailyViews.objects.values_list("page_id", "views"))


@pytest.fixture
def picture(hang):
    return hang("등대", seed=1)


class TestView:
    def test_of_a_picture_or_a_topic_is_added_to_its_day(self, client, picture, topic):
        for page in (picture, picture, topic):
            answer = look(client, page)
            assert answer.status_code == 204
            assert answer["Cache-Control"] == "no-store"
            assert not answer.cookies
        assert views() == {picture.pk: 2, topic.pk: 1}
        look(client, picture)
        assert views() == {picture.pk: 3, topic.pk: 1}
        assert DailyViews.objects.get(page=picture).day == timezone.localdate()
        assert not FreshView.objects.exists()

    def test_is_taken_without_a_token(self, picture):
        look(Client(enforce_csrf_checks=True), picture)
        assert views() == {picture.pk: 1}

    def test_leaves_nothing_that_names_a_visitor(self):
        names = {field.name for field in FreshView._meta.get_fields()}
        assert names == {"id", "page", "day"}

    @pytest.mark.parametrize(
        "agent",
        [
            "",
            "curl/8.0",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; Yeti/1.1; +http://naver.me/spd) AppleWebKit bot",
            "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/140 Safari/537.36",
            "Mozilla/5.0 (Linux; Android) Chrome-Lighthouse",
        ],
    )
    def test_of_a_robot_does_not_count(self, client, picture, agent):
        assert look(client, picture, agent).status_code == 204
        assert views() == {}

    def test_told_by_another_site_does_not_count(self, client, picture):
        look(client, picture, **{"Sec-Fetch-Site": "cross-site"})
        assert views() == {}

    def test_of_an_editor_does_not_count_a_member_s_does(self, client, picture, ana, bo):
        client.force_login(ana)
        look(client, picture)
        client.force_login(bo)
        look(client, picture)
        assert views() == {picture.pk: 1}

    @pytest.mark.parametrize("page", ["", "x", "-1", "1" * 30, "１"])
    def test_of_nonsense_is_passed_over(self, client, page):
        answer = client.post("/me/views/", {"page": page}, headers={"User-Agent": BROWSER})
        assert answer.status_code == 204
        assert not FreshView.objects.exists()

    def test_is_limited(self, client, picture, settings, monkeypatch):
        settings.RATE_LIMIT_FACTOR = 1
        monkeypatch.setitem(RULES, "view", Rule("", "3/d"))
        assert [look(client, picture).status_code for _time in range(5)] == [204] * 3 + [429] * 2
        assert views() == {picture.pk: 3}


class TestHiddenPage:
    def test_is_not_counted(self, client, hang, topic, django_capture_on_commit_callbacks):
        draft = hang("초안", seed=2, publish=False)
        home = Page.objects.get(depth=2)
        for page in (draft, home, 10**9):
            assert look(client, page).status_code == 204
        assert views() == {}
        picture = hang("등대", seed=3)
        with django_capture_on_commit_callbacks(execute=True):
            PageViewRestriction.objects.create(page=topic, restriction_type="login")
        for page in (picture, topic):
            look(client, page)
        assert views() == {}


class TestAddingUp:
    def test_takes_any_number_in_batches(self, picture, monkeypatch):
        monkeypatch.setattr(view_counting, "BATCH", 7)
        for _time in range(30):
            view_counting.note_view(picture.pk)
        assert view_counting.add_up() == 30
        assert views() == {picture.pk: 30}

    def test_forgets_days_after_two_years(self, picture):
        old = timezone.localdate() - timedelta(days=731)
        DailyViews.objects.create(page=picture, day=old, views=5)
        DailyViews.objects.create(page=picture, day=old + timedelta(days=5), views=5)
        view_counting.forget_old()
        assert DailyViews.objects.count() == 1


class TestSubscribers:
    def test_are_noted_every_day_also_when_all_have_left(self, topic, bo):
        Subscription.objects.create(user=bo, topic=topic, created_at=timezone.now())
        view_counting.note_subscribers()
        Subscription.objects.all().delete()
        view_counting.note_subscribers()
        assert list(DailySubscribers.objects.values_list("topic_id", "subscribers")) == [
            (topic.pk, 0)
        ]


class TestPage:
    def test_tells_that_it_is_looked_at_where_views_are_counted(self, client, picture, topic):
        for page in (picture, topic):
            html = client.get(page.url).content.decode()
            assert f'data-count-view="/me/views/" data-page-id="{page.pk}"' in html
        for address in ("/", "/pictures/", "/topics/"):
            assert "data-count-view" not in client.get(address).content.decode()
