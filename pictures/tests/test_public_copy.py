"""The copy of a picture in full size that may be given away."""

import pytest

from pictures.ai_mark import has_ai_mark
from pictures.intake import IntakeError, open_pixels, take_in
from pictures.marking import bare_statement, packet
from pictures.public_copy import FORMATS, strip_private
from pictures.tests.painted import INFOTEXT, exif, painted, png_with_text, saved, webui_comment

MARK, PLAIN = (packet(bare_statement(is_ai)) for is_ai in (True, False))


def private_exif():
    """A new one each time: saving an AVIF takes the orientation out."""
    return exif(
        comment=webui_comment(INFOTEXT),
        texts={0x013B: "Gil-dong Hong", 0x010E: "/home/gildong/x.png"},
        orientation=6,
        gps=True,
    )


class TestStripPrivate:
    @pytest.mark.parametrize("file_format", FORMATS)
    @pytest.mark.parametrize("source", ["png", "jpeg", "webp", "avif"])
    def test_keeps_the_picture_and_nothing_else(self, source, file_format):
        data = saved(painted((64, 48)), source, exif=private_exif())
        copy = strip_private(data, file_format, mark=PLAIN)
        again = take_in(copy.data)

        assert (again.format, again.width, again.height) == (file_format, 48, 64)
        assert set(again.raw_metadata) == {"XML:com.adobe.xmp"}
        for word in (b"lighthouse", b"Hong", b"gildong", b"Exif"):
            assert word not in copy.data

    def test_changes_no_pixel_of_a_png(self):
        data = saved(painted((64, 48), "RGBA"), "png")
        copy = strip_private(data, "png", mark=PLAIN)

        assert open_pixels(copy.data).tobytes() == open_pixels(data).tobytes()

    @pytest.mark.parametrize("file_format", FORMATS)
    def test_marks_ai_pictures_and_no_others(self, file_format):
        data = png_with_text(INFOTEXT)
        for marked in (True, False):
            copy = strip_private(data, file_format, mark=MARK if marked else PLAIN)
            assert has_ai_mark(copy.data) is marked

    def test_leaves_behind_what_follows_the_picture(self):
        data = saved(painted(), "png") + b"<script>alert(1)</script>"

        assert b"<script" not in strip_private(data, mark=PLAIN).data

    def test_refuses_a_broken_file(self):
        with pytest.raises(IntakeError):
            strip_private(b"nonsense", mark=PLAIN)
