"""What page templates print of submissions; the same for everyone."""

from django import template
from wagtail.models import Page

from community.submission_rules import SubmissionRules, rules_of

register = template.Library()


@register.simple_tag
def submission_rules(topic: Page) -> SubmissionRules:
    """Whether `topic` takes pictures from members. One query."""
    return rules_of(topic.pk or 0)
