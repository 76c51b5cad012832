"""Topics inside topics: addresses, lists, what hides them, and where they may lie."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, PageViewRestriction

from pictures import bulk
from pictures.models import PicturePage, Placement, Total
from topics.factories import open_topic
from topics.models import DEEPEST, TopicPage

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


@pytest.fixture
def inner(topic) -> TopicPage:
    return open_topic("호수", under=topic)


@pytest.fixture
def picture(inner, hang) -> PicturePage:
    return hang("호수의 밤", topic=inner)


def total(page: Page) -> int:
    return Total.objects.filter(pk=page.pk).values_list("pictures", flat=True).first() or 0


class TestAddress:
    def test_leads_to_topic_and_picture_at_every_level(self, client, topic, inner, picture):
        address = f"/topics/{topic.slug}/{inner.slug}/"
        assert client.get(address).context["page"] == inner
        assert client.get(f"{address}{picture.slug}/").context["page"] == picture

    def test_leads_nowhere_for_a_name_that_is_not_there(self, client, topic, inner):
        assert client.get(f"/topics/{topic.slug}/{inner.slug}/none/").status_code == 404
        assert client.get(f"/topics/{topic.slug}/none/none/").status_code == 404


class TestTopic:
    def test_shows_what_hangs_in_topics_inside_it(self, client, topic, inner, picture):
        for page in (topic, inner):
            answer = client.get(page.url)
            assert [card.id for card in answer.context["card_page"].cards] == [picture.pk]
            assert total(page) == 1

    def test_lists_the_topics_right_inside_it(self, client, topic, inner, picture):
        open_topic("빈 주제", under=topic)
        found = client.get(topic.url).context["inner_topics"]
        assert [(each["title"], each["total"]) for each in found] == [("호수", 1)]
        assert client.get(inner.url).context["inner_topics"] == []

    def test_is_told_above_what_hangs_in_it(self, client, topic, inner, picture):
        assert f'href="{topic.url}"' in client.get(inner.url).content.decode()
        crumbs = client.get(picture.url).content.decode().partition('class="crumbs"')[2]
        assert f'href="{topic.url}"' in crumbs
        assert f'href="{inner.url}"' in crumbs

    def test_stands_in_the_list_of_topics_only_at_the_top(self, client, topic, inner, picture):
        cards = client.get("/topics/").context["topics"]
        assert [card.title for card in cards] == [topic.title]

    def test_may_lie_only_so_deep(self, topic):
        deep = topic
        while deep.depth < DEEPEST:
            deep = open_topic(f"{deep.depth}", under=deep)
        assert TopicPage.can_create_at(topic)
        assert not TopicPage.can_create_at(deep)
        other = open_topic("other")
        assert other.can_move_to(topic)
        assert not topic.can_move_to(other)

    def test_has_a_name_of_its_own_wherever_it_lies(self, topic, inner):
        with pytest.raises(ValidationError):
            open_topic("호수", under=inner)


class TestHiddenTopic:
    @pytest.mark.parametrize("hide", ["unpublish", "restrict"])
    def test_hides_what_is_inside(self, client, topic, inner, picture, hide):
        if hide == "unpublish":
            topic.unpublish()
        else:
            PageViewRestriction.objects.create(page=topic, restriction_type="login")
        for page in (topic, inner, picture):
            assert client.get(page.url).status_code != 200
        assert total(topic) == total(inner) == 0
        assert client.get("/topics/").context["topics"] == []

    def test_inside_another_hides_only_its_own(self, client, topic, inner, picture, hang):
        own = hang("노을", seed=2)
        inner.unpublish()
        answer = client.get(topic.url)
        assert [card.id for card in answer.context["card_page"].cards] == [own.pk]
        assert answer.context["inner_topics"] == []
        assert total(topic) == 1


class TestMovedTopic:
    def test_takes_its_pictures_out_of_the_topics_it_leaves(self, topic, inner, picture):
        other = open_topic("바다")
        inner.move(other, pos="last-child")
        places = Placement.objects.filter(picture=picture).values_list("topic__slug", flat=True)
        assert set(places) == {"home", other.slug, inner.slug}
        assert (total(topic), total(other)) == (0, 1)

    def test_keeps_them_elsewhere(self, topic, inner, picture):
        other = open_topic("바다")
        Placement.objects.create(topic=other, picture=picture)
        inner.move(topic.get_parent(), pos="last-child")
        places = Placement.objects.filter(picture=picture).values_list("topic__slug", flat=True)
        assert set(places) == {"home", other.slug, inner.slug}


class TestManyPictures:
    def test_stand_in_the_lists_of_all_topics_above(self, topic, inner, hang):
        image = hang("처음").image
        pictures = [
            PicturePage(title=f"{n}", slug=f"n-{n}", image=image, alt_text="a") for n in range(3)
        ]
        bulk.add_pictures(inner, pictures)
        assert (total(topic), total(inner)) == (4, 3)
