"""`import_pictures`: paths of the machine to pictures, told line by line."""

from __future__ import annotations

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Page

from pictures.factories import picture_file
from pictures.importing import registering
from pictures.models import GalleryImage, ImportFile, PicturePage
from pictures.tests.scenes import scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three pictures that differ, in two folders."""
    (tmp_path / "below").mkdir()
    for number, name in enumerate(("a.png", "b.png", "below/c.png"), 1):
        (tmp_path / name).write_bytes(scene(number))
    return tmp_path


def run(*arguments, **options) -> tuple[int, str]:
    told = StringIO()
    try:
        call_command("import_pictures", *map(str, arguments), stdout=told, **options)
    except SystemExit as end:
        return int(end.code or 0), told.getvalue()
    return 0, told.getvalue()


def lines(told: str) -> list[dict]:
    return [json.loads(line) for line in told.splitlines()]


def problems() -> list:
    return [found for found in Page.find_problems() if found]


def private_files() -> set[str]:
    root = Path(storages["private"].location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


class TestFolder:
    def test_comes_in_as_drafts(self, folder, topic):
        code, told = run(folder, topic=topic.slug)
        pictures = PicturePage.objects.child_of(topic).order_by("path")
        assert code == 0
        assert [picture.live for picture in pictures] == [False] * 3
        assert [picture.title for picture in pictures] == ["Scene 1", "Scene 2", "Scene 3"]
        assert "below/c.png: imported as the draft “Scene 3”." in told
        assert "3 pictures imported, 3 of them as drafts" in told
        assert problems() == []

    def test_shows_of_recipes_what_its_topic_says(self, folder, topic):
        topic.recipe_visibility = "parameters"
        topic.save_revision().publish()
        run(folder, topic=topic.slug)
        pictures = PicturePage.objects.child_of(topic)
        assert {picture.recipe_visibility for picture in pictures} == {"parameters"}

    def test_is_published_if_so_told(
        self, folder, topic, client, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            code, told = run(folder, topic=topic.slug, publish=True)
        assert code == 0
        assert "a.png: imported and published as “Scene 1”." in told
        answer = client.get(topic.url).content.decode()
        assert answer.count('class="piece"') == answer.count("<img") == 3

    def test_is_told_in_json(self, folder, topic):
        code, told = run(folder, topic=topic.slug, json=True)
        *files, summary = lines(told)
        assert code == 0
        assert {item["state"] for item in files} == {"imported"}
        assert {item["picture"] for item in files} == set(
            PicturePage.objects.values_list("pk", flat=True)
        )
        assert summary["summary"] | {"seconds": 0} == {
            "files": 3,
            "imported": 3,
            "drafts": 3,
            "ready": 0,
            "exists": 0,
            "near": 0,
            "refused": 0,
            "seconds": 0,
        }

    def test_speaks_korean(self, folder, topic):
        with translation.override("ko"):
            assert "Imported" not in run(folder, topic=topic.slug)[1]

    def test_passes_over_what_nobody_means(self, folder, topic):
        for name in (".hidden.png", "Thumbs.db", "notes.txt"):
            (folder / name).write_bytes(scene(9))
        assert run(folder, topic=topic.slug)[0] == 0
        assert PicturePage.objects.count() == 3

    def test_does_not_follow_links_out_of_it(self, folder, topic, tmp_path_factory):
        outside = tmp_path_factory.mktemp("outside")
        (outside / "x.png").write_bytes(scene(9))
        (folder / "link.png").symlink_to(outside / "x.png")
        (folder / "linked").symlink_to(outside)
        (folder / "again").symlink_to(folder)
        (folder / "gone.png").symlink_to(folder / "nothing")
        assert run(folder, topic=topic.slug)[0] == 0
        assert PicturePage.objects.count() == 3

    def test_takes_several_chunks(self, folder, topic, monkeypatch):
        monkeypatch.setattr(registering, "CHUNK", 2)
        run(folder, topic=topic.slug)
        assert PicturePage.objects.count() == 3
        assert problems() == []


class TestFile:
    def test_brings_the_text_beside_it(self, tmp_path, topic):
        (tmp_path / "a.png").write_bytes(scene(1, prompt=""))
        (tmp_path / "a.txt").write_text("a red fox, snow\nSteps: 20, Seed: 7, Size: 64x64")
        run(tmp_path / "a.png", topic=topic.slug)
        picture = PicturePage.objects.get()
        assert (picture.title, picture.recipe.seed) == ("A red fox", 7)
        assert [tag.name for tag in picture.tags.all()] == ["red fox", "snow"]

    def test_of_another_kind_is_refused_and_its_neighbours_come_in(self, folder, topic):
        (folder / "broken.png").write_bytes(scene(9)[:300])
        (folder / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
        code, told = run(folder, topic=topic.slug)
        assert code == 1
        assert "“broken.png” is damaged and cannot be opened." in told
        assert "“film.mp4” is not a PNG, JPEG, WebP, AVIF or GIF picture." in told
        assert PicturePage.objects.count() == ImportFile.objects.count() == 3

    def test_without_words_becomes_a_draft_though_it_was_to_be_published(self, tmp_path, topic):
        (tmp_path / "IMG_0042.png").write_bytes(scene(1, prompt=""))
        (tmp_path / "Red fox in snow.png").write_bytes(scene(2, prompt=""))
        code, told = run(tmp_path, topic=topic.slug, publish=True)
        assert code == 1
        assert "imported as the draft “IMG 0042”" in told
        assert PicturePage.objects.live().get().alt_text == "Red fox in snow"


class TestZip:
    def test_comes_in_beside_folders(self, folder, topic):
        with zipfile.ZipFile(folder / "more.zip", "w") as archive:
            archive.writestr("inner/d.png", scene(4))
            archive.writestr("broken.png", b"x")
        code, told = run(folder, topic=topic.slug)
        assert code == 1
        assert "inner/d.png: imported" in told
        assert PicturePage.objects.count() == 4

    def test_that_is_none_is_refused(self, tmp_path, topic):
        (tmp_path / "no.zip").write_bytes(b"PK nothing")
        code, told = run(tmp_path, topic=topic.slug)
        assert code == 1
        assert "“no.zip” is not a zip that can be read." in told


class TestAgain:
    def test_says_what_is_there_already(self, folder, topic):
        run(folder, topic=topic.slug)
        before = private_files()
        code, told = run(folder, topic=topic.slug)
        assert code == 0
        assert "a.png: there already: “Scene 1”." in told
        assert "0 pictures imported, 3 there already" in told
        assert PicturePage.objects.count() == GalleryImage.objects.count() == 3
        assert private_files() == before

    def test_takes_the_same_bytes_of_one_run_once(self, folder, topic):
        (folder / "z.png").write_bytes((folder / "a.png").read_bytes())
        code, told = run(folder, topic=topic.slug)
        assert code == 0
        assert "z.png: there already" in told
        assert PicturePage.objects.count() == 3


class TestNear:
    @pytest.fixture
    def pair(self, tmp_path):
        for number in (1, 2):
            (tmp_path / f"{number}.png").write_bytes(picture_file(number))
        return tmp_path

    def test_comes_in_and_is_told(self, pair, topic):
        code, told = run(pair, topic=topic.slug)
        assert code == 0
        assert "It is nearly the same as “1.png”." in told
        assert PicturePage.objects.count() == 2

    def test_is_left_out_if_so_told(self, pair, topic):
        before = private_files()
        code, told = run(pair, topic=topic.slug, near="skip")
        assert code == 0
        assert "2.png: left out, nearly the same as “1.png”." in told
        assert PicturePage.objects.count() == GalleryImage.objects.count() == 1
        left = [name for name in private_files() - before if name.startswith("originals")]
        assert len(left) == 1


class TestDryRun:
    def test_tells_and_stores_nothing(self, folder, topic):
        before = private_files()
        code, told = run(folder, topic=topic.slug, dry_run=True)
        assert code == 0
        assert "a.png: could be imported as “Scene 1”." in told
        assert not ImportFile.objects.exists()
        assert not PicturePage.objects.exists()
        assert private_files() == before


class TestUse:
    @pytest.mark.parametrize(
        ("path", "options"),
        [
            ("nowhere", {}),
            (".", {"topic": "no-such-topic"}),
            (".", {"user": "bo"}),
            (".", {"user": "nobody"}),
        ],
    )
    def test_that_is_wrong_ends_with_two(self, folder, topic, bo, path, options):
        with pytest.raises(CommandError) as caught:
            run(folder / path, **{"topic": topic.slug, **options})
        assert caught.value.returncode == 2
        assert not PicturePage.objects.exists()

    def test_signs_with_the_user(self, folder, topic, ana):
        run(folder, topic=topic.slug, user="ana", licence="cc0")
        assert {picture.author for picture in PicturePage.objects.all()} == {ana}
        assert {picture.licence for picture in PicturePage.objects.all()} == {"cc0"}
