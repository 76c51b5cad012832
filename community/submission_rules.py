"""Which topics take pictures from members, and what they tell them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from community.models import PageRules
from pictures import visibility
from pictures.composed import composed
from topics.models import TopicPage


@dataclass(frozen=True, slots=True)
class SubmissionRules:
    """`words` is what members should know before they send something; may be empty."""

    takes: bool
    words: str = ""


def rules_of(topic_id: int) -> SubmissionRules:
    """The rules of a topic. One query; a topic without a row takes nothing."""
    row = next(iter(_rules(page_id=topic_id)), None)
    return SubmissionRules(row is not None, row.submission_words if row else "")


@composed
def _rules(*, page_id: int) -> QuerySet[PageRules]:
    return PageRules.objects.filter(page_id=page_id, takes_submissions=True)[:1]


def open_topics() -> QuerySet[TopicPage]:
    """Topics that take submissions and are public, by title."""
    pages = PageRules.objects.filter(takes_submissions=True).values_list("page_id", flat=True)
    topics = TopicPage.objects.filter(pk__in=list(pages)).live().public()
    return topics.order_by("title", "pk")


def open_topic(topic_id: int | str | None) -> TopicPage | None:
    """The public topic that takes submissions under this id."""
    if topic_id is None or not str(topic_id).isascii() or not str(topic_id).isdigit():
        return None
    topic = TopicPage.objects.filter(pk=int(str(topic_id)[:18])).first()
    if topic is None or not rules_of(topic.pk).takes or not visibility.is_public(topic):
        return None
    return topic


def set_rules(topic: TopicPage, *, takes: bool, words: str = "") -> None:
    """Open or close a topic for members' pictures; its other rules stay."""
    PageRules.objects.update_or_create(
        page_id=topic.pk, defaults={"takes_submissions": takes, "submission_words": words}
    )
