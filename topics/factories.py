"""Topics for tests and benchmarks."""

from topics.models import TopicIndexPage, TopicPage


def open_topic(title: str, **fields) -> TopicPage:
    """A published topic."""
    topic = TopicPage(title=title, **fields)
    TopicIndexPage.objects.get().add_child(instance=topic)
    topic.save_revision().publish()
    topic.refresh_from_db()
    return topic
