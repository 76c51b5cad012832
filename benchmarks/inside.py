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

from benchmarks import every_list, wide

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


def rendering() -> list[float]:
    """CPU in ms of a whole rendition set: ours, and Wagtail's way, one decode for each file."""
    import io

    from PIL import Image
    from wagtail.images.models import Filter

    from pictures.formats import PictureFormat
    from pictures.marking import bare_statement, packet
    from pictures.models import GalleryImage
    from pictures.rendering import render_file

    size = (1024, 1536)
    grain = Image.effect_noise(size, 40).convert("RGB")
    smooth = Image.linear_gradient("L").resize(size).convert("RGB")
    file = io.BytesIO()
    Image.blend(smooth, grain, 0.25).save(file, "PNG")
    image = GalleryImage(title="x", width=size[0], height=size[1])
    mark = packet(bare_statement(True))
    specs = [copy.spec for copy in render_file(file.getvalue(), PictureFormat.PORTRAIT, mark=mark)]

    def ours() -> None:
        for _ in render_file(file.getvalue(), PictureFormat.PORTRAIT, mark=mark):
            pass

    def theirs() -> None:
        for spec in specs:
            Filter(spec).run(image, io.BytesIO(), source=io.BytesIO(file.getvalue()))

    rounds = [(_cpu(ours), _cpu(theirs)) for _ in range(3)]
    return [median(column) for column in zip(*rounds, strict=True)]


def intake() -> float:
    """MiB by which the memory of this process peaks while it takes in a file of 40 megapixels."""
    import resource
    import subprocess
    import tempfile
    from pathlib import Path

    from pictures.intake import take_in

    paint = (
        "from PIL import Image; import sys; "
        "grain = Image.effect_noise((1250, 800), 60).convert('RGB').resize((7680, 5200), 0); "
        "grain.save(sys.argv[1], compress_level=1)"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.png"
        subprocess.run([sys.executable, "-c", paint, str(file)], check=True)
        data = file.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    take_in(data, name="large.png")
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _cpu(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


QUESTIONS: dict[str, Callable[[], Any]] = {
    "addresses": addresses,
    "every_list": every_list.addresses,
    "wide": wide.answers,
    "queries": queries,
    "adding": adding,
    "rendering": rendering,
    "intake": intake,
}

if __name__ == "__main__":
    logging.disable(logging.WARNING)
    django.setup()
    print(json.dumps(QUESTIONS[sys.argv[1]]()))
