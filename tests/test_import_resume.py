"""`import_pictures` killed with SIGKILL, at moments of every kind, and given again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pictures.tests.scenes import scene

ROOT = Path(__file__).resolve().parent.parent
PICTURES = 200
KILLS = 4
SECONDS = 900

FACTS = """
import json, pathlib
from django.core.files.storage import storages
from django.conf import settings
from wagtail.models import Page, Revision, PageLogEntry, ReferenceIndex
from wagtail.search.models import IndexEntry
from pictures.models import GalleryImage, ImportFile, PicturePage
private = pathlib.Path(storages["private"].location)
files = {str(path.relative_to(private)) for path in private.rglob("*") if path.is_file()}
named = set(GalleryImage.objects.values_list("file", flat=True))
for pair in ImportFile.objects.values_list("file", "thumbnail"):
    named |= set(pair)
topic = Page.objects.get(slug="gallery")
pictures = PicturePage.objects.child_of(topic)
print(json.dumps({
    "pictures": pictures.count(),
    "titles": len(set(pictures.values_list("title", flat=True))),
    "slugs": len(set(pictures.values_list("slug", flat=True))),
    "images": GalleryImage.objects.count(),
    "hashes": len(set(GalleryImage.objects.values_list("sha256", flat=True))),
    "numchild": topic.numchild,
    "problems": [found for found in Page.find_problems() if found],
    "revisions": sum(page.latest_revision_id is not None for page in pictures),
    "log": PageLogEntry.objects.filter(page__in=pictures, action="wagtail.create").count(),
    "references": ReferenceIndex.objects.filter(
        object_id__in=[str(page.pk) for page in pictures], model_path="image"
    ).count(),
    "searchable": IndexEntry.objects.filter(
        content_type__model="picturepage", object_id__in=[str(page.pk) for page in pictures]
    ).count(),
    "strays": sorted(files - named),
    "missing": sorted(named - files - {""}),
    "unsettled": ImportFile.objects.exclude(state__in=["done", "skipped"]).count(),
}))
"""
PREPARE = """
from topics.factories import open_topic
from wagtail.models import Page
topic = open_topic("Gallery")
topic.slug = "gallery"
topic.save()
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_database):
    """The environment of a migrated site of its own, with a topic and a folder of pictures."""
    folder = tmp_path_factory.mktemp("resume")
    with migrated_database(folder, "resume") as url:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(folder / "media"),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        }
        manage(env, "prepare", "--database")
        shell(env, PREPARE)
        source = folder / "pictures"
        source.mkdir()
        for number in range(PICTURES):
            (source / f"{number:03}.png").write_bytes(scene(number, size=(48, 64)))
        yield env, source


def manage(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shell(env: dict[str, str], code: str) -> str:
    return manage(env, "shell", "--no-imports", "-c", code)


def command(source: Path) -> list[str]:
    return ["import_pictures", str(source), "--topic", "gallery", "--json"]


def kill_after(env: dict[str, str], source: Path, seconds: float) -> bool:
    """Start the command and kill it once it has worked that long; whether it was at work."""
    with subprocess.Popen(
        [sys.executable, "manage.py", *command(source)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        media = Path(env["MEDIA_ROOT"]) / "private" / "originals"
        before = count(media)
        deadline = time.monotonic() + SECONDS
        while count(media) == before and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(seconds)
        was_at_work = process.poll() is None
        os.killpg(process.pid, signal.SIGKILL) if was_at_work else None
        process.wait()
    return was_at_work


def count(folder: Path) -> int:
    return sum(1 for _path in folder.rglob("*.png"))


@pytest.mark.workers
@pytest.mark.large
def test_killed_again_and_again_it_imports_each_picture_once(site):
    env, source = site
    dice = random.Random(20261123)
    kills = sum(kill_after(env, source, dice.uniform(0.1, 1.2)) for _ in range(KILLS))
    assert kills >= 2, "the command was through before it could be killed"

    told = [json.loads(line) for line in manage(env, *command(source)).splitlines()]
    assert told[-1]["summary"]["refused"] == 0
    assert {item["state"] for item in told[:-1]} <= {"imported", "exists"}

    facts = json.loads(shell(env, FACTS).splitlines()[-1])
    assert facts == {
        "pictures": PICTURES,
        "titles": PICTURES,
        "slugs": PICTURES,
        "images": PICTURES,
        "hashes": PICTURES,
        "numchild": PICTURES,
        "problems": [],
        "revisions": PICTURES,
        "log": PICTURES,
        "references": PICTURES,
        "searchable": PICTURES,
        "strays": [],
        "missing": [],
        "unsettled": 0,
    }

    again = json.loads(manage(env, *command(source)).splitlines()[-1])["summary"]
    assert (again["imported"], again["exists"]) == (0, PICTURES)
