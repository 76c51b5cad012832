"""Pictures made smaller, by whichever library: the same sizes, nearly the same pixels."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from pictures import scaling
from pictures.ai_mark import has_ai_mark
from pictures.decoding import on_white
from pictures.focal_point import FocalPoint
from pictures.formats import PictureFormat
from pictures.intake import IntakeError, open_pixels
from pictures.marking import bare_statement, packet
from pictures.rendering import render_file
from pictures.scaling import scaled, scaled_by
from pictures.tests.bad_files import bad_files
from pictures.tests.painted import exif, painted, saved
from pictures.tests.test_open_pixels import (
    large_clear_png,
    profile_with_red_and_green_exchanged,
)

MARK = packet(bare_statement(True))
MEAN, MOST = 0.8, 12  # of 255 by which the two may differ: in the middle, and in a single pixel
ROOT = Path(__file__).resolve().parents[2]
needs_libvips = pytest.mark.skipif(not scaling._libvips(), reason="pyvips is not installed")
BOTH = [pytest.param(True, marks=needs_libvips, id="libvips"), pytest.param(False, id="Pillow")]


@pytest.fixture(params=BOTH)
def library(request, settings):
    settings.LIBVIPS = request.param


def grainy(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    smooth = Image.linear_gradient("L").resize(size).convert("RGB")
    image = Image.blend(smooth, Image.effect_noise(size, 60).convert("RGB"), 0.3)
    if mode == "RGBA":
        image.putalpha(Image.radial_gradient("L").resize(size))
    return image


def with_both(settings, make):
    for settings.LIBVIPS in (True, False):
        yield make()


def differences(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    assert (one.size, one.mode) == (other.size, other.mode)
    found = ImageStat.Stat(ImageChops.difference(on_white(one), on_white(other)))
    return max(found.mean), max(most for _, most in found.extrema)


@needs_libvips
class TestTheTwoLibraries:
    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    @pytest.mark.parametrize(
        ("size", "box", "small"),
        [
            ((1024, 1536), None, (640, 960)),
            ((1000, 700), (100, 0, 800, 700), (320, 320)),
            ((3001, 1999), (0, 1, 2999, 1999), (321, 213)),
            ((700, 20), None, (640, 18)),
        ],
    )
    def test_agree(self, settings, mode, size, box, small):
        image = grainy(size, mode)
        one, other = with_both(settings, lambda: scaled(image, small, box))
        mean, most = differences(one, other)
        assert one.size == small
        assert mean <= MEAN
        assert most <= MOST

    def test_agree_on_every_copy_of_turned_pictures_in_other_colours(self, settings):
        profile = profile_with_red_and_green_exchanged()
        data = saved(grainy((900, 700)), "jpeg", icc_profile=profile, exif=exif(orientation=6))
        focal = FocalPoint(100, 800, 60, 60)
        for one, other in zip(
            *with_both(
                settings,
                lambda: list(render_file(data, PictureFormat.WIDE, focal, mark=MARK)),
            ),
            strict=True,
        ):
            assert (one.spec, one.width, one.height) == (other.spec, other.width, other.height)
            assert has_ai_mark(one.data)
            assert has_ai_mark(other.data)
            mean, _ = differences(open_pixels(one.data), open_pixels(other.data))
            assert mean < 3, one.spec  # both encoded with losses

    def test_are_told_apart(self, settings):
        one, other = with_both(settings, scaled_by)
        assert one.startswith("libvips 8.")
        assert other == "Pillow"


class TestScaled:
    def test_mixes_no_colour_of_what_cannot_be_seen(self, library):
        image = Image.new("RGBA", (400, 400), (255, 0, 0, 255))
        image.paste((0, 255, 0, 0), (0, 0, 200, 400))
        small = scaled(image, (100, 100))
        for x in range(100):
            red, green, _, alpha = small.getpixel((x, 50))
            assert alpha < 8 or (red > 240 and green < 12), x

    def test_follows_the_box(self, library):
        image = Image.new("RGB", (300, 100), "navy")
        image.paste("red", (200, 0, 300, 100))
        small = scaled(image, (50, 50), (200, 0, 300, 100))
        assert {small.getpixel((x, 25)) for x in range(5, 50)} == {(255, 0, 0)}

    def test_leaves_the_given_pixels_alone(self, library):
        image = grainy((400, 300))
        before = image.tobytes()
        assert scaled(image, (400, 300)) is image
        scaled(image, (40, 30)).putpixel((0, 0), (1, 2, 3))
        assert image.tobytes() == before

    def test_keeps_its_order(self, library):
        ramp = Image.linear_gradient("L").convert("RGB").resize((512, 512))
        column = [scaled(ramp, (64, 64)).getpixel((9, y))[0] for y in range(64)]
        assert all(upper <= lower for upper, lower in pairwise(column))


class TestHostileFiles:
    def test_are_rendered_or_refused_in_words(self, library):
        for _name, data in list(bad_files())[::15]:
            try:
                for copy in render_file(data, PictureFormat.SQUARE, mark=MARK):
                    assert has_ai_mark(copy.data)
            except IntakeError:
                continue

    @needs_libvips
    def test_never_reach_the_readers_of_libvips(self, tmp_path):
        vips = scaling._libvips()
        path = tmp_path / "x.png"
        path.write_bytes(saved(painted(), "png"))
        for read in (
            lambda: vips.Image.new_from_file(str(path)),
            lambda: vips.Image.new_from_buffer(path.read_bytes(), ""),
        ):
            with pytest.raises(vips.Error):
                read()


class TestMemory:
    def test_forty_megapixels_stay_within_the_budget(self, library, settings, tmp_path):
        path = tmp_path / "large.png"
        path.write_bytes(large_clear_png(8000, 5000))
        script = (
            "import resource, sys, django\n"
            "from django.conf import settings\n"
            f"settings.configure(USE_I18N=False, LIBVIPS={settings.LIBVIPS}); django.setup()\n"
            "from pictures.intake import open_pixels\n"
            "from pictures.scaling import scaled, scaled_by\n"
            "scaled_by(); data = open(sys.argv[1], 'rb').read()\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "scaled(open_pixels(data), (1920, 1080), (0, 250, 8000, 4750))\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, path],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"},
            timeout=90,
        )
        assert int(done.stdout) < 400 * 1024  # ru_maxrss counts KiB on Linux
