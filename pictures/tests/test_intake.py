"""The one door for picture files: what passes, what is refused, and at what cost."""

import io
import time
import tracemalloc

import pytest
from django.utils import translation
from PIL import Image, ImageFile, ImageOps, MpoImagePlugin

from pictures import intake_limits
from pictures.fingerprints import hash_distance
from pictures.intake import CONTENT_TYPES, IntakeError, open_pixels, take_in
from pictures.tests import bad_files as bad
from pictures.tests.painted import (
    INFOTEXT,
    exif,
    painted,
    png_with_chunk,
    png_with_text,
    saved,
    webui_comment,
)

SECONDS_PER_FILE = 5
CODES = {
    "pixels.png": "too_many_pixels",
    "wide.png": "side_too_long",
    "header-only.png": "broken",
    "nothing.png": "broken",
    "frames.gif": "too_many_frames",
    "frames.png": "too_many_frames",
    "frames.webp": "too_many_frames",
    "text.png": "too_much_text",
    "world-text.png": "too_much_text",
    "profile.png": "too_much_text",
    "many-texts.png": "too_much_text",
    "many-chunks.png": "broken",
    "scans.jpg": "broken",
    "padding.jpg": "broken",
    "lying.avif": "too_many_pixels",
    "nested.avif": "broken",
    "blocks.gif": "broken",
}


def refusal(data, name="cat.png"):
    with pytest.raises(IntakeError) as caught:
        take_in(data, name=name)
    return caught.value


def answer_to(name, data):
    """What somebody who brings a file hears; any other exception than a refusal is a failure."""
    try:
        take_in(data, name=name)
        open_pixels(data, name=name)
    except IntakeError as error:
        return str(error)
    return "taken"


class TestTakeIn:
    @pytest.mark.parametrize("name", bad.good_files())
    def test_takes_every_good_file_and_knows_it_by_its_bytes(self, name):
        data = bad.good_files()[name]
        taken = take_in(data, name="no-extension")

        assert taken.data == data
        assert taken.extension == name.rpartition(".")[2]
        assert taken.content_type == CONTENT_TYPES[taken.format]
        assert taken.is_animated == name.startswith("film")
        assert taken.has_alpha == name.startswith(("clear", "lossless"))
        assert (taken.width, taken.height) == open_pixels(data).size

    def test_reads_a_file_from_its_beginning_and_puts_it_back(self):
        file = io.BytesIO(saved(painted(), "png"))
        file.seek(7)

        assert take_in(file).width == 64
        assert file.tell() == 0

    def test_turns_the_picture_upright(self):
        plain = painted((64, 48))
        for orientation in range(1, 9):
            data = saved(plain, "jpeg", exif=exif(orientation=orientation), quality=95)
            taken = take_in(data)
            assert (taken.width, taken.height) == ((64, 48) if orientation < 5 else (48, 64))
            with Image.open(io.BytesIO(data)) as image:
                expected = take_in(saved(ImageOps.exif_transpose(image), "png"))
            assert hash_distance(taken.dhash, expected.dhash) <= 2

    def test_reads_the_orientation_of_every_format_that_has_one(self):
        for file_format in ("png", "jpeg", "webp", "avif"):
            taken = take_in(saved(painted((64, 48)), file_format, exif=exif(orientation=6)))
            assert (taken.width, taken.height) == (48, 64)

    def test_gives_near_pictures_near_hashes_and_others_far_ones(self):
        one = take_in(saved(painted((640, 480)), "png")).dhash
        near = take_in(saved(painted((320, 240)), "jpeg", quality=40)).dhash
        far = take_in(saved(painted((640, 480)).rotate(90), "png")).dhash

        assert hash_distance(one, near) <= 4
        assert hash_distance(one, far) > 10

    def test_names_the_colour_that_covers_most(self):
        image = Image.new("RGB", (90, 60), "#2060a0")
        image.paste("#f0e020", (0, 0, 30, 60))

        assert take_in(saved(image, "png")).dominant_colour == "#2060a0"

    def test_reads_the_recipe_from_every_carrier(self):
        comment = exif(comment=webui_comment(INFOTEXT))
        files = [
            png_with_text(INFOTEXT),
            png_with_text(INFOTEXT, packed=True),
            png_with_text(INFOTEXT, international=True),
            png_with_text(INFOTEXT, international=True, packed=True),
            *(saved(painted(), kind, exif=comment) for kind in ("png", "jpeg", "webp", "avif")),
        ]
        for number, data in enumerate(files):
            recipe = take_in(data, name=str(number)).recipe
            found = (recipe.prompt, recipe.seed, recipe.program)
            assert found == ("a lighthouse", 42, "Forge"), number
            assert recipe.raw == INFOTEXT

    @pytest.mark.parametrize(
        "comment",
        [
            b"UNICODE\0" + INFOTEXT.replace("a lighthouse", "등대").encode("utf-16-be"),
            b"UNICODE\0" + INFOTEXT.replace("a lighthouse", "등대").encode("utf-16-le"),
            b"UNICODE\0" + INFOTEXT.replace("a lighthouse", "등대").encode("utf-16"),
            b"UNICODE\0" + INFOTEXT.replace("a lighthouse", "등대").encode(),
            b"ASCII\0\0\0" + INFOTEXT.replace("a lighthouse", "등대").encode(),
            bytes(8) + INFOTEXT.replace("a lighthouse", "등대").encode(),
            INFOTEXT.replace("a lighthouse", "등대").encode(),
        ],
    )
    def test_reads_a_user_comment_of_any_encoding(self, comment):
        assert take_in(saved(painted(), "jpeg", exif=exif(comment=comment))).recipe.prompt == "등대"

    def test_reads_a_japanese_user_comment(self):
        comment = b"JIS\0\0\0\0\0" + INFOTEXT.replace("a lighthouse", "灯台").encode("iso2022_jp")

        assert take_in(saved(painted(), "jpeg", exif=exif(comment=comment))).recipe.prompt == "灯台"

    def test_keeps_texts_fit_for_the_database(self):
        data = png_with_chunk(b"tEXt", b"Comment\0one\0two")

        assert take_in(data).raw_metadata == {"Comment": "onetwo"}

    def test_gives_no_recipe_where_there_is_none(self):
        taken = take_in(saved(painted(), "png"))

        assert not taken.recipe
        assert taken.raw_metadata == {}


class TestRefusal:
    def test_gives_each_bomb_its_reason(self):
        assert {name: refusal(data, name).code for name, data in bad.bombs()} == CODES

    def test_refuses_every_other_kind_of_file(self):
        for name, data in bad.wrong_types():
            error = refusal(data, name)
            assert error.code in ("empty", "unsupported", "broken"), name
            assert name in str(error)

    def test_refuses_a_file_beyond_the_size_limit(self):
        data = saved(painted(), "png") + bytes(intake_limits.MAX_BYTES)

        assert refusal(data).code == "too_large"
        assert refusal(io.BytesIO(data)).code == "too_large"

    def test_refuses_a_picture_too_small_to_show(self):
        assert refusal(saved(painted((15, 40)), "png")).code == "too_small"
        assert take_in(saved(painted((16, 40)), "png")).width == 16

    def test_holds_the_pixel_limit_exactly(self):
        assert refusal(bad.pixel_bomb(8001, 5000)).code == "too_many_pixels"
        assert take_in(bad.pixel_bomb(8000, 5000)).width == 8000

    def test_refuses_files_cut_off_anywhere_before_their_pixels_end(self):
        for name, data in bad.good_files().items():
            if not name.endswith("gif"):
                assert refusal(data[: len(data) // 2], name).code == "broken"

    def test_never_unpacks_more_text_than_the_limit(self):
        bomb = dict(bad.bombs())["text.png"]
        tracemalloc.start()
        try:
            refusal(bomb)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

        assert peak < 3 * intake_limits.MAX_TEXT_BYTES

    def test_names_the_file_in_the_language_of_the_reader(self):
        with translation.override("en"):
            assert str(refusal(b"nonsense", "holiday.png")) == (
                "“holiday.png” is not a PNG, JPEG, WebP, AVIF or GIF picture."
            )

    def test_shows_only_a_short_plain_name(self):
        for name, data in bad.hostile_names():
            sentence = str(refusal(data, name))
            assert len(sentence) < 160
            assert sentence.isprintable()
            assert "etc" not in sentence
            assert "\\" not in sentence


class TestBadFiles:
    def test_each_is_taken_or_refused_in_words_and_in_time(self):
        taken = 0
        for name, data in bad.bad_files():
            started = time.monotonic()
            answer = answer_to(name, data)
            taken += answer == "taken"
            assert answer, name
            assert time.monotonic() - started < SECONDS_PER_FILE, name
        assert taken > 20  # a corpus of which nothing passes would prove little

    def test_is_the_same_every_time(self):
        assert dict(bad.flipped_files()) == dict(bad.flipped_files())


class TestDecoders:
    def test_no_other_plugin_ever_sees_a_file(self, monkeypatch):
        """Every decoder but the five is booby-trapped, at its door and when it opens."""
        Image.init()
        touched = []

        def trap(name):
            def opened(*args, **kwargs):
                touched.append(name)
                raise SyntaxError(name)

            return opened

        for name in set(Image.OPEN) - {"PNG", "JPEG", "WEBP", "AVIF", "GIF"}:
            monkeypatch.setitem(Image.OPEN, name, (trap(name), trap(name)))
        files = [*bad.wrong_types(), *bad.polyglots(), *bad.good_files().items()]
        for name, data in [*files, ("pair.jpg", two_pictures_in_one())]:
            answer_to(name, data)
        assert touched == []

    def test_the_trap_would_show_it(self, monkeypatch):
        Image.init()
        touched = []
        monkeypatch.setitem(Image.OPEN, "TIFF", (lambda *_: touched.append("TIFF"), None))
        with pytest.raises(Exception):  # noqa: B017
            Image.open(io.BytesIO(saved(painted(), "tiff"))).load()

        assert touched == ["TIFF"]

    @pytest.mark.parametrize("name", bad.good_files())
    def test_the_file_is_decoded_once(self, name, monkeypatch):
        opened, loaded = [], []
        real_open, real_load = Image.open, ImageFile.ImageFile.load

        def load(image):
            loaded.append(bool(image.tile))
            return real_load(image)

        monkeypatch.setattr(Image, "open", lambda *a, **k: opened.append(k) or real_open(*a, **k))
        monkeypatch.setattr(ImageFile.ImageFile, "load", load)
        take_in(bad.good_files()[name])

        assert [options["formats"] for options in opened] == [
            [{"jpg": "JPEG"}.get(name.rpartition(".")[2], name.rpartition(".")[2].upper())]
        ]
        assert sum(loaded) == 1

    def test_damaged_data_is_never_completed(self):
        take_in(saved(painted(), "jpeg"))

        assert ImageFile.LOAD_TRUNCATED_IMAGES is False

    def test_a_file_of_several_pictures_stays_a_jpeg(self, monkeypatch):
        adopted = []
        monkeypatch.setattr(
            MpoImagePlugin.MpoImageFile, "adopt", lambda image, *_: adopted.append(1) or image
        )
        data = two_pictures_in_one()

        assert take_in(data).format == "jpeg"
        assert open_pixels(data).size == (64, 48)
        assert adopted == []
        Image.open(io.BytesIO(data))
        assert adopted == [1]  # what would have happened to the file as it came


def two_pictures_in_one() -> bytes:
    """What cameras call MPO, which Pillow would open with another plugin."""
    pair = [painted(), painted().rotate(180)]
    return saved(pair[0], "mpo", save_all=True, append_images=pair[1:])
