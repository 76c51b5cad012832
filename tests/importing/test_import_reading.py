"""Files on their way into the gallery: read, compared, looked through."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from PIL import Image

from pictures.factories import picture_file
from pictures.importing import (
    access,
    batches,
    editing,
    filing,
    receiving,
    registering,
)
from pictures.importing.refusals import ImportRefusedError
from pictures.models import (
    ImportFile,
    PicturePage,
)
from pictures.tests.scenes import scene
from tests.importing.looking import fresh, stored
from topics.factories import open_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


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


class TestTopics:
    def test_are_those_one_may_add_to(self, ana, bo, topic):
        assert [page.pk for page in access.topics_for(ana)] == [topic.pk]
        assert access.topics_for(bo) == []
