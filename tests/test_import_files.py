"""Files on their way into the gallery: read, looked through, registered, and cleaned up after."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone, translation
from PIL import Image
from wagtail.models import GroupPagePermission, ModelLogEntry, Page, PageLogEntry, ReferenceIndex
from wagtail.search.index import insert_or_update_object
from wagtail.search.models import IndexEntry

from pictures import bulk
from pictures.factories import picture_file
from pictures.importing import (
    access,
    batches,
    cleaning,
    editing,
    filing,
    folders,
    receiving,
    registering,
    sources,
    tasks,
)
from pictures.importing.refusals import ImportRefusedError
from pictures.models import (
    GalleryImage,
    GalleryRendition,
    ImportFile,
    ImportSource,
    PicturePage,
    Placement,
    Total,
)
from pictures.tests.scenes import scene
from tests.corpus import zipped
from topics.factories import open_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


@pytest.fixture
def private(monkeypatch, tmp_path) -> Path:
    folder = tmp_path / "private"
    monkeypatch.setattr(storages["private"], "location", str(folder))
    return folder


@pytest.fixture
def batch(ana, topic):
    return batches.start_batch(user=ana, topic=topic)


@pytest.fixture
def add(batch):
    def add_now(data: bytes, name: str = "cat.png", **more) -> ImportFile:
        return receiving.add_file(batch, io.BytesIO(data), name, **more)

    return add_now


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def fresh(row: ImportFile) -> ImportFile:
    return ImportFile.objects.get(pk=row.pk)


def stored(private: Path) -> set[str]:
    return {str(path.relative_to(private)) for path in private.rglob("*") if path.is_file()}


def problems() -> list:
    return [found for found in Page.find_problems() if found]


class TestReading:
    def test_learns_and_proposes(self, add, private):
        row = add(scene(1, prompt="a red fox, snow, oil painting"), "00042.png", folder="march/raw")
        assert row.state == "ready"
        assert (row.name, row.folder, row.sentence) == ("00042.png", "march/raw", "")
        assert (row.title, row.alt_text) == ("A red fox", "a red fox, snow")
        assert row.tags == ["red fox", "snow", "oil painting"]
        assert (row.recipe.seed, row.width, row.height) == (1, 72, 96)
        assert stored(private) == {row.file.name, row.thumbnail.name}
        with row.thumbnail.open("rb") as file, Image.open(file) as thumbnail:
            assert (thumbnail.format, thumbnail.size) == ("WEBP", (72, 96))

    def test_makes_thumbnails_of_320_px_at_most(self, add):
        row = add(scene(1, size=(640, 1280)))
        with row.thumbnail.open("rb") as file, Image.open(file) as thumbnail:
            assert thumbnail.size == (160, 320)

    @pytest.mark.parametrize(
        ("name", "title", "alt_text"),
        [
            ("red_fox-in+snow.png", "Red fox in snow", "Red fox in snow"),
            ("붉은 여우.png", "붉은 여우", "붉은 여우"),
            ("IMG_0042.png", "IMG 0042", ""),
            ("00042-88120433.png", "00042 88120433", ""),
            ("ComfyUI_00091_.png", "ComfyUI 00091", ""),
            (".png", ".png", ""),
        ],
    )
    def test_proposes_from_the_name_without_a_prompt(self, add, name, title, alt_text):
        row = add(scene(1, prompt=""), name)
        assert (row.title, row.alt_text, row.tags) == (title, alt_text, [])

    def test_tells_why_a_file_cannot_come_in(self, add, private):
        row = add(b"<svg/>", "drawing.svg")
        assert row.state == "failed"
        with translation.override("en"):
            expected = "“drawing.svg” is not a PNG, JPEG, WebP, AVIF or GIF picture."
            assert fresh(row).sentence == expected
        assert stored(private) == set()

    def test_keeps_nothing_where_there_is_no_room(self, add, private, monkeypatch):
        def full(*_args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(filing, "_thumbnail", full)
        with pytest.raises(OSError, match="No space"):
            add(scene(1))
        assert not ImportFile.objects.exists()
        assert stored(private) == set()

    def test_takes_the_recipe_of_the_text_beside_it(self, add):
        picture = add(scene(1, prompt=""), "cat.png", folder="x")
        text = b"a grey cat, window\nSteps: 20, Seed: 77, CFG scale: 7"
        row = add(text, "cat.txt", folder="x")
        assert row == picture
        assert (row.recipe.seed, row.title, row.alt_text) == (77, "A grey cat", "a grey cat")

    def test_keeps_what_somebody_wrote_when_the_text_comes(self, add, ana):
        picture = add(scene(1, prompt=""), "cat.png")
        editing.edit_files(ana, [picture], title="My cat")
        row = add(b"a grey cat\nSteps: 20, Seed: 77, CFG scale: 7", "cat.png.txt")
        assert (row.title, row.recipe.seed) == ("My cat", 77)

    def test_says_of_a_text_alone_that_it_is(self, add):
        assert add(b"a cat", "dog.txt").error_code == "sidecar_alone"


class TestDuplicates:
    def test_are_found_in_the_library(self, add, batch, commit, ana):
        first = add(scene(1))
        with commit():
            registering.register(ana, batch)
        again = add(scene(1), "again.png")
        assert again.state == "duplicate"
        assert again.duplicate_of == fresh(first).image

    def test_are_found_in_the_batch(self, add):
        first, again = add(scene(1)), add(scene(1), "again.png")
        assert (again.state, again.twin) == ("duplicate", first)

    def test_near_ones_are_asked_about(self, add, ana, batch, commit):
        first, near = add(picture_file(1)), add(picture_file(2), "near.png")
        assert (near.state, near.twin) == ("near", first)
        with commit():
            registering.register(ana, batch)
        third = add(picture_file(3), "third.png")
        assert (third.state, third.near_of) == ("near", fresh(first).image)
        assert fresh(near).state == "near"

    def test_are_decided_on_and_decided_again(self, add, ana):
        add(picture_file(1))
        near = add(picture_file(2), "near.png")
        for decision, state in (("import", "ready"), ("skip", "skipped"), ("", "near")):
            editing.decide_near(ana, [near], decision)
            assert fresh(near).state == state

    def test_brought_twice_at_once_come_in_once(self, add, ana, batch, topic, commit):
        row = add(scene(1))
        other = batches.start_batch(user=ana, topic=topic)
        twin = receiving.add_file(other, io.BytesIO(scene(1)), "twin.png")
        assert twin.state == "ready"
        with commit():
            registering.register(ana, batch)
            registering.register(ana, other)
        assert fresh(twin).state == "duplicate"
        assert fresh(twin).duplicate_of == fresh(row).image

    def test_come_in_if_so_decided(self, add, ana, batch, commit):
        add(scene(1))
        again = add(scene(1), "again.png")
        editing.decide_near(ana, [again], "import")
        with commit():
            registering.register(ana, batch)
        assert PicturePage.objects.count() == 2


class TestEditing:
    def test_changes_all_that_are_chosen(self, add, ana):
        other = open_topic("Other")
        rows = [add(scene(number), f"{number}.png") for number in (1, 2)]
        editing.edit_files(
            ana, rows, topic=other, licence="cc0", add_tags=["Autumn", "autumn", "oil painting"]
        )
        for row in map(fresh, rows):
            assert (row.topic_id, row.licence) == (other.pk, "cc0")
            assert row.tags[-2:] == ["oil painting", "Autumn"]

    def test_refuses_what_it_does_not_know(self, add, ana):
        with pytest.raises(ValueError, match="state"):
            editing.edit_files(ana, [add(scene(1))], state="done")

    def test_refuses_a_page_that_is_no_topic(self, add, ana, topic):
        with pytest.raises(ImportRefusedError):
            editing.edit_files(ana, [add(scene(1))], topic=topic.get_parent())

    def test_is_for_whoever_began(self, add, bo, django_user_model):
        row = add(scene(1))
        for change in (
            lambda: editing.edit_files(bo, [row], title="x"),
            lambda: editing.decide_near(bo, [row], "skip"),
            lambda: editing.leave_out(bo, [row]),
            lambda: editing.retry(bo, [row]),
            lambda: registering.register(bo, row.batch),
            lambda: batches.discard(bo, row.batch),
            lambda: batches.start_batch(user=bo),
        ):
            with pytest.raises(access.NotAllowedError):
                change()

    def test_leaves_out_and_removes_the_file(self, add, ana, private):
        row = add(scene(1))
        editing.leave_out(ana, [row])
        assert fresh(row).state == "skipped"
        assert stored(private) == set()


class TestRegistering:
    def test_makes_drafts_with_everything_a_draft_has(self, add, ana, batch, topic, commit):
        for number in range(3):
            add(scene(number, prompt=f"scene {number}, sea"), f"{number}.png")
        with commit():
            assert registering.register(ana, batch) == 3
        pictures = list(PicturePage.objects.child_of(topic).order_by("path"))
        assert [picture.title for picture in pictures] == ["Scene 0", "Scene 1", "Scene 2"]
        assert batches.summary(batch).done == 3
        for picture in pictures:
            assert (picture.live, picture.has_unpublished_changes) == (False, True)
            assert (picture.author, picture.owner, picture.locale) == (ana, ana, topic.locale)
            assert picture.model_name == "demo-painter"
            assert picture.image.uploaded_by_user == ana
            assert picture.latest_revision.user == ana
        assert not Placement.objects.exists()
        assert problems() == []

    @pytest.mark.parametrize("publish", [False, True])
    def test_writes_what_adding_one_by_one_writes(self, add, ana, batch, topic, publish, commit):
        """Two pictures, one each way: everything that is kept of them is the same."""
        from pictures.intake import take_in
        from pictures.library import add_image
        from pictures.publishing import create_picture

        row = add(scene(1, prompt="scene 1, sea"), "one.png")
        editing.edit_files(ana, [row], publish=publish)
        with commit():
            registering.register(ana, batch)
        bulked = fresh(row).picture
        with commit():
            image = add_image(
                take_in(scene(2, prompt="scene 2, sea")),
                title="Scene 2",
                description=row.alt_text,
                user=ana,
                name="two.png",
            )
            single = create_picture(
                topic=topic,
                image=image,
                title="Scene 2",
                alt_text="scene 2",
                tags=["scene 2", "sea"],
                user=ana,
                content_language="en",
                publish=publish,
            )
        index_again(single)
        assert kept_of(bulked) == kept_of(single)
        assert columns_of(bulked) == columns_of(single)
        assert columns_of(bulked.image) == columns_of(single.image)

    def test_publishes(self, add, ana, batch, topic, client, commit):
        rows = [add(scene(number), f"{number}.png") for number in range(3)]
        editing.edit_files(ana, rows, publish=True)
        with commit():
            registering.register(ana, batch)
        assert Total.objects.get(topic=topic).pictures == 3
        assert GalleryRendition.objects.filter(image__pictures__in=PicturePage.objects.all())
        answer = client.get(topic.url).content.decode()
        assert answer.count('class="piece"') == answer.count("<img") == 3

    def test_leaves_pages_that_are_edited_published_and_moved(self, add, ana, batch, commit):
        row = add(scene(1))
        with commit():
            registering.register(ana, batch)
        picture = fresh(row).picture
        picture.title = "Edited"
        with commit():
            picture.save_revision(user=ana).publish(user=ana)
            picture.move(open_topic("Other"), pos="last-child")
        assert PicturePage.objects.get().title == "Edited"
        assert problems() == []

    def test_gives_equal_titles_different_addresses(self, add, ana, batch, topic, hang, commit):
        hang("Scene")
        for number in range(3):
            row = add(scene(number), f"{number}.png")
            editing.edit_files(ana, [row], title="Scene")
        with commit():
            registering.register(ana, batch)
        slugs = PicturePage.objects.child_of(topic).order_by("path").values_list("slug", flat=True)
        assert list(slugs) == ["scene", "scene-2", "scene-3", "scene-4"]

    def test_fails_what_lacks_something_and_takes_the_others(self, add, ana, batch, commit):
        good, silent, unnamed, lost, homeless = [
            add(scene(number), f"{number}.png") for number in range(5)
        ]
        editing.edit_files(ana, [silent], alt_text="", publish=True)
        editing.edit_files(ana, [unnamed], title=" ")
        editing.edit_files(ana, [homeless], topic=None)
        filing.remove([lost.file.name])
        with commit():
            registering.register(ana, batch)
        codes = {row.name: row.error_code for row in batch.files.all()}
        assert codes == {
            "0.png": "",
            "1.png": "no_alt_text",
            "2.png": "no_title",
            "3.png": "file_gone",
            "4.png": "no_topic",
        }
        editing.edit_files(ana, [silent], alt_text="A scene")
        with commit():
            editing.retry(ana, [silent, lost])
        assert PicturePage.objects.live().get().alt_text == "A scene"
        assert fresh(good).state == fresh(silent).state == "done"

    def test_asks_for_the_right_to_publish(self, add, ana, batch, commit):
        GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
        row = add(scene(1))
        editing.edit_files(ana, [row], publish=True)
        with commit():
            assert registering.register(ana, batch) == 0
        assert fresh(row).error_code == "not_publish"

    def test_survives_a_topic_that_was_deleted(self, add, ana, batch, topic, private, commit):
        row = add(scene(1))
        registering.mark_importing([row])
        topic.delete()
        registering.register_chunk(batch)
        assert fresh(row).error_code == "topic_gone"
        assert row.file.name in stored(private)

    def test_gives_others_a_turn_between_chunks(self, add, ana, batch, monkeypatch, commit):
        monkeypatch.setattr(registering.register_chunk, "__kwdefaults__", {"limit": 2})
        for number in range(5):
            add(scene(number), f"{number}.png")
        registering.mark_importing(list(batch.files.all()))
        sizes = []
        while rows := registering.register_chunk(batch):
            sizes.append(len(rows))
        assert sizes == [2, 2, 1]
        assert problems() == []

    def test_does_not_try_for_ever_what_a_mistake_breaks(self, add, batch, monkeypatch, commit):
        row = add(scene(1))
        registering.mark_importing([row])
        monkeypatch.setattr(bulk, "register_pictures", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tasks.register_import.func(batch.pk)
        assert fresh(row).error_code == "internal"
        assert not GalleryImage.objects.exists()


def index_again(picture: PicturePage) -> None:
    """Adding one by one indexes a page before its tags are stored; its next save makes good."""
    picture.save()
    stored_one = PicturePage.objects.get(pk=picture.pk)
    ReferenceIndex.create_or_update_for_object(stored_one)
    insert_or_update_object(stored_one)


def kept_of(picture: PicturePage) -> dict:
    """What Wagtail keeps beside the rows, with what names the one picture taken out."""
    pk, image = str(picture.pk), str(picture.image_id)
    content = picture.latest_revision.content
    entry = IndexEntry.objects.get(content_type__model="picturepage", object_id=pk)
    return {
        "log": list(
            PageLogEntry.objects.filter(page=picture)
            .order_by("pk")
            .values_list("action", "content_changed", "user", "content_type")
        ),
        "references": sorted(
            ReferenceIndex.objects.filter(
                base_content_type__model="page", object_id=pk
            ).values_list("content_type__model", "to_content_type__model", "model_path")
        ),
        "image references": sorted(
            ReferenceIndex.objects.filter(
                content_type__model="galleryimage", object_id=image
            ).values_list("to_content_type__model", "model_path")
        ),
        "content": sorted(content),
        "tags": len(content["tagged_items"]),
        "tag rows": sorted(tag.name.replace("2", "1") for tag in picture.tags.all()),
        "searchable": [
            str(text).replace("2", "1") for text in (entry.title, getattr(entry, "body", ""))
        ]
        if isinstance(entry.title, str)
        else True,
        "image searchable": IndexEntry.objects.filter(
            content_type__model="galleryimage", object_id=image
        ).count(),
        "lists": sorted(
            picture.placements.values_list("topic", "state", flat=False).order_by("topic")
        ),
    }


NOT_COMPARED = {
    "id", "path", "title", "draft_title", "slug", "url_path", "translation_key", "page_ptr",
    "alt_text", "latest_revision", "latest_revision_created_at", "live_revision", "image",
    "first_published_at", "last_published_at", "recipe_data", "recipe_image_id", "recipe_key",
    "file", "file_hash", "file_size", "sha256", "dhash", "dhash_1", "dhash_2", "dhash_3",
    "dhash_4", "dominant_colour", "original_name", "raw_metadata", "created_at", "description",
    "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
}  # fmt: skip


def columns_of(row) -> dict:
    row.refresh_from_db()
    found = {
        field.name: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in NOT_COMPARED
    }
    set_ones = ("first_published_at", "live_revision", "latest_revision", "file_hash", "dhash_1")
    return found | {
        f"has {name}": bool(getattr(row, name)) for name in set_ones if hasattr(row, name)
    }


class TestLog:
    def test_names_images_too(self, add, ana, batch, commit):
        add(scene(1))
        with commit():
            registering.register(ana, batch)
        entry = ModelLogEntry.objects.get(content_type__model="galleryimage")
        assert (entry.action, entry.user) == ("wagtail.create", ana)


class TestSources:
    def test_zip_is_read_in_the_background_and_removed(self, batch, private, commit):
        archive = zipped({"in/a.png": scene(1), "in/b.png": b"x", "a.txt": b"notes"})
        with commit():
            source = receiving.add_zip(batch, ContentFile(archive), "some.zip")
            assert batches.summary(batch).waiting == source.total == 2
            assert len(stored(private)) == 1
        assert {row.name: row.state for row in batch.files.all()} == {
            "a.png": "ready",
            "b.png": "failed",
        }
        assert not any(name.endswith(".zip") for name in stored(private))
        assert batches.summary(batch).waiting == 0

    def test_goes_on_where_it_was(self, batch):
        archive = zipped({f"{number}.png": scene(number) for number in range(4)})
        source = receiving.add_zip(batch, ContentFile(archive), "some.zip")
        reads = 0
        while sources.read_some(source, seconds=-1 if reads % 2 else 0.000001):
            reads += 1
            if reads > 4:
                break
        sources.read_some(source)
        assert [row.name for row in batch.files.all()] == [f"{number}.png" for number in range(4)]

    def test_reads_again_what_was_cut_off(self, batch, private):
        archive = zipped({"a.png": scene(1)})
        source = receiving.add_zip(batch, ContentFile(archive), "some.zip")
        cut_off = ImportFile.objects.create(
            batch=batch, source=source, entry="0", position=1, name="a.png", file="originals/x.png"
        )
        (private / "originals").mkdir()
        (private / "originals" / "x.png").write_bytes(b"half")
        sources.read_some(source)
        assert fresh(cut_off).state == "waiting"  # perhaps somebody is at it
        ImportFile.objects.update(updated_at=timezone.now() - timedelta(minutes=3))
        sources.read_some(source)
        row = batch.files.get()
        assert (row.state, source.is_read) == ("ready", True)
        assert stored(private) == {row.file.name, row.thumbnail.name}

    def test_folder_has_to_be_open(self, batch, settings, tmp_path, commit):
        inside, outside = tmp_path / "open" / "deep", tmp_path / "closed"
        inside.mkdir(parents=True)
        outside.mkdir()
        (inside / "a.png").write_bytes(scene(1))
        (outside / "b.png").write_bytes(scene(2))
        (tmp_path / "open" / "link").symlink_to(outside)
        settings.IMPORT_FOLDERS = [str(tmp_path / "open"), str(tmp_path / "nothing")]
        assert folders.roots() == [tmp_path / "open"]
        assert folders.inside(tmp_path / "open") == [inside]
        for closed in (outside, tmp_path / "open" / "link", tmp_path / "open/../closed", "open"):
            with pytest.raises(ImportRefusedError) as caught:
                receiving.add_folder(batch, str(closed))
            assert caught.value.code == "folder_closed"
        with commit():
            receiving.add_folder(batch, str(tmp_path / "open"))
        assert [(row.folder, row.name) for row in batch.files.all()] == [("deep", "a.png")]

    def test_is_closed_without_being_told(self, batch, tmp_path):
        with pytest.raises(ImportRefusedError):
            receiving.add_folder(batch, str(tmp_path))


class TestCleaning:
    def later(self, minutes: int) -> None:
        ImportFile.objects.update(updated_at=timezone.now() - timedelta(minutes=minutes))
        ImportSource.objects.update(updated_at=timezone.now() - timedelta(minutes=minutes))

    def test_has_a_lost_chunk_registered(self, add, batch, commit):
        row = add(scene(1))
        registering.mark_importing([row])
        cleaning.resume()
        assert fresh(row).state == "importing"
        self.later(3)
        with commit():
            assert cleaning.resume() == 1
        assert fresh(row).state == "done"

    def test_has_a_lost_zip_read(self, batch, commit):
        receiving.add_zip(batch, ContentFile(zipped({"a.png": scene(1)})), "some.zip")
        self.later(3)
        with commit():
            cleaning.resume()
        assert batch.files.get().state == "ready"

    def test_tells_of_an_upload_that_was_cut_off(self, add, private):
        row = add(scene(1))
        ImportFile.objects.update(state="waiting")
        self.later(3)
        cleaning.resume()
        assert fresh(row).error_code == "interrupted"
        assert stored(private) == set()

    def test_removes_what_nobody_imported_in_time(self, add, ana, batch, private, commit):
        imported, forgotten = add(scene(1)), add(scene(2), "forgotten.png")
        with commit():
            registering.register(ana, batch, [imported])
        type(batch).objects.update(created_at=timezone.now() - timedelta(days=15))
        cleaning.expire()
        assert fresh(forgotten).error_code == "expired"
        assert fresh(imported).state == "done"
        assert stored(private) == {fresh(imported).image.file.name}

    def test_discards_a_batch_with_its_files(self, add, ana, batch, private, commit):
        imported = add(scene(1))
        with commit():
            registering.register(ana, batch, [imported])
        kept = fresh(imported).image.file.name
        add(scene(2), "other.png")
        receiving.add_zip(batch, ContentFile(zipped({"a.png": scene(3)})), "some.zip")
        batches.discard(ana, batch)
        assert not ImportFile.objects.exists()
        assert stored(private) == {kept}
        assert PicturePage.objects.exists()


class TestTopics:
    def test_are_those_one_may_add_to(self, ana, bo, topic):
        assert [page.pk for page in access.topics_for(ana)] == [topic.pk]
        assert access.topics_for(bo) == []
