"""Every known way in which an engine fails, from the request to the row, with real workers.

Whatever an engine does: its generation ends within its limit, the editor reads a plain reason (or
gets usable pictures and is told what is different), and nothing is left behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from scheduling.tests.processes import running_command, wait_until
from sd_bridge.demo_webui.faults import FAULTS
from sd_bridge.demo_webui.testing import running_demo_webui
from sd_bridge.engines.data import Difference
from sd_bridge.failures import failure_sentence
from sd_bridge.generating import request_generation
from sd_bridge.models import Generation, GenerationRules, Result

pytestmark = [
    pytest.mark.workers,
    pytest.mark.same_everywhere,  # how workers share a queue, sd_bridge/tests/test_workers.py shows
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

LIMIT = 6  # seconds: SD_TIMEOUT of the workers
SLACK = 6  # seconds that a busy machine may take beside it
LATE = 4.0 * LIMIT
ASKED = {
    "prompt": "a quiet lake",
    "count": 2,
    "steps": 4,
    "width": 64,
    "height": 64,
    "sampler": "Euler a",
}
WORKER = (
    *("db_worker", "--no-reload", "--no-startup-delay", "--queue-name", "generate"),
    *("--interval", "0.2"),
)

# What each mode ends as: the code of the reason, or the differences told of usable pictures.
FAILED = {
    "refuses": "engine_unreached",
    "unauthorised": "not_allowed",
    "not-found": "engine_unreached",
    "hangs": "timed_out",
    "validation": "refused",
    "error-a1111": "failed",
    "error-forge": "failed",
    "error-sdnext": "failed",
    "error-sdcpp": "failed",
    "proxy-html": "gateway_timeout",
    "redirect": "redirected",
    "half-json": "not_json",
    "slow-drip": "timed_out",
    "closes-early": "connection_lost",
    "too-late": "timed_out",
    "truncated-base64": "bad_picture",
    "no-images": "no_pictures",
    "huge-image": "too_large",
    "wrong-type": "bad_picture",
}
DONE = {
    "wrong-count": {"fewer_pictures"},
    "interrupted": {"interrupted", "fewer_pictures"},
    "black": {"black_picture"},
    "no-info": {"info_missing"},
}
PICTURES = {"wrong-count": 1, "interrupted": 1, "black": 2, "no-info": 2}
# An address, a path or a secret: what no editor is to read.
UNFIT = re.compile(r"127\.0\.0\.1|:\d{4,5}\b|s3cret|editor:|/home/|gpu-01|internal|169\.254")


@pytest.fixture
def engines(settings) -> Iterator[dict[str, str]]:
    """One for each mode, called by its name; the addresses hold a log-in."""
    with ExitStack() as running:
        found = {
            mode: running.enter_context(running_demo_webui(fault=mode, late_seconds=LATE))
            for mode in FAULTS
        }
        settings.SD_ENGINES = {
            mode: url.replace("://", "://editor:s3cret@") for mode, url in found.items()
        }
        yield settings.SD_ENGINES


@pytest.fixture
def private_folder(tmp_path, monkeypatch) -> Path:
    """Where the workers put private files."""
    folder = tmp_path / "private"
    monkeypatch.setattr(storages["private"], "location", str(folder))
    return folder


@pytest.fixture
def asked(engines, private_folder, topic, ana) -> dict[str, Generation]:
    """One request for each mode, in the queue."""
    rules = GenerationRules.load()
    rules.max_waiting = 0
    rules.save()
    return {
        mode: request_generation(user=ana, page=topic, engine=mode, **ASKED) for mode in engines
    }


@pytest.fixture
def settled(asked, engines, tmp_path) -> Iterator[dict[str, Generation]]:
    """The same when two workers and the scheduler are through with them."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.several_engines",
        "TEST_ENGINES": json.dumps(engines),
        "SD_TIMEOUT": str(LIMIT),
    }
    with ExitStack() as running:
        for command in (("scheduler",), WORKER, WORKER):
            running.enter_context(running_command(*command, folder=tmp_path, **environment))
        wait_until(_all_finished, seconds=150)
        wait_until(lambda: not Generation.objects.holding_engines().exists(), seconds=60)
        yield {mode: Generation.objects.get(pk=one.pk) for mode, one in asked.items()}


def _all_finished() -> bool:
    return not Generation.objects.exclude(state__in=Generation.FINISHED).exists()


def test_all_modes_are_promised_an_end():
    assert FAILED.keys() | DONE.keys() == FAULTS.keys()
    assert len(FAULTS) >= 20


def test_every_mode_ends_as_promised(settled, private_folder):
    assert {mode: _outcome(one) for mode, one in settled.items()} == {
        **{mode: ("failed", code) for mode, code in FAILED.items()},
        **{mode: ("done", codes) for mode, codes in DONE.items()},
    }
    assert {mode: _seconds(one) for mode, one in settled.items() if _is_late(one)} == {}
    assert [text for one in settled.values() for text in _told(one) if UNFIT.search(text)] == []
    assert [one.engine for one in settled.values() if not _told(one)] == []
    _assert_nothing_left(settled, private_folder)


def _outcome(generation: Generation) -> tuple[str, Any]:
    if generation.state != "done":
        return generation.state, generation.error_code
    return "done", {item["code"] for item in generation.differences}


def _told(generation: Generation) -> list[str]:
    """What its editor reads, in a sentence each, and the server's own words on request."""
    differences = [Difference.from_json(item).sentence for item in generation.differences]
    if generation.state == "done":
        return differences
    sentence = failure_sentence(generation.error_code, generation.error_params)
    return [*differences, sentence, generation.error_detail]


def _seconds(generation: Generation) -> float:
    began = generation.sent_at or generation.unreached_since or generation.started_at
    return (generation.finished_at - began).total_seconds()


def _is_late(generation: Generation) -> bool:
    return timedelta(seconds=_seconds(generation)) > timedelta(seconds=LIMIT + SLACK)


def _assert_nothing_left(settled: dict[str, Generation], folder: Path) -> None:
    """No row without a file, no file without a row, and neither for what failed."""
    counts = {mode: Result.objects.filter(generation=one).count() for mode, one in settled.items()}
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {mode: count for mode, count in counts.items() if count} == PICTURES
    assert files == set(Result.objects.values_list("file", flat=True))
    assert {one.preview.name for one in settled.values()} == {""}
