"""The one door for picture files: what passes, what is refused, and at what cost."""

import io
import struct
import subprocess
import sys
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image, ImageCms, ImageFile, ImageOps, MpoImagePlugin

from pictures import intake_limits
from pictures.fingerprints import hash_distance
from pictures.intake import CONTENT_TYPES, IntakeError, open_pixels, take_in
from pictures.tests import bad_files as bad
from pictures.tests.painted import (
    INFOTEXT,
    exif,
    painted,
    png_chunk,
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


class TestOpenPixels:
    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
    def test_gives_rgb_from_every_mode(self, mode):
        source = painted((64, 48), "L").convert("I;16") if mode == "I;16" else painted(mode=mode)
        kind = "jpeg" if mode == "CMYK" else "png"
        if mode == "I;16":
            source = source.point(lambda value: value * 257)
        pixels = open_pixels(saved(source, kind))

        assert pixels.mode == ("RGBA" if mode == "RGBA" else "RGB")
        assert pixels.size == (64, 48)
        assert pixels.info == {}

    def test_keeps_the_tones_of_sixteen_bits(self):
        deep = Image.new("I;16", (20, 20), 0x8000)

        assert open_pixels(saved(deep, "png")).getpixel((5, 5)) == (128, 128, 128)

    def test_drops_an_alpha_channel_that_hides_nothing(self):
        image = painted()
        image.putalpha(255)

        assert open_pixels(saved(image, "png")).mode == "RGB"

    def test_keeps_transparency_of_a_palette(self):
        image = painted(mode="P")

        assert open_pixels(saved(image, "png", transparency=0)).mode == "RGBA"

    def test_turns_by_orientation(self):
        pixels = open_pixels(saved(painted((64, 48)), "jpeg", exif=exif(orientation=6)))
        red, _, blue = pixels.getpixel((pixels.width - 8, 8))

        assert pixels.size == (48, 64)
        assert red > 2 * blue

    def test_converts_other_colour_spaces_to_srgb(self):
        image = Image.new("RGB", (20, 20), (250, 10, 10))

        data = saved(image, "png", icc_profile=profile_with_red_and_green_exchanged())
        pixels = open_pixels(data)
        red, green, _ = pixels.getpixel((3, 3))
        assert green > 200 > red
        assert pixels.info == {}

    def test_survives_a_broken_colour_profile(self):
        profile = b"\0" * 16 + b"RGB " + b"\xff" * 200

        assert open_pixels(saved(painted(), "jpeg", icc_profile=profile)).mode == "RGB"


class TestMemory:
    @pytest.mark.parametrize("kind", ["png", "jpeg"])
    def test_forty_megapixels_stay_within_the_budget(self, kind, tmp_path):
        path = tmp_path / f"large.{kind}"
        if kind == "png":
            path.write_bytes(_large_clear_png(8000, 5000))
        else:
            noise = Image.effect_noise((1000, 625), 40).resize((8000, 5000)).convert("RGB")
            noise.save(path, progressive=True, subsampling=0)
        script = (
            "import resource, sys, django\n"
            "from django.conf import settings\n"
            "settings.configure(USE_I18N=False); django.setup()\n"
            "from pictures.intake import take_in\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "take_in(open(sys.argv[1], 'rb'))\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
        )
        root = Path(__file__).resolve().parents[2]
        done = subprocess.run(
            [sys.executable, "-c", script, path],
            capture_output=True,
            check=True,
            cwd=root,
            env={"PYTHONPATH": f"{root}:{root / 'site'}"},
            timeout=60,
        )
        assert int(done.stdout) < 400 * 1024  # ru_maxrss counts KiB on Linux


def two_pictures_in_one() -> bytes:
    """What cameras call MPO, which Pillow would open with another plugin."""
    pair = [painted(), painted().rotate(180)]
    return saved(pair[0], "mpo", save_all=True, append_images=pair[1:])


def profile_with_red_and_green_exchanged() -> bytes:
    """A colour space that is plainly not sRGB, so that a conversion shows."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "rGGB".encode("utf-16-be"))
    return profile.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")


def _large_clear_png(width: int, height: int) -> bytes:
    """An RGBA picture of one colour, half transparent."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compressobj(1)
    row = b"\0" + bytes([200, 40, 60, 128]) * width
    body = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    signature = b"\x89PNG\r\n\x1a\n"
    return (
        signature + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")
    )
