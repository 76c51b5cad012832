"""The API hands out what the pages show: the same pictures in the same order, and nothing else."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.likes import like_picture
from pictures import scale
from pictures.models import PicturePage, Placement, Sensitivity
from pictures.sensitivity import set_sensitivity
from rest.scopes import Scope
from rest.tokens import make_token
from topics.ordering import put

pytestmark = pytest.mark.django_db

FILTERS = (
    *("", "model=demo-painter", "sampler=Euler+a", "format=portrait", "format=tall&format=wide"),
    *(
        "colour=grey",
        "tag=lake",
        "by=ana",
        "topic=노을과-산",
        "min_size=2",
        "q=lake",
        "sort=curated",
    ),
)
SORTS = ("newest", "oldest", "likes", "comments", "trending", "random")


@pytest.fixture
def filled(topic, ana):
    images = scale.store_images(shrink=8)
    scale.load(topic, 58, images=images, user=ana)
    for number, picture in enumerate(PicturePage.objects.order_by("pk")):
        places = Placement.objects.filter(picture_id=picture.pk)
        places.update(popularity=number % 5, popularity_week=number % 3, discussion=number % 4)
        if number % 9 == 0:
            picture.tags.add("lake")
            picture.save()
    return topic


def on_pages(client, address: str) -> list[int]:
    found: list[int] = []
    while address:
        page = client.get(address).context["card_page"]
        found += [card.id for card in page.cards]
        address = page.next_url or ""
    return found


def by_api(client, address: str, **query: str) -> list[int]:
    found: list[int] = []
    after = ""
    while True:
        joined = f"{address}{'&' if '?' in address else '?'}after={after}"
        page = client.get(joined, query).json() if query else client.get(joined).json()
        found += [item["id"] for item in page["items"]]
        after = page["next"]
        if not after:
            return found


@pytest.mark.parametrize(
    "query", [*FILTERS, *(f"sort={sort}" for sort in SORTS), "sort=likes&period=week"]
)
def test_lists_are_those_of_the_page(client, filled, query):
    pages = on_pages(client, f"/pictures/?{query}")
    assert by_api(client, f"/api/v1/pictures?{query}") == pages
    assert by_api(client, f"/api/v1/pictures?{query}&limit=7") == pages


@pytest.mark.parametrize("query", ["", *(f"sort={sort}" for sort in SORTS)])
def test_a_topic_ordered_by_hand_begins_with_its_curators_order(client, filled, query):
    last = PicturePage.objects.order_by("pk").first()
    put(filled.pk, PicturePage.objects.order_by("-pk").first().pk)
    found = by_api(client, f"/api/v1/topics/{filled.pk}/pictures?{query}")
    assert found == on_pages(client, f"/topics/{filled.slug}/?{query}")
    assert last.pk in found


COUNTING = 4  # what the network asked of the API, within a savepoint that only tests need


class TestQueries:
    @pytest.mark.parametrize(
        ("address", "most"),
        [
            ("pictures", 3),
            ("pictures?limit=60", 3),
            ("pictures/{picture}", 10),
            ("pictures/{picture}/around", 10),
            ("pictures/{picture}/comments", 4),
            ("topics", 7),
            ("topics/{topic}", 7),
            ("topics/{topic}/pictures", 6),
            ("facets", 12),
        ],
    )
    def test_do_not_grow_with_the_rows(self, client, topic, ana, address, most):
        images = scale.store_images(shrink=8)
        numbers = []
        for more in (3, 40):
            scale.load(topic, more, images=images, user=ana)
            picture = PicturePage.objects.order_by("pk").first()
            named = address.format(picture=picture.pk, topic=topic.pk)
            client.get(f"/api/v1/{named}")
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/api/v1/{named}").status_code == 200
            numbers.append(len(captured))
        assert numbers[0] == numbers[1]
        # PostgreSQL is also sent the time limit of whatever may take long.
        assert numbers[1] <= most + COUNTING or connection.vendor == "postgresql"


class TestVisibility:
    @pytest.mark.parametrize("address", ["", "/around", "/comments"])
    def test_nothing_is_told_of_a_draft(self, client, hang, address):
        draft = hang("Draft", publish=False)
        answer = client.get(f"/api/v1/pictures/{draft.pk}{address}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")

    def test_a_closed_topic_is_not_there(self, client, hang, topic):
        picture = hang("Secret lighthouse")
        topic.unpublish()
        for place in (
            f"topics/{topic.pk}",
            f"topics/{topic.pk}/pictures",
            f"pictures/{picture.pk}",
        ):
            assert client.get(f"/api/v1/{place}").status_code == 404
        assert client.get("/api/v1/topics").json()["items"] == []

    @pytest.mark.parametrize(("visibility", "told"), [("hidden", []), ("parameters", ["Euler a"])])
    def test_a_recipe_tells_what_its_switch_lets_out(self, client, hang, visibility, told):
        picture = hang("A", prompt="zanzibar under glass", recipe_visibility=visibility)
        body = client.get(f"/api/v1/pictures/{picture.pk}").content.decode()
        assert "zanzibar" not in body
        assert ("Euler a" in body) == bool(told)

    def test_a_sensitive_picture_is_blurred_until_asked(self, client, hang):
        picture = hang("A")
        real = {one["url"] for one in item(client, picture)["image"]["sources"]}
        set_sensitivity([picture.image_id], Sensitivity.SENSITIVE)
        found = item(client, picture)
        assert found["sensitive"]
        assert not real & {one["url"] for one in found["image"]["sources"]}
        assert real == {one["url"] for one in found["image"]["real"]}


def item(client, picture):
    (found,) = client.get("/api/v1/pictures").json()["items"]
    assert found["id"] == picture.pk
    return found


@pytest.fixture
def token(bo, verify_email):
    verify_email(bo)
    _row, text = make_token(
        user=bo, name="Test", scopes=[scope.value for scope in Scope], expires_at=None
    )
    return {"Authorization": f"Bearer {text}"}


class TestTakingPart:
    def test_a_like_is_given_and_taken_back_as_often_as_one_wants(self, client, hang, token):
        address = f"/api/v1/pictures/{hang('A').pk}/like"
        for _again in range(2):
            assert client.put(address, headers=token).json() == {"liked": True, "likes": 1}
        (found,) = client.get("/api/v1/me/likes", headers=token).json()["items"]
        assert found["liked"] is True
        for _again in range(2):
            assert client.delete(address, headers=token).status_code == 204
        assert client.get("/api/v1/me/likes", headers=token).json()["items"] == []

    def test_visitors_are_not_told_what_they_like(self, client, hang, bo):
        picture = hang("A")
        like_picture(user_id=bo.pk, picture_id=picture.pk)
        assert item(client, picture)["liked"] is None

    def test_a_session_needs_its_csrf_token(self, hang, bo):
        client = Client(enforce_csrf_checks=True)
        client.force_login(bo, backend=settings.AUTHENTICATION_BACKENDS[-1])
        address = f"/api/v1/pictures/{hang('A').pk}/like"
        refused = client.put(address)
        assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
        token = client.get("/api/v1/me").json()["csrf_token"]
        assert client.put(address, headers={"X-CSRFToken": token}).status_code == 200

    def test_a_comment_sent_twice_with_a_key_is_written_once(self, client, hang, token):
        picture = hang("A")
        address = f"/api/v1/pictures/{picture.pk}/comments"
        sent = {"data": {"text": "Such light"}, "content_type": "application/json"}
        headers = {**token, "Idempotency-Key": "one"}
        first, again = (client.post(address, headers=headers, **sent) for _time in range(2))
        assert (first.status_code, again.status_code) == (201, 201)
        assert again["Idempotency-Replayed"] == "true"
        (thread,) = client.get(address).json()["items"]
        assert thread["top"]["text"] == "Such light"
        own = f"/api/v1/comments/{thread['top']['id']}"
        changed = client.patch(
            own, {"text": "Changed"}, content_type="application/json", headers=token
        )
        assert (changed.json()["text"], changed.json()["edited"]) == ("Changed", True)
        assert client.delete(own, headers=token).status_code == 204
        assert client.get(address).json()["items"] == []

    def test_a_subscribed_topic_fills_the_feed(self, client, hang, topic, token):
        picture = hang("A")
        address = f"/api/v1/topics/{topic.pk}/subscription"
        assert client.put(address, headers=token).json() == {"subscribed": True}
        feed = client.get("/api/v1/me/feed", headers=token).json()
        assert [one["id"] for one in feed["items"]] == [picture.pk]
        assert client.delete(address, headers=token).status_code == 204
