"""Every broken, hostile and odd file through every door, as it is and renamed to `.png`.

Nothing crashes, nothing costs more than a picture may cost, what is refused leaves neither row nor
file, and the good files between come in.
"""

from __future__ import annotations

import io
import json
import logging
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pictures.importing import batches, receiving
from pictures.importing.command_line import Importer, Order, Outcome, come_upon
from pictures.importing.refusals import ImportRefusedError
from pictures.models import GalleryImage, ImportFile, ImportState, PicturePage
from pictures.recipe import Recipe
from pictures.tests.scenes import scene
from tests.corpus import corpus, hostile_names, hostile_sidecars
from tests.corpus_zips import hostile_zips
from tests.metering import Meter

pytestmark = [pytest.mark.django_db, pytest.mark.large]

SECONDS, MEBIBYTES = 5, 400
GOOD_EVERY = 60
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path) -> Path:
    """Private files of the test's own."""
    folder = tmp_path / "private"
    monkeypatch.setattr(storages["private"], "location", str(folder))
    return folder


@pytest.fixture
def meter() -> Iterator[Meter]:
    meter = Meter()
    yield meter
    assert meter.seconds[0] <= SECONDS, meter.seconds
    assert meter.mebibytes[0] <= MEBIBYTES, meter.mebibytes


@pytest.fixture(
    params=["as it is", pytest.param("renamed", marks=pytest.mark.same_everywhere)],
    ids=["as it is", "renamed"],
)
def files(request) -> list[tuple[str, bytes]]:
    """The corpus with good pictures between; renamed, everything is called `.png`."""
    suffix = ".png" if request.param == "renamed" else ""
    return [(name + suffix if data else name, data) for name, data in with_good(corpus())]


def with_good(files) -> list[tuple[str, bytes]]:
    mixed = []
    for number, item in enumerate(files):
        mixed.append(item)
        if number % GOOD_EVERY == 0:
            mixed.append((f"good-{number}.png", good(number)))
    return mixed


def good(number: int) -> bytes:
    return scene(50_000 + number, size=(48, 64))


def good_ones(files) -> int:
    return sum(name.startswith("good-") for name, _data in files)


def stored(private: Path) -> set[str]:
    return {str(path.relative_to(private)) for path in private.rglob("*") if path.is_file()}


def named() -> set[str]:
    """The private files that rows name."""
    names = set(GalleryImage.objects.values_list("file", flat=True))
    for pair in ImportFile.objects.values_list("file", "thumbnail"):
        names |= set(pair)
    return names - {""}


class TestCorpus:
    def test_is_large_and_the_same_every_time(self):
        names = [name for name, _data in corpus()]
        assert len(names) == len(set(names)) >= 400
        corpus.cache_clear()
        before = names
        assert [name for name, _data in corpus()] == before


@pytest.mark.same_everywhere
class TestSingle:
    def test_upload(self, client, ana, files, private, meter):
        client.force_login(ana)
        address = reverse("wagtailimages:add")
        for name, data in files:
            upload = SimpleUploadedFile(name, data, content_type="image/png")
            with meter.piece(name):
                answer = client.post(address, {"title": "A", "file": upload, "collection": 1})
            assert answer.status_code in (200, 302), name
        assert stored(private) == named()
        assert GalleryImage.objects.filter(original_name__startswith="good-").count() == good_ones(
            files
        )


@pytest.mark.same_everywhere
class TestMany:
    def test_uploads(self, client, ana, files, private, meter):
        client.force_login(ana)
        address = reverse("wagtailimages:add_multiple")
        for name, data in files:
            upload = SimpleUploadedFile(name, data, content_type="image/png")
            with meter.piece(name):
                answer = client.post(address, {"title": "A", "files[]": upload, "collection": 1})
            assert answer.status_code == 200, name
            told = json.loads(answer.content)
            assert told["success"] or told["error_message"], name
        assert stored(private) == named()
        assert GalleryImage.objects.filter(original_name__startswith="good-").count() == good_ones(
            files
        )


class TestImport:
    def test_files(self, ana, topic, files, private, meter):
        batch = batches.start_batch(user=ana, topic=topic)
        for name, data in files:
            with meter.piece(name):
                row = receiving.add_file(batch, io.BytesIO(data), name)
            assert row.state == ImportState.FAILED or row.file.name, name
            assert (row.state == ImportState.FAILED) == bool(row.sentence), name
        assert stored(private) == named()
        assert not batch.files.filter(state=ImportState.FAILED).exclude(file="").exists()
        ready = batch.files.filter(name__startswith="good-", state=ImportState.READY)
        assert ready.count() == good_ones(files)

    def test_zip(self, ana, topic, files, private, meter, django_capture_on_commit_callbacks):
        batch = batches.start_batch(user=ana, topic=topic)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for number, (name, data) in enumerate(files):
                archive.writestr(f"{number:04}-{name}", data)
        read = receiving.reading.read

        def metered(batch, found, **more):
            with meter.piece(found.name):
                return read(batch, found, **more)

        with (
            pytest.MonkeyPatch.context() as patch,
            django_capture_on_commit_callbacks(execute=True),
        ):
            patch.setattr("pictures.importing.reading.read", metered)
            source = receiving.add_zip(batch, ContentFile(target.getvalue()), "corpus.zip")
        source.refresh_from_db()
        assert source.is_read
        assert batch.files.count() == source.total > 400
        assert stored(private) == named()
        ready = batch.files.filter(name__contains="-good-", state=ImportState.READY)
        assert ready.count() == good_ones(files)

    def test_folder(self, topic, files, private, tmp_path, meter):
        folder = tmp_path / "corpus"
        folder.mkdir()
        for number, (name, data) in enumerate(files):
            (folder / f"{number:04}-{name}").write_bytes(data)
        told: list[Outcome] = []
        order = Order((folder,), topic, None, "cc-by", publish=False, near="import", dry_run=False)
        importer = Importer(order, told.append)
        for item in come_upon(order.paths):
            with meter.piece(getattr(item, "name", "zip")):
                importer.take(item)
        importer.flush()
        assert {outcome.state for outcome in told} == {"imported", "refused", "exists"}
        assert all(outcome.reason for outcome in told if outcome.state == "refused")
        assert stored(private) == named()
        pictures = PicturePage.objects.filter(image__original_name__contains="-good-")
        assert pictures.count() == good_ones(files)
        assert not ImportFile.objects.exclude(state__in=["done", "skipped", "duplicate"]).exists()


class TestGeneration:
    def test_results(self, private, meter, caplog):
        caplog.set_level(logging.CRITICAL)
        from sd_bridge import states, storing
        from sd_bridge.engines.data import Answer, Picture
        from sd_bridge.engines.errors import EngineError
        from sd_bridge.models import Generation, Result

        def picture(data: bytes) -> Picture:
            return Picture(data, "PNG", 64, 64, 1, "", Recipe())

        def running() -> Generation:
            Generation.objects.create(
                engine="webui", prompt="x", format="square", width=64, height=64, count=2,
                steps=2, cfg_scale=7.0, sampler="Euler a",
            )  # fmt: skip
            return states.take_oldest(["webui"])

        def refusal(generation: Generation, answer: Answer) -> EngineError | None:
            try:
                storing.store(generation, answer)
            except EngineError as error:
                return error
            return None

        kept = 0
        for name, data in corpus():
            generation = running()
            with meter.piece(name):
                storing.store(generation, Answer((picture(data), picture(good(0)))))
            kept += generation.results.count()
            assert 1 <= generation.results.count() <= 2, name
        for name, data in corpus()[:20]:
            generation = running()
            if (error := refusal(generation, Answer((picture(data),)))) is not None:
                assert error.code, name
                assert not generation.results.exists()
                states.fail(generation, error.as_json())
                states.release(generation)
        assert stored(private) == set(Result.objects.values_list("file", flat=True))
        assert kept > len(corpus())


class TestNames:
    def test_are_shown_and_never_used(self, ana, topic, private):
        batch = batches.start_batch(user=ana, topic=topic)
        for number, name in enumerate(hostile_names()):
            row = receiving.add_file(batch, io.BytesIO(good(number)), name)
            assert row.state == ImportState.READY
            assert row.name
            assert len(row.name) <= 255
            assert "/" not in row.name
            assert row.name.isprintable()
        assert stored(private) == named()
        assert all(name.split("/")[0] in ("originals", "imports") for name in stored(private))


class TestZips:
    @pytest.mark.parametrize(
        ("name", "data", "expected"),
        hostile_zips(),
        ids=[name for name, _data, _expected in hostile_zips()],
    )
    def test_come_to_what_each_entry_deserves(self, topic, tmp_path, meter, name, data, expected):
        (tmp_path / name).write_bytes(data)
        told: list[Outcome] = []
        order = Order(
            (tmp_path / name,), topic, None, "cc-by", publish=False, near="import", dry_run=False
        )
        importer = Importer(order, told.append)
        with meter.piece(name):
            for item in come_upon(order.paths):
                importer.take(item)
            importer.flush()
        found = {outcome.file.rpartition("/")[2]: outcome.state for outcome in told}
        assert found == {
            entry: "refused" if code else "imported" for entry, code in expected.items()
        }
        titles = {image.original_name for image in GalleryImage.objects.all()}
        assert titles == {entry for entry, code in expected.items() if not code}

    def test_tell_the_reason_of_each_entry(self, ana, topic, django_capture_on_commit_callbacks):
        for name, data, expected in hostile_zips():
            batch = batches.start_batch(user=ana, topic=topic)
            with suppress(ImportRefusedError), django_capture_on_commit_callbacks(execute=True):
                receiving.add_zip(batch, ContentFile(data), name)
            if batch.sources.exists():
                found = {row.name: row.error_code for row in batch.files.all()}
                assert found == expected, name
            else:
                assert set(expected) == {name}


class TestSidecars:
    def test_cost_little_and_never_keep_a_picture_out(self, topic, tmp_path, meter):
        names = [name for name, _data in hostile_sidecars()]
        for number, (name, data) in enumerate(hostile_sidecars()):
            (tmp_path / name).write_bytes(data)
            picture = scene(60_000 + number, prompt="", size=(48, 64))
            (tmp_path / f"{name.partition('.')[0]}.png").write_bytes(picture)
        told: list[Outcome] = []
        order = Order(
            (tmp_path,), topic, None, "cc-by", publish=False, near="import", dry_run=False
        )
        importer = Importer(order, told.append)
        for item in come_upon(order.paths):
            with meter.piece(item.name):
                importer.take(item)
        importer.flush()
        assert [outcome.state for outcome in told] == ["imported"] * len(names)
        recipes = {picture.image.original_name: picture.recipe for picture in pictures()}
        assert recipes["korean.png"].seed == 3
        assert recipes["utf16.png"].prompt == "등대"


def pictures() -> list[PicturePage]:
    return list(PicturePage.objects.select_related("image"))


SCRIPT = """
import resource, sys, django
django.setup()
from django.core.management import call_command
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
try:
    call_command("import_pictures", sys.argv[1], topic="topics-none", dry_run=True, json=True)
except SystemExit:
    pass
print(peak() - before, file=sys.stderr)
"""


@pytest.mark.same_everywhere
@pytest.mark.workers
def test_the_command_itself_stays_within_its_memory(tmp_path, migrated_database):
    """In a process of its own, with a limit that the system holds."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, (name, data) in enumerate(corpus()):
        (folder / f"{number:04}-{name}").write_bytes(data)
    script = SCRIPT.replace("topics-none", "limits")
    prepare = "import django; django.setup()\n"
    prepare += "from topics.factories import open_topic\n"
    prepare += "topic = open_topic('Limits'); topic.slug = 'limits'; topic.save()\n"
    with migrated_database(tmp_path, "limits") as url:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(tmp_path / "media"),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        }
        for code, arguments in ((prepare, []), (script, [str(folder)])):
            done = subprocess.run(
                [sys.executable, "-c", code, *arguments],
                cwd=ROOT,
                env=env,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
                preexec_fn=_limit_memory,
            )
            assert done.returncode == 0, done.stderr
    assert int(done.stderr.split()[-1]) < MEBIBYTES * 1024
    summary = json.loads(done.stdout.splitlines()[-1])["summary"]
    assert summary["refused"] > 200
    assert summary["ready"] > 50


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))
