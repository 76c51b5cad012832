"""The public copies of a topic's cover are there as long as the public sees the topic."""

from __future__ import annotations

import pytest
from wagtail.models import Page, PageViewRestriction

from pictures.factories import store_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def cover(topic, ana, django_capture_on_commit_callbacks):
    """An image that no picture shows."""
    image = store_image(5, user=ana)
    with django_capture_on_commit_callbacks(execute=True):
        topic.cover = image
        topic.save_revision().publish()
    assert image.renditions.exists()
    return image


def unpublish(topic):
    topic.unpublish()


def restrict(topic):
    PageViewRestriction.objects.create(page=topic, restriction_type="login")


def restrict_index(topic):
    PageViewRestriction.objects.create(page=topic.get_parent(), restriction_type="login")


def unpublish_index(topic):
    topic.get_parent().specific.unpublish()


def delete(topic):
    Page.objects.get(pk=topic.pk).delete()


@pytest.mark.parametrize("hide", [unpublish, restrict, restrict_index, unpublish_index, delete])
def test_go_when_the_topic_is_hidden(topic, cover, hide, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        hide(topic)
    assert not cover.renditions.exists()


def test_come_back_with_the_topic(topic, cover, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=topic, restriction_type="login")
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
    assert cover.renditions.exists()
