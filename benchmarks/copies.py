"""What the public copies of a picture cost, with libvips and with Pillow: CPU and memory.

Asked of one scratch site through `benchmarks.inside`.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.sites import Site
    from benchmarks.table import Row

ROUNDS = 5
SIZES = ((1024, 1536), (2048, 3072))
LARGE = (
    "from PIL import Image; import sys; "
    "grain = Image.effect_noise((1250, 800), 60).convert('RGB').resize((7680, 5200), 0); "
    "grain.save(sys.argv[1], compress_level=1)"
)


def rendering() -> dict[str, dict[str, float]]:
    """By size and by library the CPU in ms of a whole set, as `wagtail` one decode for each file.

    Medians of interleaved rounds; the mark is written by all but Wagtail.
    """
    return {f"{width} × {height}": _sets((width, height)) for width, height in SIZES}


def _sets(size: tuple[int, int]) -> dict[str, float]:
    from django.conf import settings
    from PIL import Image
    from wagtail.images.models import Filter

    from pictures.formats import PictureFormat
    from pictures.marking import bare_statement, packet
    from pictures.models import GalleryImage
    from pictures.rendering import render_file
    from pictures.scaling import scaled_by

    grain = Image.effect_noise(size, 40).convert("RGB")
    smooth = Image.linear_gradient("L").resize(size).convert("RGB")
    file = io.BytesIO()
    Image.blend(smooth, grain, 0.25).save(file, "PNG")
    data = file.getvalue()
    image = GalleryImage(title="x", width=size[0], height=size[1])
    mark = packet(bare_statement(True))
    specs = [copy.spec for copy in render_file(data, PictureFormat.PORTRAIT, mark=mark)]

    def ours(libvips: bool) -> None:
        settings.LIBVIPS = libvips
        for _ in render_file(data, PictureFormat.PORTRAIT, mark=mark):
            pass

    def theirs() -> None:
        for spec in specs:
            Filter(spec).run(image, io.BytesIO(), source=io.BytesIO(data))

    settings.LIBVIPS = True
    work: dict[str, Callable[[], None]] = {"wagtail": theirs, "Pillow": lambda: ours(False)}
    if scaled_by() != "Pillow":
        work["libvips"] = lambda: ours(True)
    rounds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, one in work.items():
            start = time.process_time()
            one()
            rounds[name].append(1000 * (time.process_time() - start))
    return {name: median(found) for name, found in rounds.items()}


def peak(what: str) -> float:
    """MiB by which this process peaks over a PNG of 40 megapixels.

    `what` is `intake`, or the library that its copies are made with: `libvips` or `Pillow`.
    """
    from django.conf import settings

    from pictures.formats import PictureFormat
    from pictures.intake import take_in
    from pictures.rendering import render_file
    from pictures.scaling import scaled_by

    settings.LIBVIPS = what == "libvips"
    scaled_by()  # loads it
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.png"
        subprocess.run([sys.executable, "-c", LARGE, str(file)], check=True)
        data = file.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if what == "intake":
        take_in(data, name="large.png")
    else:
        for _ in render_file(data, PictureFormat.LANDSCAPE, mark=b"<x/>"):
            pass
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def copies_rows(site: Site) -> list[Row]:
    """Rows of the table."""
    from benchmarks.table import Row

    found: dict[str, dict[str, Any]] = site.ask("inside", "rendering")
    rows = [
        Row(
            f"CPU of all copies of a picture of {size} px with {name}, Wagtail's way = 1",
            used[name] / used["wagtail"],
            0.45,
            f"{used[name]:.0f} against {used['wagtail']:.0f} ms; one decode, sizes chained, marked",
        )
        for size, used in found.items()
        for name in ("Pillow", "libvips")
        if name in used
    ]
    libraries = [name for name in ("Pillow", "libvips") if name in next(iter(found.values()))]
    for what, name in (
        ("Taking in a file of 40 megapixels", "intake"),
        *(
            (f"Making the copies of a file of 40 megapixels with {name}", name)
            for name in libraries
        ),
    ):
        mib = site.ask("inside", "peak", name)
        rows.append(Row(f"{what}: peak memory above the start", mib, 400, "", " MiB"))
    return rows


if __name__ == "__main__":  # these rows alone
    from benchmarks.sites import Site as Scratch
    from benchmarks.table import markdown

    with tempfile.TemporaryDirectory(prefix="hkpictures-copies-") as place:
        scratch = Scratch(Path(place), "copies")
        scratch.create()
        print(markdown(copies_rows(scratch), []))
