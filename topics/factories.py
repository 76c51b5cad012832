"""Topics for tests and benchmarks."""

from topics.models import TopicIndexPage, TopicPage


def open_topic(title: str, *, under: TopicPage | None = None, **fields) -> TopicPage:
    """A published topic, inside another where that is given."""
    topic = TopicPage(title=title, **fields)
    parent = TopicPage.objects.get(pk=under.pk) if under else TopicIndexPage.objects.get()
    parent.add_child(instance=topic)
    topic.save_revision().publish()
    topic.refresh_from_db()
    return topic
