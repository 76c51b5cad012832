"""`/search/`: what is found, what never is, and what is said where nothing is."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from community.models import Profile
from pictures.models import PicturePage, SearchPosting, SearchText, Sensitivity
from pictures.searching import finding, indexing
from pictures.sensitivity import set_sensitivity
from pictures.time_limits import TooSlowError

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


@pytest.fixture
def ask(client):
    """The page of a question: `ask("노을", tab="topics")`."""

    def ask_now(text: str, *, tab: str = "", path: str = "/search/"):
        return client.get(f"{path}?q={quote(text)}&tab={tab}")

    return ask_now


def titles(answer) -> list[str]:
    return [card.title for card in answer.context["card_page"].cards]


class TestWhatIsFound:
    def test_is_what_visitors_read_of_a_picture(self, ask, hang):
        hang("등대", seed=1, caption="안개 낀 밤", tags=["항구"], prompt="a red lighthouse at dawn")
        for words in (
            "등대",
            "안개",
            "항구",
            "lighthouses",
            '"lighthouse at dawn"',
            "demo-painter",
        ):
            assert titles(ask(words)) == ["등대"], words

    def test_follows_operators(self, ask, hang, topic):
        hang("하나", seed=11, tags=["밤 바다"], prompt="one")
        hang("둘", seed=22, author_name="Jo March", prompt="two")
        assert titles(ask("seed:11")) == ["하나"]
        assert titles(ask("tag:밤바다")) == ["하나"]
        assert titles(ask('by:"jo march"')) == ["둘"]
        assert titles(ask("by:ANA")) == titles(ask("작가:ana")) == titles(ask("ana")) == ["하나"]
        assert titles(ask(f'topic:"{topic.title}"')) == ["둘", "하나"]
        assert titles(ask("model:painter -seed:11")) == ["둘"]
        assert titles(ask("topic:없는주제")) == []

    def test_comes_with_the_newest_first_and_a_cursor_that_keeps_the_question(
        self, client, ask, hang, monkeypatch
    ):
        monkeypatch.setattr("pictures.browsing.PAGE_SIZE", 2)
        for number in range(3):
            hang(f"노을 {number}", seed=number)
        first = ask("노을")
        second = client.get(first.context["card_page"].next_url)
        assert titles(first) + titles(second) == ["노을 2", "노을 1", "노을 0"]
        assert second.context["asked"].text == "노을"

    def test_is_the_same_where_hits_are_too_many_to_be_counted(self, ask, hang, monkeypatch):
        for number in range(3):
            hang(f"노을 {number}", seed=number, prompt="x" if number else "y")
        monkeypatch.setattr(finding, "COUNTED", 1)
        answer = ask("노을 -y")
        assert titles(answer) == ["노을 2", "노을 1"]
        assert answer.context["card_page"].total is None

    def test_is_changed_by_the_next_edit(self, ask, hang, django_capture_on_commit_callbacks):
        picture = hang("항구", seed=1)
        picture.title = "풍차"
        with django_capture_on_commit_callbacks(execute=True):
            picture.save_revision().publish()
        assert titles(ask("항구")) == []
        assert titles(ask("풍차")) == ["풍차"]


def unpublish(picture: PicturePage) -> None:
    picture.unpublish()


def hide_image(picture: PicturePage) -> None:
    set_sensitivity([picture.image_id], Sensitivity.HIDDEN)


def restrict(picture: PicturePage) -> None:
    PageViewRestriction.objects.create(
        page=picture.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )


def delete(picture: PicturePage) -> None:
    picture.delete()


class TestWhatIsHidden:
    @pytest.mark.parametrize("act", [unpublish, hide_image, restrict, delete])
    def test_is_found_by_nothing(self, ask, hang, act, django_capture_on_commit_callbacks):
        picture = hang("Zanzibar", seed=5, tags=["quince"], prompt="zanzibar")
        with django_capture_on_commit_callbacks(execute=True):
            act(picture)
        for words in ("zanzibar", "tag:quince", "seed:5", "model:painter"):
            assert titles(ask(words)) == [], words
        assert not ask("quince", tab="tags").context["tags"]
        assert not SearchText.objects.exists()
        assert not SearchPosting.objects.exists()

    def test_is_not_found_even_while_the_index_is_behind(self, ask, client, hang):
        picture = hang("Zanzibar", seed=5, tags=["quince"], prompt="zanzibar")
        picture.unpublish()  # no task has run yet
        assert SearchText.objects.exists()
        assert titles(ask("zanzibar")) == []
        assert not ask("quince", tab="tags").context["tags"]
        assert client.get("/search/suggestions/?q=quince").json() == {"suggestions": []}
        assert client.get("/search/suggestions/?q=painter").json() == {"suggestions": []}

    def test_are_drafts_and_hidden_recipes(self, ask, client, hang):
        hang("Draft", seed=1, publish=False, prompt="zanzibar")
        hang("Words", seed=2, recipe_visibility="parameters", prompt="zanzibar")
        hang("Nothing", seed=3, recipe_visibility="hidden", prompt="zanzibar")
        assert titles(ask("zanzibar")) == []
        assert titles(ask("seed:3")) == []
        assert titles(ask("model:painter")) == ["Words"]

    def test_are_people_who_may_not_be_looked_up(self, ask, ana, bo):
        assert b"/people/bo/" in ask("bo", tab="people").content
        Profile.objects.filter(user=bo).update(hidden_at="2026-01-01T00:00:00Z")
        assert b"/people/bo/" not in ask("bo", tab="people").content


class TestOtherTabs:
    def test_find_topics_by_title_and_description(self, ask, hang, topic):
        hang("x", seed=1)
        topic.description = "<p>해가 <b>능선</b>을 넘는 시간</p>"
        topic.save_revision().publish()
        for words in ("노을", "능선", "산 -바다"):
            assert [card.title for card in ask(words, tab="topics").context["topics"]], words
        assert ask("bold", tab="topics").context["topics"] == []

    def test_find_tags_and_people(self, ask, hang, bo):
        hang("x", seed=1, tags=["저녁노을"])
        assert [tag.name for tag in ask("노을", tab="tags").context["tags"]] == ["저녁노을"]
        assert "/people/bo/" in ask("BO", tab="people").content.decode()

    def test_say_so_where_nothing_is_found(self, ask, hang):
        hang("x", seed=1)
        for tab in ("pictures", "topics", "people", "tags"):
            answer = ask("없는말 tag:없음", tab=tab, path="/en/search/")
            assert b'class="empty search-empty"' in answer.content
        answer = ask("없는말 x", path="/en/search/")
        assert [each["part"] for each in answer.context["fewer"]] == ["없는말", "x"]


class TestSuggestions:
    def test_offer_tags_topics_and_models(self, client, hang):
        hang("x", seed=1, tags=["노을빛"])
        found = client.get(f"/search/suggestions/?q={quote('노을')}").json()["suggestions"]
        assert [each["name"] for each in found] == ["#노을빛", "노을과 산"]
        found = client.get("/en/search/suggestions/?q=painter").json()["suggestions"]
        assert [(each["kind"], each["name"]) for each in found] == [("Model", "demo-painter")]

    def test_offer_people_who_may_be_looked_up(self, client, ana, bo):
        offered = [{"kind": "Person", "name": "bo", "url": "/en/people/bo/"}]
        assert client.get("/en/search/suggestions/?q=bo").json()["suggestions"] == offered
        Profile.objects.filter(user=bo).update(hidden_at="2026-01-01T00:00:00Z")
        assert client.get("/en/search/suggestions/?q=bo").json()["suggestions"] == []

    def test_wait_for_two_letters(self, client, hang):
        hang("x", seed=1, tags=["노을빛"])
        assert client.get(f"/search/suggestions/?q={quote('노')}").json() == {"suggestions": []}


STRANGE = (
    "%00",
    '"',
    "-",
    "-%22",
    "a" * 500,
    "tag:",
    "seed:1e9",
    "seed:-0",
    "(%",
    "💡",
    "%ff",
    "_%25",
)


class TestQuestion:
    @pytest.mark.parametrize("text", STRANGE)
    def test_never_breaks_the_page(self, client, hang, text):
        hang("x", seed=1)
        for address in (
            f"/search/?q={text}&after=x&sort=y&tab=z",
            f"/search/suggestions/?q={text}",
        ):
            assert client.get(address).status_code == 200

    def test_that_takes_too_long_is_called_too_wide(self, ask, hang, monkeypatch):
        def never(*args, **kwargs):
            raise TooSlowError

        hang("x", seed=1)
        monkeypatch.setattr("pictures.browsing._rows", never)
        assert b"too wide" in ask("x", path="/en/search/").content

    def test_costs_ten_queries_at_most(self, client, hang):
        for number in range(3):
            hang(f"노을 {number}", seed=number, tags=["lake"])
        indexing.rebuild()
        question = quote('노을 ana -도시 tag:lake "노을 1"')
        for tab in ("pictures", "topics", "people", "tags"):
            address = f"/search/?q={question}&tab={tab}"
            client.get(address)
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            # Neither limits of time nor the savepoints that transactions are in tests.
            asked = [
                query["sql"]
                for query in captured
                if "SAVEPOINT" not in query["sql"] and not query["sql"].startswith("SET ")
            ]
            assert len(asked) <= 10, (tab, asked)
