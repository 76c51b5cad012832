"""The automatic focal point, measured against subjects marked by hand."""

import json
import time
from pathlib import Path

import pytest
from PIL import Image

from pictures.focal_point import FocalPoint, propose_focal_point
from pictures.formats import PictureFormat, crop_box
from pictures.tests.painted import painted

FOLDER = Path(__file__).parent / "focal"
BOXES = json.loads((FOLDER / "boxes.json").read_text())
MARGIN = 0.10
"""By how much the share of good crops must beat that of either default."""


def centre(image):
    return None


def top_third(image):
    return FocalPoint(image.width // 2, image.height // 3, 1, 1)


def share_of_crops_that_keep_the_subject(place):
    """Over all pictures and formats; kept means at least 90 % of the box's area."""
    kept = 0
    for name, box in BOXES.items():
        with Image.open(FOLDER / name) as image:
            focal = place(image)
            for picture_format in PictureFormat:
                cut = crop_box(*image.size, picture_format.ratio, focal)
                kept += share_inside(box, cut) >= 0.9
    return kept / (len(BOXES) * len(PictureFormat))


def share_inside(box, cut):
    width = min(box[2], cut[2]) - max(box[0], cut[0])
    height = min(box[3], cut[3]) - max(box[1], cut[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(width, 0) * max(height, 0) / area


class TestProposeFocalPoint:
    def test_keeps_more_subjects_than_the_centre_and_the_top_third(self):
        ours = share_of_crops_that_keep_the_subject(propose_focal_point)

        assert ours >= share_of_crops_that_keep_the_subject(centre) + MARGIN
        assert ours >= share_of_crops_that_keep_the_subject(top_third) + MARGIN
        assert ours >= 0.85

    def test_has_thirty_pictures_to_prove_it(self):
        assert len(BOXES) == 30
        assert {path.name for path in FOLDER.glob("*.webp")} == set(BOXES)
        assert all(path.stat().st_size <= 25_000 for path in FOLDER.glob("*.webp"))

    @pytest.mark.parametrize("size", [(64, 48), (640, 480), (2000, 3000), (16, 4000), (4000, 16)])
    def test_lies_within_the_picture(self, size):
        left, top, right, bottom = propose_focal_point(painted(size)).box

        assert -1 <= left < right <= size[0] + 1
        assert -1 <= top < bottom <= size[1] + 1

    def test_finds_the_only_thing_there_is(self):
        image = Image.new("RGB", (600, 400), "#88a0b0")
        image.paste("#c02020", (450, 60, 530, 140))
        found = propose_focal_point(image)

        assert 450 <= found.x <= 530
        assert 60 <= found.y <= 140

    def test_is_in_the_middle_of_a_plain_picture(self):
        found = propose_focal_point(Image.new("RGB", (400, 400), "#405060"))

        assert abs(found.x - 200) <= 20
        assert abs(found.y - 200) <= 20

    def test_takes_any_mode(self):
        for mode in ("L", "RGBA", "P"):
            assert propose_focal_point(painted((300, 200), mode)).width > 0

    def test_is_quick(self):
        image = painted((512, 512))
        times = []
        for _ in range(5):
            started = time.process_time()
            propose_focal_point(image)
            times.append(time.process_time() - started)

        assert min(times) < 0.06


class TestFocalPoint:
    def test_scales_with_the_picture(self):
        assert FocalPoint(100, 50, 20, 10).scaled(2.5) == FocalPoint(250, 125, 50, 25)
