"""Liking a picture and taking it back, from wherever one sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from community import like_counting
from community.likes import like_picture, unlike_everything, unlike_picture
from community.models import Ban, Comment, CommentState, Like
from pictures import scores
from pictures.models import Placement

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

JSON = {"Accept": "application/json"}
PERIODS = [*scores.PERIODS, "popularity"]


@pytest.fixture
def picture(hang):
    return hang("등대")


def address(picture) -> str:
    return reverse("like", args=[picture.pk])


def numbers(picture, *columns: str) -> set[tuple[int, ...]]:
    """What the places of the picture say; one tuple where they agree."""
    rows = Placement.objects.filter(picture_id=picture.pk)
    assert rows.count() == 2
    return set(rows.values_list(*(columns or ("popularity",))))


class TestLike:
    def test_is_counted_in_every_list_and_period_at_once(self, client, bo, picture):
        client.force_login(bo)
        answer = client.post(address(picture), headers=JSON)
        assert answer.json() == {"liked": True, "likes": 1}
        assert numbers(picture, *PERIODS) == {(1,) * len(PERIODS)}
        assert Like.objects.get().user_id == bo.pk

    def test_given_again_changes_nothing(self, client, bo, picture):
        client.force_login(bo)
        for _ in range(3):
            assert client.post(address(picture), headers=JSON).json()["likes"] == 1
        assert Like.objects.count() == 1

    def test_is_taken_back_as_often_as_one_wants(self, client, ana, bo, picture):
        like_picture(user_id=ana.pk, picture_id=picture.pk)
        client.force_login(bo)
        client.post(address(picture))
        for _ in range(3):
            answer = client.post(address(picture), {"unlike": "1"}, headers=JSON)
            assert answer.json() == {"liked": False, "likes": 1}
        assert numbers(picture, *PERIODS) == {(1,) * len(PERIODS)}

    def test_without_script_returns_to_the_place_one_was_at(self, client, bo, picture):
        client.force_login(bo)
        came = "http://testserver/en/pictures/?sort=likes&after=x"
        answer = client.post(address(picture), headers={"Referer": came})
        assert answer.status_code == 303
        assert answer["Location"] == f"/en/pictures/?sort=likes&after=x#picture-{picture.pk}"

    @pytest.mark.parametrize("came", ["https://evil.example/", "", "http://testserver.evil/x"])
    def test_returns_to_the_picture_where_that_is_unknown(self, client, bo, picture, came):
        client.force_login(bo)
        answer = client.post(address(picture), headers={"Referer": came})
        assert answer["Location"] == picture.get_url()

    @pytest.mark.parametrize("wish", ["//evil.example/", "https://evil.example", "/\\evil", "x"])
    def test_leads_to_no_other_site(self, client, bo, picture, wish):
        client.force_login(bo)
        answer = client.post(address(picture), {"next": wish})
        assert answer["Location"] == picture.get_url()

    def test_by_get_changes_nothing(self, client, bo, picture):
        client.force_login(bo)
        for method in (client.get, client.head, client.put, client.delete):
            assert method(address(picture)).status_code == 405
        assert not Like.objects.exists()

    def test_is_given_to_no_picture_that_the_public_does_not_see(self, client, ana, hang):
        client.force_login(ana)
        draft = hang("Draft", seed=3, publish=False)
        private = hang("Private", seed=4)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        Placement.objects.filter(picture_id=private.pk).update(listed_at=None)
        for pk in (draft.pk, private.pk, private.get_parent().pk, 999_999):
            assert client.post(reverse("like", args=[pk])).status_code == 404
        assert not Like.objects.exists()

    def test_of_somebody_banned_is_refused_in_words(self, client, ana, bo, picture):
        like_picture(user_id=bo.pk, picture_id=picture.pk)
        unlike_picture(user_id=bo.pk, picture_id=picture.pk)
        Ban.objects.create(user=bo, reason="Spam", banned_by=ana)
        client.force_login(bo)
        answer = client.post(address(picture), headers=JSON)
        assert answer.status_code == 403
        assert "Spam" in answer.json()["error"]
        assert client.post(address(picture)).status_code == 303
        assert not Like.objects.exists()

    def test_needs_a_token_though_its_form_has_none(self, bo, picture):
        client = Client(enforce_csrf_checks=True)
        client.force_login(bo)
        assert client.post(address(picture), headers=JSON).status_code == 403
        token = client.get("/me/state/").json()["csrf"]
        answer = client.post(address(picture), headers={**JSON, "X-CSRFToken": token})
        assert answer.json()["liked"] is True

    def test_that_many_in_a_minute_are_told_to_wait(self, client, bo, picture, settings):
        settings.RATE_LIMIT_FACTOR = 1
        client.force_login(bo)
        answers = {client.post(address(picture), headers=JSON).status_code for _ in range(40)}
        assert answers == {200, 429}


class TestAccount:
    def test_that_is_deleted_takes_its_likes_back(self, ana, bo, picture, hang):
        other = hang("Other", seed=8)
        for pk in (picture.pk, other.pk):
            like_picture(user_id=bo.pk, picture_id=pk)
            like_picture(user_id=ana.pk, picture_id=pk)
        bo.delete()
        assert numbers(picture) == numbers(other) == {(1,)}
        unlike_everything(user_id=ana.pk)
        assert numbers(picture) == numbers(other) == {(0,)}


class TestScores:
    def test_never_fall_below_zero(self, picture):
        scores.add_likes(picture.pk, -1, given_at=timezone.now())
        scores.add_comments(picture.pk, -3)
        assert numbers(picture, *PERIODS, "discussion") == {(0,) * 6}

    def test_of_an_old_like_change_only_the_periods_it_is_in(self, picture):
        Placement.objects.filter(picture_id=picture.pk).update(
            **dict.fromkeys((*PERIODS, "discussion"), 5)
        )
        scores.add_likes(picture.pk, -1, given_at=timezone.now() - timedelta(days=10))
        columns = ("popularity_day", "popularity_week", "popularity_month", "popularity")
        assert numbers(picture, *columns) == {(5, 5, 4, 4)}

    def test_go_along_to_another_topic(self, bo, picture, ana, django_capture_on_commit_callbacks):
        from topics.factories import open_topic

        like_picture(user_id=bo.pk, picture_id=picture.pk)
        scores.add_comments(picture.pk, 2)
        other = open_topic("다른 주제")
        with django_capture_on_commit_callbacks(execute=True):
            picture.move(other, pos="last-child", user=ana)
        assert Placement.objects.filter(topic=other, picture_id=picture.pk).exists()
        assert numbers(picture, "popularity", "popularity_day", "discussion") == {(1, 1, 2)}


class TestCounting:
    def test_lets_likes_go_that_are_too_old_for_a_period(self, ana, bo, picture):
        for user, age in ((ana, timedelta(hours=23)), (bo, timedelta(hours=25))):
            like_picture(user_id=user.pk, picture_id=picture.pk)
            Like.objects.filter(user=user).update(created_at=timezone.now() - age)
        assert like_counting.let_old_likes_go("popularity_day") == 1
        assert numbers(picture, "popularity_day", "popularity_week") == {(1, 2)}
        assert like_counting.let_old_likes_go("popularity_day") == 0

    def test_writes_nothing_where_nothing_is_wrong(
        self, ana, picture, django_assert_max_num_queries
    ):
        like_picture(user_id=ana.pk, picture_id=picture.pk)
        with django_assert_max_num_queries(2):
            assert like_counting.let_old_likes_go("popularity_week") == 0

    def test_anew_puts_every_number_right(self, ana, bo, picture, hang):
        other = hang("Other", seed=5)
        like_picture(user_id=bo.pk, picture_id=picture.pk)
        for state in (CommentState.VISIBLE, CommentState.HELD, CommentState.DELETED):
            Comment.objects.create(
                picture=picture, author=bo, text="x", state=state, created_at=timezone.now()
            )
        wrong = Placement.objects.filter(picture_id=other.pk)
        wrong.update(popularity=7, popularity_year=3, discussion=2)
        Placement.objects.filter(picture_id=picture.pk, topic__depth=2).update(popularity_day=0)
        assert like_counting.rebuild() == 2
        assert numbers(picture, *PERIODS, "discussion") == {(1,) * 6}
        assert numbers(other, *PERIODS, "discussion") == {(0,) * 6}
        assert like_counting.rebuild() == 0


class TestState:
    def test_tells_hearts_and_fresh_numbers_of_the_pictures_asked_for(
        self, client, ana, bo, picture, hang
    ):
        other, hidden = hang("Other", seed=5), hang("Draft", seed=6, publish=False)
        for user in (ana, bo):
            like_picture(user_id=user.pk, picture_id=picture.pk)
        like_picture(user_id=ana.pk, picture_id=other.pk)
        client.force_login(bo)
        asked = f"{picture.pk},{other.pk},{hidden.pk},999999,x,,-1,{'9' * 30}"
        answer = client.get("/me/state/", {"pictures": asked, "at": "load"}).json()
        assert answer["liked"] == [picture.pk]
        assert answer["likes"] == {str(picture.pk): 2, str(other.pk): 1}

    def test_asks_the_same_of_the_database_for_one_and_for_sixty(
        self, client, bo, picture, django_assert_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.force_login(bo)
        client.get("/me/state/")
        counts = []
        for asked in ("1", ",".join(map(str, range(1, 200)))):
            with CaptureQueriesContext(connection) as captured:
                client.get("/me/state/", {"pictures": asked})
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_sets_no_cookie_for_a_visitor_while_a_page_loads(self, client, picture):
        answer = client.get("/me/state/", {"at": "load", "pictures": picture.pk})
        assert not answer.cookies
        assert answer.json()["csrf"] is None
        assert "no-store" in answer["Cache-Control"]

    def test_gives_a_visitor_a_token_for_their_first_action(self, client):
        answer = client.get("/me/state/")
        assert answer.json()["csrf"]
        assert set(answer.cookies) == {"csrftoken"}


class TestHeart:
    def test_is_drawn_anew_when_the_number_changes(self, client, bo, picture):
        before = client.get("/pictures/").content.decode()
        like_picture(user_id=bo.pk, picture_id=picture.pk)
        cache.clear()
        after = client.get("/pictures/").content.decode()
        assert "<span data-likes></span>" in before
        assert "<span data-likes>1</span>" in after

    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_stands_on_the_picture_with_its_number(self, client, bo, picture, prefix):
        Placement.objects.filter(picture_id=picture.pk).update(popularity=1284)
        body = client.get(f"{prefix}{picture.get_url()}").content.decode()
        assert f'action="{prefix}/me/likes/{picture.pk}/"' in body
        assert "<span data-likes>1,284</span>" in body


class TestAddress:
    @pytest.mark.parametrize("address", ["/me/likes/{}/", "/me/collect/{}/", "/me/blocks/{}/"])
    def test_with_a_number_no_database_knows_is_not_found(self, client, bo, address):
        client.force_login(bo)
        assert client.post(address.format(10**30)).status_code == 404
