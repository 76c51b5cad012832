"""Asked of one scratch site by a process of its own: `python -m benchmarks.importing WHAT`.

Bulk registration against adding and publishing one by one, both complete: image, page, tags,
revision, log, search and reference index, lists. What tasks do for the single ones is done at once,
as the bulk does it; copies are made for neither. Times are CPU of the process.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

PICTURES = 1_000
SINGLES = 60
SIZE = (512, 768)


def bulk() -> dict[str, float]:
    """1,000 pictures from a folder by the command: files a second, ms a picture, peak memory."""
    from django.core.management import call_command

    from pictures.importing import registering
    from topics.models import TopicPage

    spent: list[float] = []
    register_chunk = registering.register_chunk

    def timed(*args: Any, **options: Any) -> Any:
        start = time.process_time()
        try:
            return register_chunk(*args, **options)
        finally:
            spent.append(time.process_time() - start)

    registering.register_chunk = timed
    topic = TopicPage.objects.get(slug="scale-1")
    before = topic.numchild
    with tempfile.TemporaryDirectory() as name, _silence(), _without_copies():
        _paint(Path(name))
        base = _memory()
        start, cpu = time.monotonic(), time.process_time()
        call_command("import_pictures", name, topic="scale-1", publish=True)
        seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    topic.refresh_from_db()
    if topic.numchild != before + PICTURES:
        raise RuntimeError(f"{topic.numchild - before} pictures were imported")
    return {
        "rate": PICTURES / seconds,
        "cpu_ms": 1000 * cpu / PICTURES,
        "register_ms": 1000 * sum(spent) / PICTURES,
        "peak_mb": (_memory() - base) / 1024,
    }


def one_by_one() -> float:
    """CPU in ms of `add_image` and `create_picture` for one published picture."""
    from pictures.intake import take_in
    from pictures.library import add_image
    from pictures.naming import alt_from, tags_from, title_from
    from pictures.publishing import create_picture
    from pictures.tests.scenes import scene
    from topics.models import TopicPage

    topic = TopicPage.objects.get(slug="scale-1")
    taken = [take_in(scene(100_000 + number, size=(48, 64))) for number in range(SINGLES + 5)]
    with _without_copies():
        spent = []
        for file in taken:
            start = time.process_time()
            prompt = file.recipe.prompt
            image = add_image(file, title=title_from(prompt), user=None)
            create_picture(
                topic=topic,
                image=image,
                title=title_from(prompt),
                alt_text=alt_from(prompt),
                tags=tags_from(prompt),
                user=None,
                publish=True,
            )
            spent.append(time.process_time() - start)
    return 1000 * sum(spent[5:]) / SINGLES


def _paint(folder: Path) -> None:
    from pictures.tests.scenes import scene

    for number in range(PICTURES):
        (folder / f"{number:04}.png").write_bytes(scene(number, size=SIZE))


@contextmanager
def _without_copies() -> Iterator[None]:
    """Nothing is rendered; the tasks of the indexes run at once, as without a worker."""
    from django.test import override_settings

    from pictures import bulk, visibility_signals

    tasks = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    originals = bulk.request_sync, visibility_signals.request_sync
    bulk.request_sync = visibility_signals.request_sync = _no_copies
    try:
        with override_settings(TASKS=tasks):
            yield
    finally:
        bulk.request_sync, visibility_signals.request_sync = originals


def _no_copies(image_ids: Any, **options: Any) -> None:
    pass


@contextmanager
def _silence() -> Iterator[None]:
    with Path("/dev/null").open("w") as nothing:
        out, sys.stdout = sys.stdout, nothing
        try:
            yield
        finally:
            sys.stdout = out


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


QUESTIONS: dict[str, Callable[[], Any]] = {"bulk": bulk, "one_by_one": one_by_one}

if __name__ == "__main__":
    logging.disable(logging.WARNING)
    django.setup()
    print(json.dumps(QUESTIONS[sys.argv[1]]()))
