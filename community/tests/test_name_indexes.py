"""The indexes of tags and of people: all that are public, in two orders, at a flat cost."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from taggit.models import Tag

from accounts.signals import departure_requested
from community.profiles import set_nickname
from pictures.alphabet import LETTERS, alphabet_key, letter_of_key
from pictures.models import PicturePage, TagTotal
from pictures.shelving import shelve
from pictures.side_totals import count_everything

pytestmark = pytest.mark.django_db


def names(answer) -> list[str]:
    """What the page lists, in its order."""
    return re.findall(r'class="name-word" href="[^"]+">([^<]+)<', answer.content.decode())


def open_letters(answer) -> list[str]:
    return [letter.word for letter in answer.context["name_page"].letters if letter.url]


@pytest.fixture
def tagged(hang):
    """Five pictures: 노을 hangs three times, 까치 and lake once, Éclair twice."""
    return [
        hang("1", seed=1, tags=["노을", "까치"]),
        hang("2", seed=2, tags=["노을", "lake"]),
        hang("3", seed=3, tags=["노을", "Éclair"]),
        hang("4", seed=4, tags=["Éclair"]),
        hang("5", seed=5, tags=["3D"], publish=False),
    ]


class TestLetters:
    @pytest.mark.parametrize(
        ("name", "letter"),
        [
            *(("가을", "ㄱ"), ("까치", "ㄱ"), ("힣", "ㅎ"), ("ㅋㅋ", "ㅋ")),
            *(("Lake", "L"), ("éclair", "E"), ("3D", "#"), ("夕焼け", "#"), ("!", "#")),
        ],
    )
    def test_are_the_first_consonant_or_letter(self, name, letter):
        assert letter_of_key(alphabet_key(name)) == letter

    def test_stand_in_the_order_of_a_dictionary(self):
        assert LETTERS[0] == "ㄱ"
        assert LETTERS[-1] == "#"
        words = ["가을", "까치", "나무", "바다", "하늘", "apple", "Éclair", "lake", "3D"]
        mixed = words[::2] + words[1::2]
        assert sorted(mixed, key=alphabet_key) == words


class TestTags:
    def test_come_with_the_most_used_first_and_their_numbers(self, client, tagged):
        answer = client.get("/tags/")
        assert names(answer)[:2] == ["#노을", "#Éclair"]
        assert set(names(answer)) == {"#노을", "#Éclair", "#까치", "#lake"}
        assert [row["pictures"] for row in answer.context["name_page"].rows] == [3, 2, 1, 1]
        assert "public" in answer["Cache-Control"]
        assert f'href="/feeds/tags/{quote("노을")}.atom"' in answer.content.decode()

    def test_stand_under_their_letters(self, client, tagged):
        answer = client.get("/en/tags/?sort=name")
        assert names(answer) == ["#까치", "#노을", "#Éclair", "#lake"]
        headings = re.findall(r'<h2 id="letter-\d+">(.)</h2>', answer.content.decode())
        assert headings == ["ㄱ", "ㄴ", "E", "L"] == open_letters(answer)

    def test_can_be_asked_for_by_a_letter(self, client, tagged):
        assert names(client.get("/tags/", {"letter": "ㄱ"})) == ["#까치"]
        assert names(client.get("/tags/?letter=e")) == ["#Éclair"]
        assert names(client.get("/tags/?letter=Z")) == []

    def test_leave_when_their_last_picture_does(
        self, client, tagged, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as later:
            tagged[0].unpublish()
        # Nothing has been counted again.
        assert set(names(client.get("/tags/"))) == {"#노을", "#Éclair", "#lake"}
        for count in later:
            count()
        with django_capture_on_commit_callbacks(execute=True):
            tagged[1].delete()
            tagged[2].tags.remove("노을")
            tagged[2].save()
        answer = client.get("/tags/?sort=name")
        assert names(answer) == ["#Éclair"]
        assert open_letters(answer) == ["E"]

    def test_follow_a_new_name(self, client, tagged, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            tag = Tag.objects.get(name="lake")
            tag.name = "다리"
            tag.save()
        assert names(client.get("/tags/", {"letter": "ㄷ"})) == ["#다리"]

    def test_are_counted_right_again_at_night(self, client, tagged):
        TagTotal.objects.all().delete()
        assert names(client.get("/tags/")) == []
        count_everything()
        assert len(names(client.get("/tags/"))) == 4

    @pytest.mark.parametrize("query", ["", "?sort=name"])
    def test_lead_through_all_of_them_each_once_and_back(self, client, hang, query, monkeypatch):
        monkeypatch.setattr("pictures.name_lists.PAGE_SIZE", 4)
        hang("many", tags=[f"tag {number:02d}" for number in range(10)])
        pages, address = [], f"/tags/{query}"
        while address:
            answer = client.get(address)
            pages.append(names(answer))
            previous = answer.context["name_page"].previous_url
            address = answer.context["name_page"].next_url
        assert [len(page) for page in pages] == [4, 4, 2]
        assert len({name for page in pages for name in page}) == 10
        assert names(client.get(previous)) == pages[1]

    @pytest.mark.parametrize(
        "query", ["sort=size", "letter=가나", "after=x", "sort=name&before=W10", "after=%00"]
    )
    def test_say_what_they_did_not_understand(self, client, tagged, query):
        answer = client.get(f"/tags/?{query}")
        assert answer.status_code == 200
        assert answer.context["name_page"].order.notices
        assert len(names(answer)) == 4


class TestPeople:
    @pytest.fixture
    def two(self, hang, ana, bo, django_capture_on_commit_callbacks):
        """보라 has two public pictures, ana one; cy has an account and none."""
        painted = [hang(f"{seed}", seed=seed).pk for seed in (1, 2)]
        hang("3", seed=3)
        type(bo).objects.create_user("cy", "cy@example.com", "cy")
        PicturePage.objects.filter(pk__in=painted).update(author=bo)
        with django_capture_on_commit_callbacks(execute=True):
            shelve(painted)
            set_nickname(bo.profile, "보라")
        return bo

    def test_are_those_whose_pictures_hang(self, client, two):
        assert names(client.get("/people/")) == ["보라", "ana"]
        assert names(client.get("/people/", {"letter": "ㅂ"})) == ["보라"]

    def test_are_no_more_who_leave_or_have_no_public_picture(self, client, two, ana):
        departure_requested.send(None, user=two)
        assert names(client.get("/people/")) == ["ana"]
        PicturePage.objects.get(title="3").unpublish()
        assert names(client.get("/people/")) == []
