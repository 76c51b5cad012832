"""Posting, editing and deleting over HTTP: with a script, without one, before signing in."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from community.comments import set_state
from community.models import Ban, Block, Comment, CommentState
from community.tests.comment_cast import counted, rule, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_bo")]

JSON = {"Accept": "application/json"}
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


@pytest.fixture
def picture(hang):
    return hang("등대")


@pytest.fixture
def address(topic, picture) -> str:
    return f"/topics/{topic.slug}/{picture.slug}/"


@pytest.fixture
def strict() -> Client:
    """A browser whose forms need a token."""
    return Client(enforce_csrf_checks=True)


def post(client, picture, text="좋아요", *, headers=JSON, **fields):
    data = {"text": text, **fields}
    return client.post(f"/pictures/{picture.pk}/comments/", data, headers=headers)


class TestPostByScript:
    def test_answers_with_the_comment_s_html(self, client, picture, bo):
        client.force_login(bo)
        answer = post(client, picture, "<i>좋아요</i>")
        data = answer.json()
        comment = Comment.objects.get()
        assert (data["id"], data["thread"], data["state"]) == (comment.pk, None, "visible")
        assert "&lt;i&gt;" in data["html"]
        assert "no-store" in answer["Cache-Control"]
        assert counted(picture) == {1}

    def test_twice_by_one_form_makes_one(self, client, picture, bo):
        client.force_login(bo)
        first = post(client, picture, token="0123456789abcdef").json()
        assert post(client, picture, token="0123456789abcdef").json()["id"] == first["id"]
        assert counted(picture) == {1}

    def test_of_a_held_one_says_so(self, client, picture, bo):
        rule(picture, "hold")
        client.force_login(bo)
        data = post(client, picture).json()
        assert data["state"] == "held"
        assert "comment-held" in data["html"]
        assert counted(picture) == {0}

    @pytest.mark.parametrize("text", ["", " \n ", "가" * 2001])
    def test_refuses_unfit_words_in_a_sentence(self, client, picture, bo, text):
        client.force_login(bo)
        answer = post(client, picture, text)
        assert answer.status_code == 422
        assert answer.json()["error"]
        assert not Comment.objects.exists()

    @pytest.mark.parametrize("why", ["banned", "unverified", "blocked", "closed"])
    def test_refuses_those_who_may_not(self, client, picture, ana, bo, why):
        if why == "banned":
            Ban.objects.create(user=bo, reason="spam")
        elif why == "unverified":
            bo.emailaddress_set.update(verified=False)
        elif why == "blocked":
            Block.objects.create(user=ana, blocked=bo)
        else:
            rule(picture, "closed")
        client.force_login(bo)
        answer = post(client, picture)
        assert answer.status_code == 422
        assert answer.json()["error"]
        assert not Comment.objects.exists()

    def test_beyond_the_limit_tells_how_long_to_wait(self, client, picture, bo, settings):
        settings.RATE_LIMIT_FACTOR = 1
        client.force_login(bo)
        answers = [post(client, picture, f"말 {number}") for number in range(11)]
        assert [answer.status_code for answer in answers] == [200] * 10 + [429]
        assert int(answers[-1]["Retry-After"]) > 0
        assert answers[-1].json()["detail"]

    @pytest.mark.parametrize("number", ["x", "999999999", "9" * 30, "-1"])
    def test_to_nothing_is_not_found(self, client, picture, bo, number):
        client.force_login(bo)
        assert post(client, picture, answers=number).status_code == 404

    def test_below_a_picture_that_is_not_public_is_not_found(self, client, picture, bo):
        picture.unpublish()
        client.force_login(bo)
        assert post(client, picture).status_code == 404
        assert client.post(f"/pictures/{'9' * 30}/comments/").status_code == 404

    def test_is_the_only_way(self, client, picture):
        for method in (client.get, client.put, client.delete):
            assert method(f"/pictures/{picture.pk}/comments/").status_code == 405


class TestPostByVisitor:
    def test_waits_for_the_log_in_and_is_not_posted_by_it(self, client, picture, address, bo):
        answer = post(client, picture, "두고 온\n말", headers={**JSON, **OURS})
        assert answer.status_code == 401
        log_in = client.get(answer.json()["log_in"])
        assert "두고 온" in log_in.content.decode()
        client.force_login(bo)
        back = client.get(_next(answer.json()["log_in"]))
        assert back["Location"].endswith("#comment-form")
        state = client.get(f"/me/state/?page={picture.pk}").json()["comments"]
        assert state["draft"] == {"text": "두고 온\n말", "answers": ""}
        assert not Comment.objects.exists()

    def test_without_scripts_comes_back_on_a_page_of_its_own(self, strict, picture, ana, bo):
        top = say(ana, picture)
        answer = post(strict, picture, "두고 온 <말>", headers=OURS, answers=top.pk)
        assert answer.status_code == 303
        strict.force_login(bo)
        back = strict.get(_next(answer["Location"]))
        for _reload in range(2):
            page = strict.get(back["Location"]).content.decode()
            assert "두고 온 &lt;말&gt;</textarea>" in page
        fields = dict(re.findall(r'name="(\w+)" value="(\w+)"', page))
        done = strict.post(
            f"/pictures/{picture.pk}/comments/", {**fields, "text": "두고 온 <말>"}, headers=OURS
        )
        assert done.status_code == 303
        assert Comment.objects.get(author=bo).parent_id == top.pk
        assert "두고 온" not in strict.get(f"/me/comments/new/{picture.pk}/").content.decode()

    def test_from_another_site_is_refused(self, strict, picture):
        answer = post(strict, picture, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403


class TestPostWithoutScripts:
    def test_asks_once_more_and_then_posts(self, strict, picture, bo):
        strict.force_login(bo)
        asked = post(strict, picture, "한 번 더", headers=OURS)
        assert asked.status_code == 200
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', asked.content.decode())[1]
        done = post(strict, picture, "한 번 더", headers=OURS, csrfmiddlewaretoken=token)
        assert done.status_code == 303
        assert done["Location"].endswith(f"#comment-{Comment.objects.get().pk}")

    def test_pressed_twice_makes_one(self, client, picture, bo):
        client.force_login(bo)
        post(client, picture, headers=OURS)
        post(client, picture, headers=OURS)
        assert Comment.objects.count() == 1

    def test_keeps_the_words_that_were_refused(self, client, picture, bo):
        bo.emailaddress_set.update(verified=False)
        client.force_login(bo)
        answer = post(client, picture, "lange Worte", headers=OURS)
        assert answer.status_code == 422
        assert "lange Worte</textarea>" in answer.content.decode()


class TestEdit:
    def edit(self, client, comment, text="anders", headers=JSON):
        return client.post(f"/comments/{comment.pk}/edit/", {"text": text}, headers=headers)

    def test_answers_with_the_changed_comment(self, client, picture, bo):
        comment = say(bo, picture)
        client.force_login(bo)
        data = self.edit(client, comment).json()
        assert "anders" in data["html"]
        assert "data-comment-edited>" in data["html"]

    def test_is_its_author_s_alone(self, client, picture, ana, bo):
        comment = say(bo, picture)
        assert self.edit(client, comment).status_code == 404
        client.force_login(ana)
        assert self.edit(client, comment).status_code == 404
        comment.refresh_from_db()
        assert comment.text == "노을이 좋아요."

    def test_is_no_way_out_of_a_ban(self, client, picture, bo):
        comment = say(bo, picture)
        Ban.objects.create(user=bo, reason="spam")
        client.force_login(bo)
        assert self.edit(client, comment).status_code == 422

    def test_without_scripts_leads_back_to_the_comment(self, client, picture, bo):
        comment = say(bo, picture)
        client.force_login(bo)
        answer = self.edit(client, comment, headers=OURS)
        assert answer["Location"].endswith(f"#comment-{comment.pk}")
        refused = self.edit(client, comment, "", headers=OURS)
        assert refused.status_code == 422


class TestDelete:
    def test_is_its_author_s_alone(self, client, picture, ana, bo):
        comment = say(bo, picture)
        for user, status in ((None, 404), (ana, 404), (bo, 200)):
            if user:
                client.force_login(user)
            answer = client.post(f"/comments/{comment.pk}/delete/", headers={**JSON, **OURS})
            assert answer.status_code == status
        assert not Comment.objects.exists()
        assert counted(picture) == {0}

    def test_is_open_to_those_who_are_banned(self, client, picture, bo):
        comment = say(bo, picture)
        Ban.objects.create(user=bo, reason="spam")
        client.force_login(bo)
        assert client.post(f"/comments/{comment.pk}/delete/", headers=JSON).json()["deleted"]

    def test_needs_a_post_that_is_meant(self, strict, picture, bo):
        comment = say(bo, picture)
        strict.force_login(bo)
        address = f"/comments/{comment.pk}/delete/"
        assert strict.get(address).status_code == 405
        assert strict.post(address, headers={"Origin": "https://evil.example"}).status_code == 403
        assert strict.post(address, headers=OURS).status_code == 200  # the page that asks
        assert Comment.objects.exists()


class TestOwnPage:
    def test_offers_editing_and_deleting_to_the_author(self, client, picture, bo):
        comment = say(bo, picture, "meins")
        client.force_login(bo)
        page = client.get(f"/me/comments/{comment.pk}/").content.decode()
        assert "meins</textarea>" in page
        assert f'action="/comments/{comment.pk}/delete/"' in page

    def test_offers_a_report_to_others(self, client, picture, ana, bo):
        comment = say(ana, picture, "ihres")
        client.force_login(bo)
        page = client.get(f"/me/comments/{comment.pk}/").content.decode()
        assert f"/comments/{comment.pk}/report/" in page
        assert "<textarea" not in page.partition("comment-page")[2]

    def test_asks_visitors_to_log_in(self, client, picture, bo):
        comment = say(bo, picture)
        for address in (f"/me/comments/{comment.pk}/", f"/me/comments/new/{picture.pk}/"):
            answer = client.get(address)
            assert answer.status_code == 302
            assert "/accounts/login/" in answer["Location"]


class TestState:
    def ask(self, client, picture) -> dict:
        return client.get(f"/me/state/?page={picture.pk}").json()["comments"]

    def test_tells_which_are_mine_and_shows_those_that_wait(self, client, picture, ana, bo):
        mine, held = say(bo, picture), say(bo, picture, "wartet")
        set_state(comment=held, state=CommentState.HELD)
        theirs = say(ana, picture)
        set_state(comment=theirs, state=CommentState.HELD)
        client.force_login(bo)
        state = self.ask(client, picture)
        assert set(state["own"]) == {mine.pk, held.pk}
        assert {one["id"] for one in state["shown"]} == {mine.pk, held.pk}
        assert "wartet" in str(state["shown"])
        assert state["refusal"] is None

    def test_shows_held_ones_to_those_who_decide(self, client, picture, topic, ana, bo):
        topic.curators = [ana]
        topic.save_revision().publish()
        rule(picture, "hold")
        held = say(bo, picture)
        client.force_login(ana)
        assert [one["id"] for one in self.ask(client, picture)["shown"]] == [held.pk]

    def test_covers_those_of_people_one_blocks(self, client, picture, ana, bo):
        theirs = say(ana, picture)
        Block.objects.create(user=bo, blocked=ana)
        client.force_login(bo)
        assert self.ask(client, picture)["blocked"] == [theirs.pk]

    def test_tells_nothing_to_visitors_and_elsewhere(self, client, picture, topic, bo):
        assert "comments" not in client.get(f"/me/state/?page={picture.pk}").json()
        client.force_login(bo)
        assert "comments" not in client.get(f"/me/state/?page={topic.pk}").json()


def _next(log_in: str) -> str:
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(log_in).query)["next"][0]
