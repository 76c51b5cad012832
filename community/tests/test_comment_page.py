"""Comments as the picture's page prints them, the same for everyone."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.comment_threads import REPLIES, THREADS
from community.comments import delete_comment, set_state
from community.models import Ban, Comment, CommentState
from community.profiles import set_nickname
from community.tests.comment_cast import rule, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("old_accounts")]


@pytest.fixture
def picture(hang):
    return hang("등대")


@pytest.fixture
def address(topic, picture) -> str:
    return f"/topics/{topic.slug}/{picture.slug}/"


def talk(picture, author, number: int, parent=None) -> list[Comment]:
    """`number` comments, written behind the back of the use case: quickly."""
    now = timezone.now()
    return [
        Comment.objects.create(
            picture=picture, author=author, parent=parent, text=f"말 {index}", created_at=now
        )
        for index in range(number)
    ]


def ids(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-comment="(\d+)"', html)]


def shown(client, address: str) -> list[int]:
    answer = client.get(address)
    assert answer.status_code == 200
    return ids(answer.content.decode())


class TestPage:
    def test_prints_words_name_badge_and_address(self, client, address, picture, ana, bo):
        set_nickname(bo.profile, "해인")
        comment = say(ana, picture, "@해인 <b>보세요</b>\nhttps://example.com/a")
        html = client.get(address).content.decode()
        assert f'href="/comments/{comment.pk}/"' in html
        assert '<a class="mention" href="/people/%ED%95%B4%EC%9D%B8/">@해인</a>' in html
        assert "&lt;b&gt;보세요&lt;/b&gt;\n<a href=" in html
        assert 'rel="nofollow ugc noopener">https://example.com/a</a>' in html
        assert "comment-badge" in html  # Ana is the picture's author
        assert html.count("comment-badge") == 1

    def test_marks_curators_of_the_topic(self, client, address, picture, topic, bo):
        topic.curators = [bo]
        topic.save_revision().publish()
        say(bo, picture)
        assert "comment-badge" in client.get(address).content.decode()

    def test_links_a_name_to_what_its_owner_is_called_now(self, client, address, picture, bo, ana):
        say(ana, picture, "@bo")
        set_nickname(bo.profile, "모노")
        html = client.get(address).content.decode()
        assert '<a class="mention" href="/people/%EB%AA%A8%EB%85%B8/">@bo</a>' in html

    def test_shows_what_visitors_may_read_to_everyone_alike(
        self, client, address, picture, ana, bo
    ):
        seen = say(bo, picture, "sichtbar")
        for state in (CommentState.HELD, CommentState.HIDDEN):
            set_state(comment=say(bo, picture, f"geheim {state}"), state=state)
        pages = [client.get(address).content]
        for user in (bo, ana):
            client.force_login(user)
            pages.append(client.get(address).content)
        assert len(set(pages)) == 1
        assert "geheim" not in pages[0].decode()
        assert ids(pages[0].decode()) == [seen.pk]

    @pytest.mark.parametrize("state", [CommentState.HELD, CommentState.HIDDEN, "deleted"])
    def test_keeps_the_place_of_a_gone_one_while_it_has_replies(
        self, client, address, picture, ana, bo, state
    ):
        top = say(bo, picture, "geheim")
        reply = say(ana, picture, "Antwort", answers=top)
        if state == "deleted":
            delete_comment(comment=top)
        else:
            set_state(comment=top, state=state)
        html = client.get(address).content.decode()
        assert ids(html) == [top.pk, reply.pk]
        assert "geheim" not in html
        assert "/people/bo/" not in html

    def test_says_that_comments_are_closed_and_offers_no_form(self, client, address, picture, bo):
        say(bo, picture)
        rule(picture, "closed")
        html = client.get(address).content.decode()
        assert 'id="comment-form"' not in html
        assert "data-comment-reply" not in html
        assert "talk-closed" in html

    def test_names_nobody_who_is_leaving_and_leads_to_nobody_who_is_banned(
        self, client, address, picture, ana, bo
    ):
        say(ana, picture)
        say(bo, picture)
        Ban.objects.create(user=ana, reason="spam")
        bo.profile.hidden_at = timezone.now()
        bo.profile.save()
        section = client.get(address).content.decode().partition('id="comments"')[2]
        names = re.findall(r"comment-name\"[^>]*>([^<]+)<", section)
        assert len(names) == 2
        assert "bo" not in names
        assert "ana" in names
        assert "/people/ana/" not in section.partition("</section>")[0]

    def test_costs_the_same_at_2_and_60_comments(self, client, address, picture, ana, bo):
        def cost() -> int:
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            return len(queries)

        talk(picture, bo, 2)
        client.get(address)
        few = cost()
        for top in talk(picture, bo, 58):
            talk(picture, ana, 5, parent=top)
        assert cost() == few


class TestCursor:
    def test_leads_through_all_threads_newest_first(self, client, address, picture, bo):
        tops = [comment.pk for comment in talk(picture, bo, THREADS * 2 + 3)][::-1]
        seen, here = [], address
        while here:
            html = client.get(here).content.decode()
            seen += ids(html)
            found = re.search(r'<a[^>]*href="([^"]*comments_after=\d+)#comments"', html)
            here = found[1] if found else ""
        assert seen == tops

    def test_shows_the_first_replies_and_leads_to_the_rest(self, client, address, picture, bo):
        top = talk(picture, bo, 1)[0]
        replies = [comment.pk for comment in talk(picture, bo, REPLIES + 4, parent=top)]
        html = client.get(address).content.decode()
        assert ids(html) == [top.pk, *replies[:REPLIES]]
        more = re.search(r'href="([^"]*comments_thread=[^"]*)#comments"', html)[1]
        assert shown(client, more.replace("&amp;", "&")) == [top.pk, *replies[REPLIES:]]

    def test_is_not_moved_by_what_is_written_meanwhile(self, client, address, picture, bo):
        tops = [comment.pk for comment in talk(picture, bo, THREADS + 1)]
        talk(picture, bo, 5)
        assert shown(client, f"{address}?comments_after={tops[1]}") == [tops[0]]

    @pytest.mark.parametrize(
        "query", ["comments_after=x", "comments_after=-1", "comments_thread=٣", "replies_after=1e9"]
    )
    def test_tells_of_an_address_it_does_not_understand(self, client, address, picture, bo, query):
        top = say(bo, picture)
        answer = client.get(f"{address}?{query}")
        assert ids(answer.content.decode()) == [top.pk]
        assert 'class="notice' in answer.content.decode().partition('id="comments"')[2]

    def test_takes_any_number(self, client, address, picture, bo):
        say(bo, picture)
        assert shown(client, f"{address}?comments_after={'9' * 18}")
        assert shown(client, f"{address}?comments_thread={'9' * 18}") == []

    def test_of_the_fragment_is_the_page_s_own(self, client, address, picture, bo):
        tops = [comment.pk for comment in talk(picture, bo, THREADS + 3)][::-1]
        answer = client.get(f"/pictures/{picture.pk}/comments/list/?comments_after={tops[19]}")
        assert ids(answer.content.decode()) == tops[20:]
        assert "public" in answer["Cache-Control"]
        assert not answer.cookies


class TestPermalink:
    def test_leads_to_the_page_that_shows_it(self, client, address, picture, bo):
        tops = talk(picture, bo, THREADS + 5)
        replies = talk(picture, bo, REPLIES + 5, parent=tops[0])
        for comment in (tops[-1], tops[5], tops[4], tops[0], replies[0], replies[-1]):
            answer = client.get(f"/comments/{comment.pk}/")
            assert answer.status_code == 302
            place, _hash, anchor = answer["Location"].partition("#")
            assert anchor == f"comment-{comment.pk}"
            assert comment.pk in shown(client, place)

    def test_of_a_held_one_leads_its_author_and_its_curators_to_it(
        self, client, picture, topic, ana, bo, django_user_model
    ):
        topic.curators = [ana]
        topic.save_revision().publish()
        rule(picture, "hold")
        comment = say(bo, picture, "geheim")
        other = django_user_model.objects.create_user("dee", "dee@example.com", "dee")
        assert client.get(f"/comments/{comment.pk}/").status_code == 404
        for user, status in ((bo, 302), (ana, 302), (other, 404)):
            client.force_login(user)
            answer = client.get(f"/comments/{comment.pk}/")
            assert answer.status_code == status
            own = client.get(f"/me/comments/{comment.pk}/")
            assert own.status_code == (200 if status == 302 else 404)
            assert ("geheim" in own.content.decode()) == (status == 302)

    def test_of_a_picture_that_is_not_public_leads_nowhere(self, client, picture, bo):
        comment = say(bo, picture)
        picture.unpublish()
        assert client.get(f"/comments/{comment.pk}/").status_code == 404
        assert client.get(f"/pictures/{picture.pk}/comments/list/").status_code == 404
