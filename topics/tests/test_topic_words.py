"""The words of a topic: headings, paragraphs, quotes, and pictures that hang on the site."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from topics.factories import open_topic
from topics.models import TopicPage

pytestmark = pytest.mark.django_db


def write(topic: TopicPage, *parts) -> None:
    topic.body = [{"type": kind, "value": value} for kind, value in parts]
    topic.save_revision().publish()


def words(client, topic) -> str:
    body = client.get(topic.url).content.decode()
    return body.partition('class="topic-words"')[2].partition("list-bar")[0]


class TestWords:
    def test_are_shown_in_their_order(self, client, topic, hang):
        one, two = hang("One", seed=1), hang("Two", seed=2)
        write(
            topic,
            ("heading", "머리말"),
            ("paragraph", f'<p>본문 <a linktype="page" id="{one.pk}">그림</a></p>'),
            ("quote", {"text": "말 <b>", "source": "누구"}),
            ("picture", {"picture": one.pk, "caption": "설명"}),
            ("pictures", [one.pk, two.pk]),
        )
        shown = words(client, topic)
        places = [shown.index(part) for part in ("머리말", "본문", "말 &lt;b&gt;", "설명")]
        assert places == sorted(places)
        assert shown.count(f'href="{one.url}"') == 3
        assert shown.count(f'href="{two.url}"') == 1

    def test_leave_out_pictures_that_are_not_public(self, client, topic, hang):
        secret = hang("Secret", seed=1)
        write(topic, ("picture", {"picture": secret.pk, "caption": "Hidden words"}))
        secret.unpublish()
        body = client.get(topic.url).content.decode()
        assert "Hidden words" not in body
        assert secret.url not in body

    def test_cost_one_query_more_however_many_pictures_they_show(
        self, client, topic, hang, django_assert_max_num_queries
    ):
        pictures = [hang(f"{number}", seed=number) for number in range(1, 5)]
        topic = open_topic("Inner", under=topic)
        write(topic, ("pictures", [picture.pk for picture in pictures]), ("heading", "a"))
        client.get(topic.url)
        cache.clear()
        with django_assert_max_num_queries(10):
            client.get(topic.url)

    def test_are_written_in_the_form_of_the_topic(self, client, ana, topic):
        client.force_login(ana)
        form = client.get(reverse("wagtailadmin_pages:edit", args=[topic.pk])).content.decode()
        assert "body-count" in form or 'id="body"' in form
