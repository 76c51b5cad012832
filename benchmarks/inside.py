"""Asked of one scratch site by a process of its own: `python -m benchmarks.inside WHAT`."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

from benchmarks import copies, every_list, wide

ADDED = 10


def addresses() -> dict[str, str]:
    """What is measured; deep is at 80 % of the pictures."""
    from benchmarks.furnishing import NAME
    from benchmarks.sites import TOPIC
    from pictures.cursors import Cursor
    from pictures.models import Placement
    from topics.models import TopicPage

    rows = Placement.objects.in_topic(TopicPage.objects.get(slug="scale-1").pk)
    rows = rows.order_by("-listed_at", "-picture_id").select_related("picture")
    row = rows[rows.count() * 4 // 5]
    deep = Cursor(row.listed_at, row.picture_id)
    return {
        "list, page 1": "/pictures/",
        "list, deep": f"/pictures/?after={deep}",
        "topic, page 1": TOPIC,
        "topic, deep": f"{TOPIC}?after={deep}",
        "person, page 1": f"/people/{NAME}/",
        "tag, page 1": f"/tags/{NAME}/",
        "picture page": f"{TOPIC}{row.picture.slug}/",
        "landing": "/",
        "topics": "/topics/",
    }


def queries() -> dict[str, int]:
    """SQL queries of each page with nothing cached."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"Host": "localhost"})

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    found = {name: count(address) for name, address in addresses().items()}
    for name, asked in (
        ("most of every list in every order", every_list.addresses()),
        ("most of lists with words or several filters", wide.questions()),
    ):
        found[name] = max(count(address) for address in asked.values())
    return found


def adding() -> float:
    """Median CPU in ms of this process for adding and publishing one picture."""
    from pictures import factories
    from pictures.publishing import create_picture
    from topics.models import TopicPage

    topic = TopicPage.objects.get(slug="scale-1")
    moment = time.time_ns()
    images = [factories.store_image(number) for number in range(ADDED + 2)]
    used = []
    for number, image in enumerate(images):
        start = time.process_time()
        create_picture(
            topic=topic,
            image=image,
            title=f"Added {moment} {number}",
            user=None,
            alt_text="A lighthouse",
            publish=True,
        )
        used.append(1000 * (time.process_time() - start))
    return median(used[2:])


QUESTIONS: dict[str, Callable[[], Any]] = {
    "addresses": addresses,
    "every_list": every_list.addresses,
    "wide": wide.answers,
    "queries": queries,
    "adding": adding,
    "rendering": copies.rendering,
    "peak": copies.peak,
}

if __name__ == "__main__":
    logging.disable(logging.WARNING)
    django.setup()
    print(json.dumps(QUESTIONS[sys.argv[1]](*sys.argv[2:])))
