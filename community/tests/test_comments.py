"""Writing, editing, deleting comments, and what curators make of them."""

from __future__ import annotations

import pytest

from community.comments import NotWritten, delete_comment, edit_comment, set_state
from community.mentions import mentioned
from community.models import Block, Comment, CommentState, Mention, Notification
from community.profiles import set_nickname
from community.tests.comment_cast import aged, counted, rule, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("old_accounts")]

LINK = "보세요 https://example.com/"


@pytest.fixture
def picture(hang, ana):
    picture = hang("등대")
    assert picture.author == ana
    return picture


@pytest.fixture
def cy(django_user_model):
    return aged(django_user_model.objects.create_user("cy2", "cy2@example.com", "cy"), days=30)


def told(user) -> list[str]:
    return list(
        Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True)
    )


class TestWriteComment:
    def test_is_shown_and_counted_at_once(self, picture, bo):
        comment = say(bo, picture, "  좋아요\r\n")
        assert (comment.text, comment.state) == ("좋아요", CommentState.VISIBLE)
        assert counted(picture) == {1}

    def test_sent_twice_by_one_form_is_written_once(self, picture, bo, ana):
        first = say(bo, picture, token="a-form-of-bo")
        assert say(bo, picture, "other words", token="a-form-of-bo") == first
        assert say(ana, picture, token="a-form-of-bo") != first
        assert counted(picture) == {2}

    def test_answers_stand_one_level_deep(self, picture, ana, bo):
        top = say(bo, picture)
        reply = say(ana, picture, answers=top)
        deeper = say(bo, picture, answers=reply)
        assert reply.parent_id == deeper.parent_id == top.pk

    def test_answers_only_what_stands_below_the_same_picture(self, picture, hang, bo):
        other = say(bo, hang("Boats", seed=2))
        with pytest.raises(NotWritten):
            say(bo, picture, answers=other)

    @pytest.mark.parametrize("state", [CommentState.HELD, CommentState.HIDDEN])
    def test_answers_nothing_that_cannot_be_read(self, picture, bo, state):
        top = say(bo, picture)
        set_state(comment=top, state=state)
        with pytest.raises(NotWritten):
            say(bo, picture, answers=Comment.objects.get(pk=top.pk))
        assert Comment.objects.count() == 1

    def test_tells_author_answered_and_named_once_each(self, picture, ana, bo, cy):
        set_nickname(cy.profile, "해인")
        top = say(cy, picture)
        say(bo, picture, "@해인님, 저도요. @ana", answers=top)
        assert told(cy) == ["reply"]
        assert told(ana) == ["comment", "mention"]
        assert told(bo) == []

    @pytest.mark.parametrize("by", ["picture", "answers", "name"])
    def test_is_refused_where_somebody_blocks_its_author(self, picture, ana, bo, cy, by):
        top = say(cy, picture)
        Block.objects.create(user=ana if by == "picture" else cy, blocked=bo)
        with pytest.raises(NotWritten):
            say(
                bo,
                picture,
                "@cy2 안녕" if by == "name" else "안녕",
                answers=top if by == "answers" else None,
            )
        assert counted(picture) == {1}


class TestPolicy:
    def test_closed_takes_none(self, picture, bo):
        rule(picture, "closed")
        with pytest.raises(NotWritten):
            say(bo, picture)

    def test_hold_keeps_them_for_a_curator(self, picture, ana, bo):
        rule(picture, "hold")
        assert say(bo, picture).state == CommentState.HELD
        assert counted(picture) == {0}
        assert told(ana) == []

    def test_of_a_topic_is_inherited_and_overruled(self, picture, topic, bo):
        rule(topic, "hold")
        assert say(bo, picture).state == CommentState.HELD
        rule(picture, "open")
        assert say(bo, picture, "nochmal").state == CommentState.VISIBLE

    def test_lets_those_who_decide_speak(self, picture, topic, ana):
        topic.curators = [ana]
        topic.save_revision().publish()
        rule(topic, "hold")
        assert say(ana, picture).state == CommentState.VISIBLE

    @pytest.mark.parametrize(
        ("age", "text", "state"),
        [
            ({"hours": 1}, "좋아요", "visible"),
            ({"hours": 1}, LINK, "held"),
            ({"days": 2}, LINK, "visible"),
            ({"days": 2}, f"{LINK} {LINK} {LINK}", "held"),
            ({"days": 30}, f"{LINK} {LINK} {LINK}", "visible"),
            ({"days": 30}, f"{LINK} " * 6, "held"),
        ],
    )
    def test_lets_links_of_new_accounts_wait(self, picture, bo, age, text, state):
        assert say(aged(bo, **age), picture, text).state == state


class TestEditComment:
    def test_changes_the_words_and_marks_them(self, picture, bo):
        comment = edit_comment(comment=say(bo, picture), typed="더 좋아요")
        comment.refresh_from_db()
        assert comment.text == "더 좋아요"
        assert comment.edited_at
        assert counted(picture) == {1}

    def test_with_the_same_words_marks_nothing(self, picture, bo):
        assert edit_comment(comment=say(bo, picture), typed="노을이 좋아요.\n").edited_at is None

    def test_is_screened_again(self, picture, bo):
        comment = say(aged(bo, hours=1), picture)
        assert edit_comment(comment=comment, typed=LINK).state == CommentState.HELD
        assert counted(picture) == {0}
        assert edit_comment(comment=comment, typed="ohne").state == CommentState.HELD

    def test_of_one_a_curator_hid_is_refused(self, picture, bo):
        comment = say(bo, picture)
        set_state(comment=comment, state=CommentState.HIDDEN)
        with pytest.raises(NotWritten):
            edit_comment(comment=comment, typed="again")

    def test_that_comes_after_a_curator_does_not_show_it_again(self, picture, bo):
        comment = say(bo, picture)
        stale = Comment.objects.get(pk=comment.pk)
        set_state(comment=comment, state=CommentState.HIDDEN)
        with pytest.raises(NotWritten):
            edit_comment(comment=stale, typed="again")
        assert counted(picture) == {0}

    def test_forgets_whom_it_no_longer_names(self, picture, bo, cy, ana):
        comment = say(bo, picture, "@cy2")
        edit_comment(comment=comment, typed="@ana")
        assert list(Mention.objects.values_list("user_id", "nickname")) == [(ana.pk, "ana")]


class TestDeleteComment:
    def test_removes_the_row(self, picture, bo):
        comment = say(bo, picture)
        assert delete_comment(comment=comment)
        assert not delete_comment(comment=comment)
        assert not Comment.objects.exists()
        assert counted(picture) == {0}

    def test_keeps_the_row_without_words_while_it_has_replies(self, picture, ana, bo):
        top = say(bo, picture, "geheim @ana")
        reply = say(ana, picture, answers=top)
        delete_comment(comment=top)
        top.refresh_from_db()
        assert (top.state, top.text, top.author) == (CommentState.DELETED, "", None)
        assert not Mention.objects.exists()
        assert counted(picture) == {1}
        delete_comment(comment=reply)
        assert not Comment.objects.exists()
        assert counted(picture) == {0}

    def test_of_a_held_one_counts_nothing(self, picture, bo):
        rule(picture, "hold")
        delete_comment(comment=say(bo, picture))
        assert counted(picture) == {0}


class TestSetState:
    def test_counts_what_visitors_may_read(self, picture, bo):
        comment = say(bo, picture)
        assert set_state(comment=comment, state=CommentState.HIDDEN, reason="spam")
        assert not set_state(comment=comment, state=CommentState.HIDDEN)
        assert counted(picture) == {0}
        assert set_state(comment=comment, state=CommentState.VISIBLE)
        assert counted(picture) == {1}

    def test_announces_a_held_one_when_it_is_shown(self, picture, ana, bo):
        rule(picture, "hold")
        comment = say(bo, picture)
        set_state(comment=comment, state=CommentState.VISIBLE)
        set_state(comment=comment, state=CommentState.HIDDEN)
        set_state(comment=comment, state=CommentState.VISIBLE)
        assert told(ana) == ["comment"]

    def test_leaves_deleted_ones_deleted(self, picture, ana, bo):
        top = say(bo, picture)
        say(ana, picture, answers=top)
        delete_comment(comment=top)
        assert not set_state(comment=top, state=CommentState.VISIBLE)


class TestMentioned:
    @pytest.fixture(autouse=True)
    def names(self, ana, bo, cy):
        set_nickname(ana.profile, "해인")
        set_nickname(bo.profile, "해인 둘")
        set_nickname(cy.profile, "Hae In")

    @pytest.mark.parametrize(
        ("text", "who"),
        [
            ("@해인", {"ana": "해인"}),
            ("안녕 @해인님께서도", {"ana": "해인"}),
            ("(@해인)", {"ana": "해인"}),
            ("@해인 둘도 왔어요", {"bo": "해인 둘"}),
            ("@해인둘 왔어요", {"bo": "해인둘"}),
            ("@hae in, look", {"cy2": "hae in"}),
            ("@해인 @해인 @Hae In", {"ana": "해인", "cy2": "Hae In"}),
            ("@해인이라는사람", {}),
            ("mail@해인", {}),
            ("@nobody", {}),
            ("@ 해인", {}),
        ],
    )
    def test_finds_the_longest_name(self, text, who, ana, bo, cy):
        ids = {user.username: user.pk for user in (ana, bo, cy)}
        assert mentioned(text) == {ids[name]: typed for name, typed in who.items()}

    def test_asks_once_whatever_is_typed(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(1):
            mentioned("@a" * 1000)
