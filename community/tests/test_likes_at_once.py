"""Many people at the same moment: what is counted is what is there, and nobody sees an error."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from threading import Barrier, Thread
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from community import intents, like_counting
from community.likes import like_picture, unlike_picture
from community.models import Intent, Like
from pictures import scores
from pictures.models import Placement

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.mariadb,
]

THREADS = 25  # each with a connection of its own


def at_once(works: Iterable[Callable[[], object]]) -> list[object]:
    """Do `works`, shared out among threads that begin together; what each returned."""
    shares = [list(works)[start::THREADS] for start in range(THREADS)]
    barrier = Barrier(THREADS)
    told: list[object] = []

    def do(share: list[Callable[[], object]]) -> None:
        try:
            barrier.wait(30)
            for work in share:
                try:
                    told.append(work())
                except Exception as error:  # noqa: BLE001 - asserted on
                    told.append(error)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[share]) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def people(number: int) -> list[int]:
    users = get_user_model()
    return [users.objects.create_user(f"member{place}").pk for place in range(number)]


def clients(ids: list[int]) -> list[Client]:
    users = get_user_model().objects.in_bulk(ids)
    found = []
    for pk in ids:
        client = Client(raise_request_exception=False)
        client.force_login(users[pk])
        found.append(client)
    return found


def shown(picture_id: int) -> set[tuple[int, ...]]:
    columns = ("popularity", *scores.PERIODS)
    return set(Placement.objects.filter(picture_id=picture_id).values_list(*columns))


class TestLikesAtOnce:
    def test_of_a_hundred_people_are_a_hundred(self, hang):
        picture = hang("등대")
        address = reverse("like", args=[picture.pk])
        members = clients(people(100))

        def press(client: Client) -> int:
            return client.post(address, headers={"Accept": "application/json"}).status_code

        answers = at_once([lambda each=client: press(each) for client in members])

        assert answers == [200] * 100
        assert Like.objects.filter(picture=picture).count() == 100
        assert shown(picture.pk) == {(100,) * 5}

    def test_given_and_taken_back_by_fifty_people_twenty_times_are_exact(self, hang):
        picture, other = hang("등대", seed=1), hang("바다", seed=2)
        dice = random.Random(4)
        works = []
        for user_id in people(50):
            for _ in range(20):
                change = dice.choice([like_picture, unlike_picture])
                pk = dice.choice([picture.pk, picture.pk, other.pk])
                works.append(lambda c=change, u=user_id, p=pk: c(user_id=u, picture_id=p))
        dice.shuffle(works)

        told = at_once(works)

        assert [error for error in told if not isinstance(error, bool)] == []
        for each in (picture, other):
            rows = Like.objects.filter(picture=each).count()
            assert shown(each.pk) == {(rows,) * 5}

    def test_of_one_person_from_many_windows_are_one(self, hang):
        picture = hang("등대")
        (bo,) = people(1)
        told = at_once([lambda: like_picture(user_id=bo, picture_id=picture.pk)] * THREADS)
        assert sorted(told) == [False] * (THREADS - 1) + [True]
        told = at_once([lambda: unlike_picture(user_id=bo, picture_id=picture.pk)] * THREADS)
        assert sorted(told) == [False] * (THREADS - 1) + [True]
        assert shown(picture.pk) == {(0,) * 5}

    def test_are_not_lost_while_everything_is_counted_anew(self, hang):
        picture = hang("등대")
        Placement.objects.filter(picture_id=picture.pk).update(popularity=70)
        members = people(40)
        likes = [lambda u=pk: like_picture(user_id=u, picture_id=picture.pk) for pk in members]
        works = [work for like in likes for work in (like, like_counting.rebuild)]

        told = at_once(works[:-30])

        assert [error for error in told if not isinstance(error, (bool, int))] == []
        rows = Like.objects.filter(picture=picture).count()
        assert {row[0] for row in shown(picture.pk)} == {rows}


class TestIntentAtOnce:
    def test_is_carried_out_once(self, hang, monkeypatch):
        picture = hang("등대")
        (bo,) = people(1)
        done = []

        def note(request, target) -> str:
            done.append(target["picture"])
            return ""

        visitor = Client()
        answer = visitor.post(reverse("like", args=[picture.pk]))
        monkeypatch.setitem(intents.ACTIONS, "like", note)
        token = unquote(answer["Location"].partition("next=")[2])
        browsers = []
        for _ in range(THREADS):
            (browser,) = clients([bo])
            browser.cookies[intents.COOKIE] = visitor.cookies[intents.COOKIE].value
            browsers.append(browser)

        told = at_once([lambda each=browser: each.get(token).status_code for browser in browsers])

        assert set(told) == {302}
        assert done == [picture.pk]
        assert not Intent.objects.exists()
