"""The rendition set of a picture."""

import io

import pytest
from PIL import Image
from wagtail.images.models import Filter

from pictures.ai_mark import DIGITAL_SOURCE_TYPE, has_ai_mark
from pictures.focal_point import FocalPoint
from pictures.formats import PictureFormat
from pictures.intake import IntakeError, open_pixels, take_in
from pictures.marking import bare_statement, packet
from pictures.rendering import (
    RENDITION_FORMATS,
    RENDITION_WIDTHS,
    fill_spec,
    max_spec,
    render_file,
    render_set,
    rendition_specs,
)
from pictures.tests.painted import INFOTEXT, exif, painted, saved, webui_comment

MARK, PLAIN = (packet(bare_statement(is_ai)) for is_ai in (True, False))


def sizes(rendered):
    """Spec → size in px of the JPEGs."""
    return {
        item.spec.partition("|")[0]: (item.width, item.height)
        for item in rendered
        if item.content_type == "image/jpeg"
    }


class TestRenditionSpecs:
    @pytest.mark.parametrize("picture_format", PictureFormat)
    def test_are_filters_that_wagtail_understands(self, picture_format):
        specs = rendition_specs(picture_format)

        assert len(specs) == len(set(specs)) == 12
        for spec in specs:
            operations = Filter(spec=spec).operations
            assert [operation.method for operation in operations][1] == "format"
            assert operations[0].method in ("fill", "max")

    def test_are_spelt_out(self):
        assert fill_spec(PictureFormat.PORTRAIT, 640, "avif") == "fill-640x960|format-avif"
        assert max_spec("webp") == "max-1920x1920|format-webp"


class TestRenderSet:
    def test_makes_every_size_of_a_large_picture(self):
        rendered = list(render_set(painted((1500, 1100)), PictureFormat.LANDSCAPE, mark=PLAIN))

        assert {item.spec for item in rendered} == set(rendition_specs(PictureFormat.LANDSCAPE))
        assert sizes(rendered) == {
            "fill-1280x853": (1280, 853),
            "fill-640x427": (640, 427),
            "fill-320x213": (320, 213),
            "max-1920x1920": (1500, 1100),
        }

    def test_never_enlarges_and_makes_nothing_twice(self):
        rendered = list(render_set(painted((512, 768)), PictureFormat.PORTRAIT, mark=PLAIN))

        assert sizes(rendered) == {
            "fill-640x960": (512, 768),
            "fill-320x480": (320, 480),
            "max-1920x1920": (512, 768),
        }

    def test_copes_with_the_most_extreme_shapes(self):
        for size in ((16, 16), (16, 4000), (4000, 16)):
            for picture_format in PictureFormat:
                rendered = list(render_set(painted(size), picture_format, mark=MARK))
                assert len(rendered) >= 2 * len(RENDITION_FORMATS)

    @pytest.mark.parametrize("picture_format", PictureFormat)
    def test_says_the_true_size_and_type(self, picture_format):
        for item in render_set(painted((700, 500)), picture_format, mark=MARK):
            with Image.open(io.BytesIO(item.data)) as image:
                assert image.size == (item.width, item.height)
                assert f"image/{image.format.lower()}" == item.content_type
            assert item.spec.endswith(item.content_type.removeprefix("image/"))

    def test_cuts_around_the_focal_point(self):
        wide = Image.new("RGB", (900, 300), "navy")
        wide.paste("red", (800, 100, 890, 200))
        focal = FocalPoint(845, 150, 90, 100)

        with_focal = _pixels(wide, PictureFormat.SQUARE, focal, "fill-320x320")
        without = _pixels(wide, PictureFormat.SQUARE, None, "fill-320x320")
        assert _reddest(with_focal) > 200
        assert _reddest(without) < 60

    def test_shows_transparency_on_white_in_jpeg_and_keeps_it_elsewhere(self):
        clear = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
        for item in render_set(clear, PictureFormat.SQUARE, mark=PLAIN):
            with Image.open(io.BytesIO(item.data)) as image:
                if item.content_type == "image/jpeg":
                    assert min(image.getpixel((50, 50))) > 250
                else:
                    assert image.getpixel((50, 50))[3] == 0

    def test_leaves_the_given_pixels_as_they_were(self):
        pixels = painted((400, 300))
        before = pixels.tobytes()
        list(render_set(pixels, PictureFormat.WIDE, mark=MARK))

        assert pixels.tobytes() == before


class TestRenderFile:
    def test_carries_no_private_data(self):
        secret = INFOTEXT.replace("a lighthouse", "a very private wish")
        private = exif(
            comment=webui_comment(secret),
            texts={0x013B: "Gil-dong Hong", 0x010E: "/home/gildong/x.png"},
            gps=True,
        )
        for kind in ("jpeg", "png", "webp", "avif"):
            data = saved(painted((400, 300)), kind, exif=private)
            assert take_in(data).raw_metadata["Artist"] == "Gil-dong Hong"
            for item in render_file(data, PictureFormat.LANDSCAPE, mark=MARK):
                # The AI mark is all that is left to be read.
                assert set(take_in(item.data).raw_metadata) <= {"XML:com.adobe.xmp"}
                for word in (b"private", b"Hong", b"gildong", b"Exif\0", b"GPS"):
                    assert word not in item.data

    def test_marks_ai_pictures_and_no_others(self):
        data = saved(painted((400, 300)), "png")
        for marked in (True, False):
            for item in render_file(data, PictureFormat.LANDSCAPE, mark=MARK if marked else PLAIN):
                assert has_ai_mark(item.data) is marked
                assert (DIGITAL_SOURCE_TYPE.encode() in item.data) is marked

    def test_follows_the_focal_point_in_a_reduced_jpeg(self):
        large = Image.new("RGB", (7200, 4800), "navy")
        large.paste("red", (1800, 2000, 2300, 2600))
        focal = FocalPoint(2050, 2300, 500, 600)
        rendered = render_file(saved(large, "jpeg"), PictureFormat.TALL, focal, mark=PLAIN)

        cut = next(item for item in rendered if item.spec == "fill-320x569|format-jpeg")
        assert (cut.width, cut.height) == (320, 569)
        assert _reddest(Image.open(io.BytesIO(cut.data))) > 200

    def test_refuses_a_broken_file(self):
        with pytest.raises(IntakeError):
            list(render_file(b"nonsense", PictureFormat.SQUARE, mark=PLAIN))


class TestAiMark:
    @pytest.mark.parametrize("kind", ["jpeg", "webp", "avif", "png"])
    def test_is_found_as_attribute_too(self, kind):
        packet = (
            b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description Iptc4xmpExt:DigitalSourceType='
            b'"http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"/>'
        )
        if kind == "png":
            from pictures.tests.painted import png_with_text

            data = png_with_text(packet.decode(), key="XML:com.adobe.xmp", international=True)
        else:
            data = saved(painted(), kind, xmp=packet)

        assert has_ai_mark(data)

    def test_is_not_found_where_there_is_none(self):
        assert not has_ai_mark(saved(painted(), "jpeg"))
        assert not has_ai_mark(b"nonsense" + DIGITAL_SOURCE_TYPE.encode())
        assert not has_ai_mark(saved(painted(), "jpeg", comment=DIGITAL_SOURCE_TYPE.encode()))


def _pixels(image, picture_format, focal, name):
    for item in render_set(image, picture_format, focal, mark=PLAIN):
        if item.spec == f"{name}|format-jpeg":
            return Image.open(io.BytesIO(item.data))
    # No fill of that size: the largest one has the picture's own.
    return open_pixels(
        next(
            item.data
            for item in render_set(image, picture_format, focal, mark=PLAIN)
            if item.spec.startswith("fill")
        )
    )


def _reddest(image):
    red, _, blue = image.split()
    return max(one - other for one, other in zip(red.tobytes(), blue.tobytes(), strict=True))


def test_widths_are_those_the_templates_ask_for():
    assert RENDITION_WIDTHS == (320, 640, 1280)
