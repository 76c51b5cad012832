"""The landing page: as it always was where editors composed nothing, else what they composed."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import HomePage
from pictures import scores
from pictures.models import PicturePage
from topics.factories import open_topic

pytestmark = pytest.mark.django_db

MOST_QUERIES = 10


@pytest.fixture
def pictures(hang) -> list[PicturePage]:
    return [hang(f"Picture {number}", seed=number) for number in range(1, 5)]


def compose(*parts) -> HomePage:
    home = HomePage.objects.get()
    home.body = [{"type": kind, "value": value} for kind, value in parts]
    home.save_revision().publish()
    return home


def sections(client, address: str = "/") -> list[dict]:
    return client.get(address).context["sections"]


class TestLanding:
    def test_is_a_wall_of_the_newest_by_itself(self, client, pictures):
        (wall,) = sections(client)
        assert [card.id for card in wall["cards"]] == [each.pk for each in reversed(pictures)]

    def test_shows_what_editors_composed_in_their_order(self, client, topic, pictures, bo):
        scores.add_likes(pictures[0].pk, 3, given_at=pictures[0].first_published_at)
        compose(
            ("text", {"text_ko": "<p>어서 오세요</p>", "text_en": "<p>Welcome</p>"}),
            ("wall", {"heading_ko": "인기", "order": "week", "number": 4}),
            ("topics", {"heading_ko": "고른 주제", "topics": [topic.pk]}),
            ("pictures", {"pictures": [pictures[2].pk, pictures[1].pk]}),
        )
        text, wall, topics, chosen = sections(client)
        assert "어서 오세요" in text["html"]
        assert [card.id for card in wall["cards"]] == [pictures[0].pk]
        assert [card.title for card in topics["cards"]] == [topic.title]
        assert [card.id for card in chosen["cards"]] == [pictures[2].pk, pictures[1].pk]
        body = client.get("/").content.decode()
        assert "?sort=likes&amp;period=week" in body

    def test_speaks_the_language_of_its_reader(self, client, pictures):
        compose(("text", {"heading_ko": "말", "text_ko": "<p>안녕</p>", "text_en": "<p>Hi</p>"}))
        (korean,), (english,) = sections(client), sections(client, "/en/")
        assert "안녕" in korean["html"]
        assert "Hi" in english["html"]
        assert english["heading"] == "말"

    def test_leaves_out_what_the_public_does_not_see(self, client, pictures, topic):
        hidden = open_topic("Hidden")
        compose(
            ("pictures", {"pictures": [pictures[0].pk, pictures[1].pk]}),
            ("topics", {"topics": [hidden.pk]}),
        )
        pictures[0].unpublish()
        (chosen,) = sections(client)
        assert [card.id for card in chosen["cards"]] == [pictures[1].pk]

    def test_needs_ten_queries_at_most(self, client, topic, pictures, ana):
        other = open_topic("Other")
        compose(
            ("wall", {"order": "newest", "number": 12}),
            ("topics", {"topics": [topic.pk, other.pk]}),
            ("text", {"text_ko": "<p>x</p>"}),
            ("pictures", {"pictures": [picture.pk for picture in pictures]}),
            ("wall", {"heading_ko": "a", "order": "all", "number": 12}),
        )
        client.get("/")
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        told = [query["sql"][:90] for query in captured.captured_queries]
        assert len(told) <= MOST_QUERIES, told

    def test_is_previewed_before_it_is_published(self, pictures):
        home = HomePage.objects.get()
        home.body = [{"type": "text", "value": {"text_ko": "<p>곧</p>"}}]
        answer = home.make_preview_request(None, "")
        assert "곧" in answer.content.decode()
