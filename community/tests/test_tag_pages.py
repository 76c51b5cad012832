"""The page of a tag."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunset(hang):
    """Three pictures, two of them with the tag 노을."""
    tagged = [hang(f"노을 {seed}", seed=seed, tags=["노을"]) for seed in (1, 2)]
    hang("바다", seed=3, tags=["바다"])
    return tagged


def address(tag: str) -> str:
    return f"/tags/{quote(tag)}/"


class TestTagPage:
    def test_shows_the_pictures_that_carry_it_and_no_others(self, client, sunset):
        answer = client.get(address("노을"))
        assert [card.title for card in answer.context["card_page"].cards] == ["노을 2", "노을 1"]
        assert "public" in answer["Cache-Control"]

    @pytest.mark.parametrize("sort", ["oldest", "likes", "comments"])
    def test_has_every_order(self, client, sunset, sort):
        answer = client.get(f"{address('노을')}?sort={sort}")
        assert {card.title for card in answer.context["card_page"].cards} == {"노을 1", "노을 2"}

    def test_is_found_however_the_address_writes_it(self, client, sunset, hang):
        hang("Lake", seed=9, tags=["Lake"])
        apart = client.get(address(unicodedata.normalize("NFD", "노을")))
        assert apart.status_code == 301
        assert apart["Location"] == address("노을")
        assert client.get("/tags/LAKE/").status_code == 301

    def test_is_not_there_without_a_public_picture(self, client, sunset):
        for picture in sunset:
            picture.unpublish()
        assert client.get(address("노을")).status_code == 404
        assert client.get("/tags/nothing/").status_code == 404

    def test_is_linked_from_its_pictures(self, client, sunset):
        page = client.get(sunset[0].url).content.decode()
        assert f'href="{address("노을")}"' in page

    def test_costs_the_same_for_few_and_many(self, client, sunset, hang):
        client.get(address("노을"))
        with CaptureQueriesContext(connection) as few:
            client.get(address("노을"))
        for seed in range(10, 18):
            hang(f"노을 {seed}", seed=seed, tags=["노을"])
        client.get(address("노을"))
        with CaptureQueriesContext(connection) as many:
            client.get(address("노을"))
        assert len(few) == len(many) <= 10
