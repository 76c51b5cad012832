"""A series is one tile of a list, whatever the list's order and filters; none of it is lost."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from pictures import browsing
from pictures.models import PicturePage, Placement, RecipeVisibility
from pictures.searching import indexing
from pictures.stacks import LARGEST, enough, tiles

pytestmark = pytest.mark.django_db


def walls(client, address: str) -> list[tuple[str, int]]:
    """The tiles of a list's page: the title of what is seen, and how many pictures it has."""
    body = client.get(address).content.decode()
    found: list[tuple[str, int]] = []
    for item in re.findall(r'<li class="wall-item.*?</li>', body, re.DOTALL):
        title = re.search(r'class="piece-title">([^<]+)<', item)[1]
        if "wall-more" in item:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((title, 1))
    return found


@pytest.fixture
def series(hang):
    """Three pictures of one prompt, others before, between and after them."""
    hang("Old", seed=1, prompt="a pier")
    for seed, title in ((2, "One"), (3, "Two")):
        hang(title, seed=seed, prompt="a lake", tags=["lake"])
    hang("Between", seed=4, prompt="a boat")
    hang("Three", seed=5, prompt="a lake")
    hang("New", seed=6, prompt="a gull")


class TestSeries:
    def test_is_one_tile_where_the_first_of_it_stands(self, client, series, topic):
        newest = [("New", 1), ("Three", 3), ("Between", 1), ("Old", 1)]
        for place in ("/pictures/", f"/topics/{topic.slug}/", "/"):
            assert walls(client, place) == newest, place
        assert walls(client, "/pictures/?sort=oldest")[:2] == [("Old", 1), ("One", 3)]

    def test_is_led_by_the_first_of_every_order(self, client, series):
        Placement.objects.filter(picture__title="Two").update(popularity=9)
        assert walls(client, "/pictures/?sort=likes")[0] == ("Two", 3)

    def test_is_what_a_filter_leaves_of_it(self, client, series):
        indexing.rebuild()
        assert walls(client, "/pictures/?tag=lake") == [("Two", 2)]
        assert walls(client, "/tags/lake/") == [("Two", 2)]
        assert walls(client, "/pictures/?q=one") == [("One", 1)]

    def test_says_how_many_it_is_of(self, client, series):
        body = client.get("/en/pictures/").content.decode()
        stacks = re.findall(r'<details class="stack"><summary>.*?</summary>', body)
        assert len(stacks) == 1
        assert " 3 pictures<" in stacks[0]
        assert "Same prompt" in stacks[0]

    def test_loads_nothing_at_once_that_is_not_seen(self, client, series):
        body = client.get("/pictures/").content.decode()
        items = re.findall(r'<li class="wall-item.*?</li>', body, re.DOTALL)
        hidden = [item for item in items if "wall-more" in item]
        assert len(hidden) == 2
        assert not [item for item in hidden if 'loading="eager"' in item]
        assert body.count('fetchpriority="high"') == 1

    def test_is_told_apart_where_its_prompt_is_not_public(self, client, series):
        PicturePage.objects.update(recipe_visibility=RecipeVisibility.HIDDEN)
        assert [size for _title, size in walls(client, "/pictures/")] == [1] * 6

    def test_goes_on_as_another_tile_on_the_next_page(self, client, series, monkeypatch):
        monkeypatch.setattr(browsing, "PAGE_SIZE", 3)
        first = client.get("/pictures/").context["card_page"]
        assert walls(client, "/pictures/") == [("New", 1), ("Three", 1), ("Between", 1)]
        assert walls(client, first.next_url) == [("Two", 2), ("Old", 1)]


class TestTiles:
    @pytest.fixture
    def cards(self, series, rf):
        rows = list(Placement.objects.values(*browsing.COLUMNS, series=browsing.SERIES))
        copies = browsing.grid_copies(browsing.keys(rows))
        return browsing.cards(rows, copies) * 7

    def test_hold_every_card_once_and_eight_at_most(self, cards):
        found = tiles(cards)
        assert sorted(tile.card.id for tile in found) == sorted(card.id for card in cards)
        assert max(tile.size for tile in found) == LARGEST
        assert sum(tile.size for tile in found if not tile.is_more) == len(cards)
        for before, tile in pairwise(found):
            assert not tile.is_more or tile.card.series == before.card.series

    def test_are_counted_alike_where_a_wall_shows_some(self):
        assert enough(["", "a", "a", "", "b"], 3) == 4
        assert enough(["a"] * (LARGEST + 1), 1) == LARGEST
        assert enough(["a", ""], 9) == 2
