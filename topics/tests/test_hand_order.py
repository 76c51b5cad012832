"""The order that curators give a topic by hand."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pictures.models import PicturePage
from topics import ordering

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


@pytest.fixture
def pictures(hang) -> list[PicturePage]:
    """Five, the oldest first."""
    return [hang(f"{number}", seed=number) for number in range(1, 6)]


def order(topic) -> str:
    return "".join(ordering.in_order(topic.pk).values_list("picture__title", flat=True))


def shown(client, address: str) -> str:
    return "".join(card.title for card in client.get(address).context["card_page"].cards)


def put(topic, picture, **beside) -> None:
    ordering.put(topic.pk, picture.pk, **{name: each.pk for name, each in beside.items()})


class TestOrder:
    def test_begins_with_the_newest(self, topic, pictures):
        assert order(topic) == "54321"

    def test_is_what_the_curator_makes_it(self, topic, pictures):
        one, two, three, _four, five = pictures
        put(topic, one)
        assert order(topic) == "15432"
        put(topic, three, before=one)
        assert order(topic) == "31542"
        put(topic, three, after=five)
        assert order(topic) == "15342"
        put(topic, two, before=five)
        assert order(topic) == "12534"

    def test_keeps_new_pictures_behind_what_was_ordered(self, topic, pictures, hang):
        put(topic, pictures[0], after=pictures[3])
        hang("6", seed=6)
        assert order(topic) == "541632"

    def test_lets_a_picture_go(self, topic, pictures):
        put(topic, pictures[0])
        put(topic, pictures[1])
        ordering.let_go(topic.pk, pictures[0].pk)
        assert order(topic) == "25431"
        ordering.forget(topic.pk)
        assert order(topic) == "54321"

    def test_refuses_what_is_not_there(self, topic, pictures):
        with pytest.raises(ordering.OrderingError):
            ordering.put(topic.pk, 999_999)
        with pytest.raises(ordering.OrderingError):
            ordering.put(topic.pk, pictures[0].pk, before=999_999)
        with pytest.raises(ordering.OrderingError):
            put(topic, pictures[0], before=pictures[0])


class TestTopicPage:
    def test_comes_in_the_curators_order_once_there_is_one(self, client, topic, pictures):
        put(topic, pictures[1])
        assert shown(client, topic.url) == "25431"
        assert shown(client, f"{topic.url}?sort=newest") == "54321"
        assert shown(client, f"{topic.url}?sort=curated") == "25431"

    def test_knows_no_such_order_without(self, client, topic, pictures):
        answer = client.get(f"{topic.url}?sort=curated")
        assert answer.context["card_page"].notices
        assert shown(client, topic.url) == "54321"
        assert client.get("/pictures/?sort=curated").context["card_page"].notices

    def test_goes_on_where_the_page_ended(self, client, topic, pictures, monkeypatch):
        monkeypatch.setattr("pictures.browsing.PAGE_SIZE", 2)
        put(topic, pictures[1])
        seen, address = "", topic.url
        while address:
            page = client.get(address).context["card_page"]
            seen += "".join(card.title for card in page.cards)
            address = page.next_url
        assert seen == "25431"


class TestScreen:
    def test_moves_and_tells_how_many_are_ordered(self, client, ana, topic, pictures):
        client.force_login(ana)
        address = reverse("topic_admin:arrange", args=[topic.pk])
        sent = {"act": "put", "picture": pictures[0].pk, "before": pictures[3].pk}
        answer = client.post(address, sent, headers={"Accept": "application/json"})
        assert answer.json()["ordered"] == 2
        assert order(topic) == "51432"

    def test_works_as_a_plain_form(self, client, ana, topic, pictures):
        client.force_login(ana)
        address = reverse("topic_admin:arrange", args=[topic.pk])
        client.post(address, {"act": "put", "picture": pictures[0].pk}, follow=True)
        assert order(topic) == "15432"
        client.post(address, {"act": "forget"})
        assert order(topic) == "54321"

    def test_needs_as_many_queries_for_5_as_for_2(
        self, client, ana, topic, hang, django_assert_max_num_queries
    ):
        client.force_login(ana)
        address = reverse("topic_admin:arrange", args=[topic.pk])
        for number in range(1, 6):
            hang(f"{number}", seed=number)
        client.get(address)
        with django_assert_max_num_queries(45):
            assert len(client.get(address).context["tiles"]) == 5

    @pytest.mark.parametrize("sent", [{}, {"act": "put"}, {"act": "let_go", "picture": "x"}])
    def test_survives_nonsense(self, client, ana, topic, sent):
        client.force_login(ana)
        address = reverse("topic_admin:arrange", args=[topic.pk])
        assert client.post(address, sent, headers={"Accept": "application/json"}).status_code == 409
