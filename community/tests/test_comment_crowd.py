"""Many people at once below one picture."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from community.comments import NotWritten, delete_comment, set_state
from community.models import Comment, CommentState
from community.tests.comment_cast import counted, say
from pictures.models import PicturePage

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.mariadb,
]

PEOPLE = 64


@pytest.fixture
def picture(hang) -> PicturePage:
    return hang("등대")


@pytest.fixture
def crowd(django_user_model) -> list:
    month_ago = timezone.now() - timedelta(days=30)
    return [
        django_user_model.objects.create_user(f"member-{number}", date_joined=month_ago)
        for number in range(PEOPLE)
    ]


def at_once(actions: list[Callable[[], object]]) -> list[object]:
    """What each action returns; all begin at the same moment, on connections of their own."""
    start = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        try:
            start.wait(30)
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


class TestCrowd:
    def test_64_comments_at_once_are_64_rows_and_a_count_of_64(self, picture, crowd):
        at_once([lambda user=user: say(user, picture, f"안녕 {user.pk}") for user in crowd])
        assert Comment.objects.filter(state=CommentState.VISIBLE).count() == PEOPLE
        assert counted(picture) == {PEOPLE}

    def test_one_form_sent_16_times_at_once_is_one_comment(self, picture, bo):
        written = at_once([lambda: say(bo, picture, token="one-form-of-bo").pk] * 16)
        assert len(set(written)) == 1
        assert Comment.objects.count() == 1
        assert counted(picture) == {1}

    def test_replies_and_the_deletion_of_what_they_answer_agree(self, picture, bo, crowd):
        top = say(bo, picture)

        def answer(user) -> None:
            with suppress(NotWritten):  # it was deleted sooner
                say(user, picture, answers=top)

        replies = [lambda user=user: answer(user) for user in crowd[:15]]
        at_once([*replies, lambda: delete_comment(comment=top)])
        visible = Comment.objects.filter(state=CommentState.VISIBLE)
        assert counted(picture) == {visible.count()}
        assert not visible.filter(parent=None).exists()
        assert Comment.objects.filter(pk=top.pk).exists() == visible.exists()

    def test_decisions_at_once_count_once(self, picture, bo):
        comment = say(bo, picture)

        def decide(state: CommentState) -> bool:
            return set_state(comment=Comment.objects.get(pk=comment.pk), state=state)

        hidden, shown = CommentState.HIDDEN, CommentState.VISIBLE
        at_once([lambda state=state: decide(state) for state in (hidden, shown) * 8])
        is_visible = Comment.objects.get().state == shown
        assert counted(picture) == {int(is_visible)}
