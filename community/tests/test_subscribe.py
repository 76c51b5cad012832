"""Topics, people and tags are subscribed to from one button, and as often as one wants."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import PageViewRestriction

from community.models import Ban, Block, Notification, Subscription
from community.subscription_targets import Target
from community.subscriptions import subscribe, unsubscribe

JSON = {"Accept": "application/json"}


def address(kind: str, pk: int) -> str:
    return reverse("subscription", args=[kind, pk])


@pytest.fixture
def tag(db) -> Tag:
    return Tag.objects.create(name="노을", slug="노을")


@pytest.fixture
def targets(topic, ana, tag) -> dict[str, int]:
    return {"topic": topic.pk, "person": ana.pk, "tag": tag.pk}


def targets_of(user) -> set[tuple]:
    rows = Subscription.objects.filter(user=user)
    return set(rows.values_list("topic_id", "person_id", "tag_id", "is_muted"))


@pytest.mark.mariadb
class TestSubscribe:
    @pytest.mark.parametrize("kind", ["topic", "person", "tag"])
    def test_again_and_to_end_it_again_change_nothing(self, as_bo, bo, targets, kind):
        url = address(kind, targets[kind])
        for _ in range(2):
            answer = as_bo.post(url, headers=JSON)
            assert answer.json() == {"subscribed": True, "muted": False}
            assert Subscription.objects.filter(user=bo).count() == 1
        for _ in range(2):
            answer = as_bo.post(url, {"unsubscribe": "1"}, headers=JSON)
            assert answer.json() == {"subscribed": False, "muted": False}
            assert not Subscription.objects.exists()

    def test_without_a_script_returns_to_where_it_was_pressed(self, as_bo, topic):
        answer = as_bo.post(address("topic", topic.pk))
        assert (answer.status_code, answer["Location"]) == (303, topic.get_url())

    def test_changes_nothing_by_get(self, as_bo, topic):
        assert as_bo.get(address("topic", topic.pk)).status_code == 405
        assert not Subscription.objects.exists()

    def test_without_token_asks_once_more(self, bo, topic):
        client = Client(enforce_csrf_checks=True)
        client.force_login(bo)
        own = {"Origin": "http://testserver"}
        answer = client.post(address("topic", topic.pk), headers=own)
        assert b"csrfmiddlewaretoken" in answer.content
        elsewhere = client.post(address("topic", topic.pk), headers={"Origin": "https://evil.test"})
        assert elsewhere.status_code == 403
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "pk"), [("topic", 10**12), ("person", 10**12), ("tag", 10**12), ("page", 1)]
    )
    def test_knows_only_what_there_is(self, as_bo, db, kind, pk):
        assert as_bo.post(f"/me/subscriptions/{kind}/{pk}/").status_code == 404

    def test_sees_no_topic_that_is_not_public(self, as_bo, topic):
        PageViewRestriction.objects.create(page=topic, restriction_type="login")
        assert as_bo.post(address("topic", topic.pk)).status_code == 404

    def test_to_oneself_is_refused(self, as_bo, bo):
        assert as_bo.post(address("person", bo.pk), headers=JSON).status_code == 403

    def test_to_somebody_who_blocked_one_is_refused(self, as_bo, ana, bo):
        Block.objects.create(user=ana, blocked=bo)
        assert as_bo.post(address("person", ana.pk), headers=JSON).status_code == 403
        assert not Subscription.objects.exists()

    def test_is_not_for_who_is_banned_but_ending_it_is(self, as_bo, bo, topic):
        as_bo.post(address("topic", topic.pk))
        Ban.objects.create(user=bo, reason="spam")
        as_bo.post(address("topic", topic.pk), {"unsubscribe": "1"})
        assert not Subscription.objects.exists()
        assert as_bo.post(address("topic", topic.pk), headers=JSON).status_code == 403

    def test_tells_a_person_once(self, as_bo, ana):
        for fields in ({}, {"unsubscribe": "1"}, {}):
            as_bo.post(address("person", ana.pk), fields)
        assert Notification.objects.filter(user=ana, kind="subscriber").count() == 1

    def test_is_limited(self, as_bo, topic, settings):
        settings.RATE_LIMIT_FACTOR = 1
        answers = [as_bo.post(address("topic", topic.pk), headers=JSON) for _ in range(40)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused
        assert all("Retry-After" in answer for answer in refused)


class TestVisitor:
    def test_is_subscribed_after_the_log_in(self, client, bo, topic):
        answer = client.post(address("topic", topic.pk))
        assert answer.status_code == 303
        assert not Subscription.objects.exists()
        client.force_login(bo)
        intent = answer["Location"].partition("next=")[2].replace("%2F", "/").replace("%3A", ":")
        assert client.get(intent)["Location"] == topic.get_url()
        assert targets_of(bo) == {(topic.pk, None, None, False)}


class TestMute:
    def test_keeps_the_subscription(self, as_bo, bo, topic):
        url = address("topic", topic.pk)
        as_bo.post(url)
        assert as_bo.post(url, {"mute": "1"}, headers=JSON).json()["muted"] is True
        assert targets_of(bo) == {(topic.pk, None, None, True)}
        as_bo.post(url, {"mute": "0"})
        assert targets_of(bo) == {(topic.pk, None, None, False)}

    def test_makes_no_subscription(self, as_bo, bo, topic):
        answer = as_bo.post(address("topic", topic.pk), {"mute": "1"}, headers=JSON)
        assert answer.json()["subscribed"] is False
        assert not Subscription.objects.exists()


class TestState:
    def test_tells_which_buttons_are_pressed(self, as_bo, bo, targets):
        for kind, pk in targets.items():
            as_bo.post(address(kind, pk))
        told = as_bo.get("/me/state/").json()["subscriptions"]
        assert set(told) == {f"{kind}-{pk}" for kind, pk in targets.items()}

    def test_public_pages_tell_nobody_anything(self, client, bo, topic, hang):
        hang()
        before = client.get(topic.get_url()).content
        assert b'aria-pressed="false"' in before
        assert f'data-subscribe="topic-{topic.pk}"'.encode() in before
        client.force_login(bo)
        subscribe(user=bo, target=Target("topic", topic.pk, "", ""))
        Subscription.objects.update(is_muted=True)
        with_one = client.get(topic.get_url()).content
        client.logout()
        assert with_one == client.get(topic.get_url()).content


class TestList:
    def fill(self, bo, number: int) -> None:
        Subscription.objects.all().delete()
        Subscription.objects.bulk_create(
            Subscription(user=bo, tag=tag, created_at=timezone.now())
            for tag in [Tag.objects.get_or_create(name=f"t{i}")[0] for i in range(number)]
        )

    def test_shows_everything_with_what_can_be_done(self, as_bo, bo, targets, topic):
        for kind, pk in targets.items():
            as_bo.post(address(kind, pk))
        page = as_bo.get("/me/subscriptions/list/").content.decode()
        assert topic.title in page
        assert "#노을" in page
        assert page.count('name="unsubscribe"') == 3
        topic.unpublish()
        page = as_bo.get("/me/subscriptions/list/").content.decode()
        assert f'href="{topic.url_path}"' not in page
        assert page.count('name="unsubscribe"') == 3

    def test_asks_as_often_for_sixty_as_for_two(self, as_bo, bo):
        counts = []
        for number in (2, 60):
            self.fill(bo, number)
            as_bo.get("/me/subscriptions/list/")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                as_bo.get("/me/subscriptions/list/")
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_is_for_who_is_signed_in(self, client, db):
        answer = client.get("/me/subscriptions/list/")
        assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True)


@pytest.mark.mariadb
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestAtOnce:
    def test_many_presses_leave_one_or_none(self, bo, topic):
        target = Target("topic", topic.pk, "", "")

        def press(number: int) -> None:
            try:
                if number % 2:
                    subscribe(user=bo, target=target)
                else:
                    unsubscribe(user_id=bo.pk, kind="topic", target_id=topic.pk)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(press, range(48)))
        assert Subscription.objects.count() <= 1
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(press, [1] * 16))
        assert Subscription.objects.count() == 1
