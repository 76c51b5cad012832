"""Which format suits a picture, and how it is cut to one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.images.image_operations import FillOperation, ImageTransform
from wagtail.images.rect import Rect

from pictures.focal_point import FocalPoint
from pictures.formats import PictureFormat, crop_box, propose_format

SIDES = st.integers(16, 6000)


class TestProposeFormat:
    @pytest.mark.parametrize(
        ("width", "height", "expected"),
        [
            (576, 1024, "tall"),
            (512, 768, "portrait"),
            (1024, 1536, "portrait"),
            (768, 768, "square"),
            (768, 512, "landscape"),
            (1024, 576, "wide"),
            (832, 1216, "portrait"),
            (896, 1152, "portrait"),
            (1152, 1024, "square"),
            (16, 16000, "tall"),
            (3000, 1000, "wide"),
        ],
    )
    def test_is_the_nearest_shape(self, width, height, expected):
        assert propose_format(width, height) == expected

    @given(SIDES, SIDES)
    def test_turns_with_the_picture(self, width, height):
        turned = {"tall": "wide", "portrait": "landscape", "square": "square"}
        turned |= {after: before for before, after in turned.items()}
        upright, lying = propose_format(width, height), propose_format(height, width)

        assert turned[upright] == lying


class TestPictureFormat:
    def test_asks_engines_for_sizes_that_they_take(self):
        for picture_format in PictureFormat:
            width, height = picture_format.generation_size
            assert width % 64 == height % 64 == 0
            assert width * height <= 600_000
            assert propose_format(width, height) == picture_format
            assert width / height == pytest.approx(picture_format.ratio)

    def test_spans_as_many_rows_as_its_shape_needs(self):
        for picture_format in PictureFormat:
            assert picture_format.grid_rows == pytest.approx(12 / picture_format.ratio, rel=0.05)


class TestCropBox:
    def test_cuts_from_the_middle_without_a_focal_point(self):
        assert crop_box(1000, 600, 1.0) == (200, 0, 800, 600)

    def test_keeps_the_focal_box_inside(self):
        assert crop_box(1000, 600, 1.0, FocalPoint(940, 300, 100, 100)) == (390, 0, 990, 600)

    @given(SIDES, SIDES, st.sampled_from(PictureFormat), st.data())
    def test_is_the_cut_that_wagtail_makes(self, width, height, picture_format, data):
        focal = FocalPoint(
            data.draw(st.integers(0, width)),
            data.draw(st.integers(0, height)),
            data.draw(st.integers(1, width)),
            data.draw(st.integers(1, height)),
        )
        ours = crop_box(width, height, picture_format.ratio, focal)

        # As large as the sides allow, so that Wagtail's ratio is exactly ours.
        sides = picture_format.sides
        fill = FillOperation("fill", "{}x{}".format(*(side * 1000 for side in sides)))
        theirs = fill.run(ImageTransform((width, height)), WagtailImage(focal)).get_rect()

        assert ours == pytest.approx(tuple(theirs), abs=1)
        left, top, right, bottom = ours
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height

    @given(SIDES, SIDES, st.sampled_from(PictureFormat))
    def test_loses_nothing_where_the_shape_fits(self, width, height, picture_format):
        left, top, right, bottom = crop_box(width, height, picture_format.ratio)

        assert (right - left >= width - 1) or (bottom - top >= height - 1)


class WagtailImage:
    """As much of an image as Wagtail's operation asks for."""

    def __init__(self, focal):
        self.focal = focal

    def get_focal_point(self):
        return Rect.from_point(
            *(getattr(self.focal, name) for name in ("x", "y", "width", "height"))
        )
