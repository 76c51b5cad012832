"""What is there already: the same bytes, and what looks nearly the same."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pictures import duplicates
from pictures.factories import store_image
from pictures.fingerprints import hash_distance
from pictures.models import GalleryImage
from pictures.tests.scenes import scene

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


def turned(dhash: str, bits: list[int]) -> str:
    value = int(dhash, 16)
    for bit in bits:
        value ^= 1 << bit
    return f"{value:016x}"


@pytest.fixture
def library() -> list[GalleryImage]:
    """Images that differ in everything but the columns a look-up needs."""
    dice = random.Random(1)
    rows = [row(dice.getrandbits(64), number) for number in range(300)]
    return GalleryImage.objects.bulk_create(rows)


def row(dhash: int, number: int) -> GalleryImage:
    return GalleryImage(
        title=str(number),
        file=f"originals/{number}.png",
        width=64,
        height=64,
        sha256=f"{number:064x}",
        dhash=f"{dhash:016x}",
    )


class TestExact:
    def test_finds_the_same_bytes(self, library):
        assert duplicates.exact(library[5].sha256) == [library[5]]
        assert duplicates.exact("f" * 64) == []
        assert duplicates.exact("") == []


class TestNear:
    def test_finds_all_that_going_through_every_image_finds(self, library):
        dice = random.Random(2)
        for image in library[:40]:
            for flips in range(9):
                asked = turned(image.dhash, dice.sample(range(64), flips))
                near = [one for one in library if hash_distance(one.dhash, asked) <= 6]
                assert set(duplicates.near(asked)) == set(near)
                assert (image in near) == (flips <= 6)

    def test_puts_the_nearest_first(self, library):
        one, two = library[:2]
        GalleryImage.objects.filter(pk=two.pk).update(dhash=turned(one.dhash, [0, 63]))
        assert duplicates.near(turned(one.dhash, [0])) == [one, two]
        assert [image.pk for image in duplicates.near(two.dhash, limit=0)] == []

    def test_follows_a_hash_that_changes(self, library):
        image = library[0]
        image.dhash = "0123456789abcdef"
        image.save()
        assert duplicates.near("0123456789abcdee") == [image]

    def test_knows_a_picture_in_another_size_and_quality(self, db):
        image = store_image(1)
        from pictures.intake import take_in

        other = take_in(scene(1))
        assert image not in duplicates.near(other.dhash)
        small = take_in(_again(image, "JPEG", (48, 72)))
        assert duplicates.near(small.dhash) == [image]

    def test_has_nothing_to_say_without_a_hash(self):
        assert duplicates.near("") == []

    def test_refuses_a_limit_the_index_cannot_keep(self, library):
        with pytest.raises(ValueError, match="8 bits"):
            duplicates.near(library[0].dhash, limit=8)

    def test_takes_two_queries(self, library):
        with CaptureQueriesContext(connection) as queries:
            duplicates.near(library[0].dhash)
        assert len(queries) == 2

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plans")
    def test_looks_at_few_of_many(self, library):
        with CaptureQueriesContext(connection) as queries:
            duplicates.near(library[0].dhash)
        candidates = queries[0]["sql"]
        plan = connection.cursor().execute(f"EXPLAIN QUERY PLAN {candidates}").fetchall()
        steps = [step for *_, step in plan if "pictures_galleryimage" in step]
        assert [step for step in steps if not step.startswith("SEARCH")] == []
        assert [step for step in steps if "image_dhash_" not in step] == []
        assert len(steps) == 4


def _again(image: GalleryImage, file_format: str, size: tuple[int, int]) -> bytes:
    import io

    from PIL import Image

    target = io.BytesIO()
    with image.file.open("rb") as file, Image.open(file) as pixels:
        pixels.resize(size).save(target, file_format, quality=60)
    return target.getvalue()
