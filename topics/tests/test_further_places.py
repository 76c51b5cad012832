"""Pictures that hang in other topics, too."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry, PageViewRestriction

from pictures.models import PicturePage, Placement, Total
from topics import hanging
from topics.factories import open_topic
from topics.models import TopicPage

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


@pytest.fixture
def other(topic) -> TopicPage:
    return open_topic("바다")


@pytest.fixture
def picture(hang) -> PicturePage:
    return hang("물가")


def shown(client, topic: TopicPage) -> list[int]:
    return [card.id for card in client.get(topic.url).context["card_page"].cards]


def total(topic: TopicPage) -> int:
    return Total.objects.filter(pk=topic.pk).values_list("pictures", flat=True).first() or 0


class TestPicture:
    def test_hangs_in_another_topic_as_soon_as_a_curator_says_so(self, client, ana, other, picture):
        hanging.hang(picture, other, user=ana)
        hanging.hang(picture, other, user=ana)
        assert shown(client, other) == [picture.pk]
        assert total(other) == 1
        assert PageLogEntry.objects.filter(page=other.pk, action=hanging.HUNG).exists()

    def test_brings_its_numbers_along(self, ana, other, picture):
        Placement.objects.filter(picture=picture).update(popularity=7)
        hanging.hang(picture, other, user=ana)
        assert Placement.objects.get(picture=picture, topic=other).popularity == 7

    def test_is_taken_down_again(self, client, ana, other, picture):
        hanging.hang(picture, other, user=ana)
        hanging.take_down(picture, other, user=ana)
        assert shown(client, other) == []
        assert total(other) == 0

    def test_stays_in_its_own_topic(self, ana, topic, picture):
        for act in (hanging.take_down, hanging.reject, hanging.hang):
            with pytest.raises(hanging.HangingError):
                act(picture, topic, user=ana)

    def test_is_shown_nowhere_as_a_draft(self, client, ana, other, hang):
        draft = hang("Draft", publish=False)
        hanging.hang(draft, other, user=ana)
        assert shown(client, other) == []
        draft.save_revision().publish()
        assert shown(client, other) == [draft.pk]

    def test_goes_from_all_topics_with_its_own(self, client, ana, topic, other, picture):
        hanging.hang(picture, other, user=ana)
        topic.unpublish()
        assert shown(client, other) == []
        assert total(other) == 0

    @pytest.mark.parametrize("how", ["unpublish", "restrict"])
    def test_is_not_counted_where_the_other_topic_is_hidden(self, ana, topic, other, picture, how):
        hanging.hang(picture, other, user=ana)
        if how == "unpublish":
            other.unpublish()
        else:
            PageViewRestriction.objects.create(page=other, restriction_type="login")
        assert total(other) == 0
        assert total(topic) == 1

    def test_comes_back_with_the_other_topic(self, ana, other, picture):
        hanging.hang(picture, other, user=ana)
        other.unpublish()
        other.save_revision().publish()
        assert total(other) == 1

    def test_that_was_rejected_hangs_when_it_is_moved_there(self, ana, other, picture):
        hanging.hang(picture, other, user=ana)
        hanging.reject(picture, other, user=ana)
        picture.move(other, pos="last-child")
        assert total(other) == 1


class TestPanel:
    def test_adds_and_takes_away(self, client, ana, other, picture):
        client.force_login(ana)
        address = reverse("topic_admin:places", args=[picture.pk])
        assert "바다" in client.post(address, {"add": other.pk}).content.decode()
        assert total(other) == 1
        assert client.post(address, {"add": other.pk}).status_code == 200
        client.post(address, {"remove": other.pk})
        assert total(other) == 0

    def test_refuses_the_picture_s_own_topic_and_nonsense(self, client, ana, topic, picture):
        client.force_login(ana)
        address = reverse("topic_admin:places", args=[picture.pk])
        for sent in ({"remove": topic.pk}, {"add": "x"}, {}, {"add": "9" * 30}):
            assert client.post(address, sent).status_code == 409

    def test_stands_in_the_form(self, client, ana, other, picture):
        client.force_login(ana)
        form = client.get(reverse("wagtailadmin_pages:edit", args=[picture.pk])).content.decode()
        assert f'data-places-url-value="{reverse("topic_admin:places", args=[picture.pk])}"' in form
        assert f'<option value="{other.pk}">' in form
