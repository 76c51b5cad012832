"""Work of the `default` queue."""

from django_tasks import task

from topics import rules
from topics.models import TopicPage


@task(queue_name="default")
def propose_picture(picture_id: int) -> int:
    """Propose a picture that was just published to the topics whose rules it meets."""
    return rules.propose_everywhere(picture_id=picture_id)


@task(queue_name="default")
def propose_to_topic(topic_id: int) -> int:
    """Propose to a topic whatever meets its rules."""
    topic = TopicPage.objects.filter(pk=topic_id, live=True).first()
    return rules.propose(topic) if topic else 0
