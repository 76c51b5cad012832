"""The screens of those who decide what hangs in a topic: whoever may publish there."""

from __future__ import annotations

from tests.permissions.table import BOTH, Rule

# Publishing is a right on the tree: curators have it everywhere, as moderators do.
PUBLISHERS = "L---++++"

TOPICS: dict[str, Rule] = {
    "topic_admin:arrange": BOTH(PUBLISHERS, PUBLISHERS).of(lambda s: [s.topic.pk]),
    "topic_admin:proposals": BOTH(PUBLISHERS, PUBLISHERS).of(lambda s: [s.topic.pk]),
    "topic_admin:places": BOTH(PUBLISHERS, PUBLISHERS).of(lambda s: [s.picture.pk]),
}
