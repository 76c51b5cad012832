"""Statistics in the admin."""

from __future__ import annotations

import csv
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import (
    Comment,
    CommentState,
    DailySubscribers,
    DailyViews,
    Like,
    Subscription,
)
from community.statistics import Scope, numbers
from community.statistics_charts import MOST_BARS, charts, round_up
from topics.factories import open_topic

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def picture(hang, topic, ana, bo, today):
    """Viewed today and yesterday, liked, spoken of; its topic, which Ana curates, is followed."""
    topic.curators = [ana]
    topic.save_revision().publish()
    picture = hang("등대", seed=1)
    now = timezone.now()
    DailyViews.objects.create(page=picture, day=today, views=7)
    DailyViews.objects.create(page=picture, day=today - timedelta(days=1), views=5)
    DailyViews.objects.create(page=topic, day=today, views=3)
    Like.objects.create(user=bo, picture=picture, created_at=now)
    for state in (CommentState.VISIBLE, CommentState.HIDDEN):
        Comment.objects.create(picture=picture, author=bo, text="x", state=state, created_at=now)
    Subscription.objects.create(user=bo, topic=topic, created_at=now - timedelta(days=3))
    return picture


@pytest.fixture
def other_picture(hang, today):
    other = hang("Elsewhere", seed=5, topic=open_topic("다른 주제"))
    DailyViews.objects.create(page=other, day=today, views=100)
    return other


@pytest.fixture
def editor(client, ana):
    client.force_login(ana)
    return client


@pytest.fixture
def moderator(client, django_user_model):
    user = django_user_model.objects.create_user("mo", "mo@example.com", "mo")
    user.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(user)
    return client


def table(answer) -> list[list[str]]:
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))


class TestNumbers:
    def test_are_those_of_each_day(self, topic, picture, today):
        days = [today - timedelta(days=back) for back in (4, 3, 2, 1, 0)]
        found = numbers(Scope((topic.path,)), days)
        assert [day.views for day in found.days] == [0, 0, 0, 5, 10]
        assert [day.likes for day in found.days] == [0, 0, 0, 0, 1]
        assert [day.comments for day in found.days] == [0, 0, 0, 0, 1]
        assert [day.subscribers for day in found.days] == [0, 1, 1, 1, 1]
        assert found.total("views") == 15
        assert found.total("subscribers") == 1
        (row,) = found.pictures
        assert (row.title, row.views, row.likes, row.comments) == ("등대", 12, 1, 1)

    def test_of_subscribers_are_as_written_down(self, topic, picture, today):
        for back, number in ((3, 9), (1, 4)):
            DailySubscribers.objects.create(
                topic=topic, day=today - timedelta(days=back), subscribers=number
            )
        days = [today - timedelta(days=back) for back in (2, 1, 0)]
        found = numbers(Scope((topic.path,)), days)
        assert [day.subscribers for day in found.days] == [9, 4, 4]

    def test_cost_the_same_whatever_their_number(self, topic, picture, hang, today):
        days = [today - timedelta(days=back) for back in (1, 0)]
        with CaptureQueriesContext(connection) as few:
            numbers(Scope((topic.path,)), days)
        for seed in range(2, 6):
            DailyViews.objects.create(page=hang(f"{seed}", seed=seed), day=today, views=1)
        with CaptureQueriesContext(connection) as many:
            numbers(Scope((topic.path,)), days)
        assert len(many) == len(few) <= 10

    def test_of_nothing_are_none(self, picture, today):
        assert numbers(Scope(), [today]).total("views") == 0
        assert numbers(Scope(everything=True), [today]).total("views") == 10


class TestChart:
    def test_has_a_bar_a_day_or_a_week_and_fits_its_frame(self, topic, picture, today):
        for length in (7, 30, 90, 365):
            days = [today - timedelta(days=back) for back in range(length - 1, -1, -1)]
            for chart in charts(numbers(Scope((topic.path,)), days)):
                assert 0 < len(chart.bars) <= MOST_BARS
                assert all(bar.y >= 0 and bar.y + bar.height < chart.height for bar in chart.bars)
                assert all(0 <= bar.x <= chart.width - bar.width for bar in chart.bars)
                assert chart.bars[0].first == days[0]
                assert chart.bars[-1].last == today
                if chart.kind != "subscribers":
                    assert sum(bar.value for bar in chart.bars) == chart.total

    @pytest.mark.parametrize(
        ("number", "end"), [(0, 4), (4, 4), (5, 6), (10, 10), (11, 20), (99, 100), (1001, 2000)]
    )
    def test_ends_at_a_number_that_reads_well(self, number, end):
        assert round_up(number) == end


class TestScreen:
    def test_shows_curators_their_topics_only(self, editor, picture, other_picture):
        html = editor.get("/admin/statistics/").content.decode()
        assert "등대" in html
        assert "Elsewhere" not in html
        assert re.search(r"<strong>15</strong>", html)
        assert editor.get(f"/admin/statistics/{picture.pk}/").status_code == 200
        answer = editor.get(f"/admin/statistics/{other_picture.pk}/")
        assert answer.status_code == 302  # Wagtail's way of refusing
        assert answer["Location"] == "/admin/"

    def test_shows_moderators_everything(self, moderator, picture, other_picture):
        html = moderator.get("/admin/statistics/").content.decode()
        assert re.search(r"<strong>115</strong>", html)
        assert moderator.get(f"/admin/statistics/{other_picture.pk}/").status_code == 200

    def test_is_nothing_for_members(self, client, bo, picture):
        client.force_login(bo)
        assert client.get("/admin/statistics/").status_code in {302, 403}

    def test_of_a_page_without_numbers_is_not_found(self, editor, topic):
        assert editor.get(f"/admin/statistics/{topic.get_parent().pk}/").status_code == 404
        assert editor.get("/admin/statistics/999999/").status_code == 404

    @pytest.mark.parametrize("days", ["7", "90", "365", "", "x", "-3", "99999999999"])
    def test_takes_whatever_period_it_is_asked_for(self, editor, picture, days):
        assert editor.get(f"/admin/statistics/?days={days}").status_code == 200

    def test_is_reached_from_the_page_and_the_menu(self, editor, topic, picture):
        html = editor.get(f"/admin/pages/{picture.pk}/edit/").content.decode()
        assert f"/admin/statistics/{picture.pk}/" in html
        assert "/admin/statistics/" in editor.get("/admin/").content.decode()


class TestExport:
    def test_has_a_line_a_day(self, editor, picture, topic, today):
        answer = editor.get("/admin/statistics/?days=7&export=days")
        rows = table(answer)
        assert len(rows) == 8
        assert rows[-1] == [today.isoformat(), "10", "1", "1", "1"]
        assert answer["Content-Disposition"].endswith('.csv"')
        assert "no-store" in answer["Cache-Control"]
        rows = table(editor.get(f"/admin/statistics/{picture.pk}/?days=7&export=days"))
        assert rows[-1] == [today.isoformat(), "7", "1", "1"]

    def test_has_a_line_a_picture_none_of_which_is_a_formula(self, editor, picture, hang, today):
        formula = hang("=1+1", seed=3)
        DailyViews.objects.create(page=formula, day=today, views=1)
        rows = table(editor.get("/admin/statistics/?export=pictures"))
        assert rows[1] == [str(picture.pk), "등대", "12", "1", "1"]
        assert rows[2][1] == "'=1+1"
