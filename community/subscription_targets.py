"""What can be subscribed to: topics, people, tags, as the public sees them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from community.models import Profile
from community.people import person_address
from pictures.addresses import page_address
from pictures.visibility import is_public
from topics.models import TopicPage

KINDS = {"topic": _("Topics"), "person": _("People"), "tag": _("Tags")}


@dataclass(frozen=True, slots=True)
class Target:
    """`kind` is the name of the subscription's key as well."""

    kind: str
    id: int
    title: str
    url: str
    language: str = ""


def find(kind: str, pk: int) -> Target | None:
    """The target with its address in the active language; None where the public sees none."""
    return _FINDERS[kind](pk)


def _topic(pk: int) -> Target | None:
    topic = TopicPage.objects.filter(pk=pk).first()
    if topic is None or not is_public(topic):
        return None
    return topic_target(topic.pk, topic.title, topic.url_path, topic.content_language)


def _person(pk: int) -> Target | None:
    name = Profile.objects.shown().filter(user_id=pk).values_list("nickname", flat=True).first()
    return None if name is None else person_target(pk, name)


def _tag(pk: int) -> Target | None:
    row = Tag.objects.filter(pk=pk).values_list("name", "slug").first()
    return None if row is None else tag_target(pk, *row)


_FINDERS = {"topic": _topic, "person": _person, "tag": _tag}


def topic_target(pk: int, title: str, url_path: str, language: str) -> Target:
    return Target("topic", pk, title, page_address(url_path), language)


def person_target(pk: int, nickname: str) -> Target:
    return Target("person", pk, nickname, person_address(nickname))


def tag_target(pk: int, name: str, slug: str) -> Target:
    return Target("tag", pk, f"#{name}", reverse("tag", args=[slug]))
