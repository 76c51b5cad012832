"""Which pages of the demo are looked at: their names and addresses as JSON."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.db.models import Count  # noqa: E402
from django.urls import reverse  # noqa: E402

from pictures.models import PicturePage, Placement  # noqa: E402
from topics.models import TopicPage  # noqa: E402


def pages() -> dict[str, str]:
    rows = Placement.objects.filter(topic__in=TopicPage.objects.live())
    largest = rows.values("topic").annotate(number=Count("pk")).latest("number")["topic"]
    topic = TopicPage.objects.get(pk=largest)
    picture = PicturePage.objects.live().child_of(topic).first()
    return {
        "landing": "/",
        "largest topic": topic.url,
        "all pictures": reverse("pictures"),
        "picture": picture.url,
        "search": reverse("search") + "?q=%EB%B0%94%EB%8B%A4",
    }


if __name__ == "__main__":
    print(json.dumps(pages()))
