"""The same Korean questions lead to the same pictures on every database."""

from __future__ import annotations

import unicodedata

import pytest

from pictures import bulk
from pictures.factories import store_image
from pictures.models import PicturePage, Placement
from pictures.searching import indexing
from pictures.searching.finding import find
from pictures.tests.korean_titles import PAIRS, TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


@pytest.fixture
def home_id(topic, ana) -> int:
    """The list of all pictures, with all titles in it; every fourth is stored decomposed."""
    image = store_image()
    pages = [
        PicturePage(
            title=unicodedata.normalize("NFD", title) if number % 4 == 0 else title,
            slug=f"picture-{number}",
            image=image,
            alt_text="x",
            recipe_image_id=image.pk,
        )
        for number, title in enumerate(TITLES)
    ]
    bulk.add_pictures(topic, pages)
    indexing.rebuild()
    return topic.get_parent().get_parent().pk


def hits(question: str, home_id: int) -> set[str]:
    found = Placement.objects.in_topic(home_id).listed().filter(find(question, home_id).only)
    titles = found.values_list("picture__title", flat=True)
    return {unicodedata.normalize("NFC", title) for title in titles}


def differences(home_id: int, form: str) -> dict[str, set[str]]:
    found = {each: hits(unicodedata.normalize(form, each), home_id) for each in PAIRS}
    return {each: found[each] for each in PAIRS if found[each] != PAIRS[each]}


class TestKoreanQuestions:
    def test_are_at_least_sixty(self):
        assert len(PAIRS) >= 60
        assert set().union(*PAIRS.values()) <= set(TITLES)

    def test_find_what_they_mean_and_nothing_else(self, home_id):
        assert differences(home_id, "NFC") == {}

    def test_find_the_same_in_decomposed_letters(self, home_id):
        assert differences(home_id, "NFD") == {}
