"""What holds in a topic holds in the topics inside it, until one says otherwise."""

from __future__ import annotations

import pytest

from community.comment_policy import policy_of
from community.comment_rows import surroundings
from community.models import CommentPolicy, PageRules
from community.rights import may_moderate
from topics.factories import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def inner(topic):
    return open_topic("호수", under=topic)


@pytest.fixture
def picture(inner, hang):
    return hang("호수의 밤", topic=inner)


def rule(page, comments) -> None:
    PageRules.objects.update_or_create(page_id=page.pk, defaults={"comments": comments})


class TestRuleForComments:
    def test_is_that_of_the_nearest_topic(self, topic, inner, picture):
        rule(topic, CommentPolicy.CLOSED)
        assert policy_of(picture) == CommentPolicy.CLOSED
        assert surroundings([], picture).policy == CommentPolicy.CLOSED
        rule(inner, CommentPolicy.HOLD)
        assert policy_of(picture) == CommentPolicy.HOLD
        rule(picture, CommentPolicy.OPEN)
        assert policy_of(picture) == CommentPolicy.OPEN
        assert surroundings([], picture).policy == CommentPolicy.OPEN

    def test_is_inherited_where_a_topic_says_nothing(self, topic, inner, picture):
        rule(topic, CommentPolicy.HOLD)
        rule(inner, CommentPolicy.INHERIT)
        assert policy_of(picture) == CommentPolicy.HOLD
        assert surroundings([], picture).policy == CommentPolicy.HOLD


class TestCurator:
    def test_decides_inside_the_topic_that_names_them(self, topic, picture, ana):
        topic.curators = [ana]
        topic.save_revision().publish()
        assert may_moderate(ana, picture)
        assert surroundings([], picture).curators == {ana.pk}
