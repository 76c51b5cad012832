"""What files become in memory: upright pixels in RGB, within a budget."""

import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from pictures.intake import open_pixels
from pictures.tests.painted import (
    exif,
    painted,
    png_chunk,
    saved,
)


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
            path.write_bytes(large_clear_png(8000, 5000))
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


def profile_with_red_and_green_exchanged() -> bytes:
    """A colour space that is plainly not sRGB, so that a conversion shows."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "rGGB".encode("utf-16-be"))
    return profile.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")


def large_clear_png(width: int, height: int) -> bytes:
    """An RGBA picture of one colour, half transparent."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compressobj(1)
    row = b"\0" + bytes([200, 40, 60, 128]) * width
    body = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    signature = b"\x89PNG\r\n\x1a\n"
    return (
        signature + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")
    )
