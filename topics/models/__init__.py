"""Curated themes, the page that lists them, and the rules that propose pictures to them."""

from topics.models.topic_page import DEEPEST, TopicIndexPage, TopicPage, may_curate
from topics.models.topic_rule import TopicRule

__all__ = ["DEEPEST", "TopicIndexPage", "TopicPage", "TopicRule", "may_curate"]
