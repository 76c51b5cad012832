"""From rows to pictures: everything that adding one by one does, and nothing twice."""

from __future__ import annotations

import pytest
from wagtail.models import GroupPagePermission, ModelLogEntry, PageLogEntry, ReferenceIndex
from wagtail.search.index import insert_or_update_object
from wagtail.search.models import IndexEntry

from pictures import bulk
from pictures.importing import (
    batches,
    editing,
    filing,
    registering,
    tasks,
)
from pictures.models import (
    GalleryImage,
    GalleryRendition,
    PicturePage,
    Placement,
    Total,
)
from pictures.tests.scenes import scene
from tests.importing.looking import fresh, problems, stored
from topics.factories import open_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


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
