"""Nothing that is not public leaves the house: a library with planted secrets, byte by byte."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from PIL import Image, PngImagePlugin

from pictures import headers
from pictures.ai_mark import has_ai_mark
from pictures.downloads import Kind
from pictures.intake import take_in
from pictures.library import add_image
from pictures.models import GalleryRendition, PicturePage
from pictures.publishing import create_picture
from pictures.tests.carriers import hidden
from pictures.tests.painted import exif, painted, png_chunk, saved, webui_comment

pytestmark = pytest.mark.django_db

PROMPT = "zanzibar-under-glass"
SECRETS = (
    *(PROMPT, "serial-7781234", "gildong", "Gil-dong Hong", "moonraker-node"),
    *("thumbnail-4711", "trailing-0815"),
)
INFOTEXT = (
    f"{PROMPT} <lora:moonraker-node:0.5>\nNegative prompt: moonraker-node\nSteps: 20, Sampler: "
    "Euler a, CFG scale: 7, Seed: 4711, Model: demo-painter, Path: /home/gildong/models"
)
TAIL = b"trailing-0815 C:\\Users\\gildong"
KINDS = ("png", "jpeg", "webp", "avif", "gif")


def planted(kind: str, shade: int) -> bytes:
    """A picture that tells everything in every way its format knows."""
    image = Image.blend(painted(), Image.new("RGB", (64, 48), (shade, 255 - shade, shade)), 0.5)
    told = exif(
        comment=webui_comment(INFOTEXT),
        texts={0x010E: "/home/gildong/x.png", 0x013B: "Gil-dong Hong", 0x010F: "serial-7781234"},
        gps=True,
    )
    told.get_ifd(0x8769)[0xA431] = "serial-7781234"
    told.get_ifd(0x8769)[0x927C] = saved(image, "jpeg", comment=b"thumbnail-4711")
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>C:\\Users\\gildong\\moonraker-node</a></x:xmpmeta>'
    )
    if kind == "gif":
        return saved(image, kind, comment=INFOTEXT) + TAIL
    if kind != "png":
        data = saved(image, kind, exif=told, xmp=xmp)
        return data if kind == "avif" else data + TAIL
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", INFOTEXT)
    chunks.add_text("workflow", json.dumps({"nodes": ["moonraker-node"]}), zip=True)
    chunks.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=True)
    data = saved(image, kind, exif=told, pnginfo=chunks)
    private = png_chunk(b"prVt", base64.b64encode(PROMPT.encode()))
    return data[:33] + private + data[33:] + TAIL


def forms(secret: str) -> Iterator[bytes]:
    """The secret as it could stand somewhere."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield secret.encode(encoding)
    for shift in range(3):
        packed = base64.b64encode(bytes(shift) + secret.encode())
        yield packed[4 if shift else 0 : -4]


NEEDLES = [(secret, form) for secret in SECRETS for form in forms(secret)]


def leaks(data: bytes) -> set[str]:
    """The secrets that `data` holds, also in what is packed inside it."""
    texts = [data]
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            texts.append(zlib.decompressobj().decompress(data[match.start() :], 1 << 20))
        except zlib.error:
            continue
    return {secret for secret, form in NEEDLES if any(form in text for text in texts)}


@pytest.fixture
def library(topic, ana, django_capture_on_commit_callbacks) -> list[PicturePage]:
    """A picture of each kind whose recipe is hidden, one that shows parameters, one of a camera."""
    files = [(kind, planted(kind, 40 * n), "hidden", True) for n, kind in enumerate(KINDS)]
    files.append(("some", planted("png", 230), "parameters", True))
    files.append(("camera", planted("jpeg", 250), "hidden", False))
    files.append(("pixels", saved(hidden(INFOTEXT), "png"), "hidden", True))
    with django_capture_on_commit_callbacks(execute=True):
        return [
            create_picture(
                topic=topic,
                image=add_image(take_in(data), title=name, user=ana, ai_generated=is_ai),
                title=f"Picture {name}",
                user=ana,
                alt_text=name,
                recipe_visibility=visibility,
                author_name="Bora",
                publish=True,
            )
            for name, data, visibility, is_ai in files
        ]


def downloads(client, pictures: list[PicturePage]) -> dict[str, bytes]:
    found = {}
    for picture in pictures:
        for kind in Kind:
            address = reverse("download", args=[picture.pk, kind.value])
            answer = client.get(address)
            if answer.status_code == 200:
                found[f"{picture.title} {address}"] = answer.content
    return found


def copies() -> dict[str, bytes]:
    storage = storages["default"]
    found = {}
    for spec, name in GalleryRendition.objects.values_list("filter_spec", "file"):
        with storage.open(name) as file:
            found[f"{spec} {name}"] = file.read()
    return found


def test_planted_secrets_are_found_where_they_lie():
    for kind in KINDS:
        found = leaks(planted(kind, 9))
        assert found >= {PROMPT, "gildong", "moonraker-node"}, kind
        if kind not in ("gif", "avif"):
            assert found == set(SECRETS), kind


class TestFiles:
    def test_hold_no_secret_and_all_of_them_the_mark(self, client, library):
        files = copies() | downloads(client, library)
        assert len(files) == GalleryRendition.objects.count() + len(library) + 1
        for name, data in files.items():
            assert leaks(data) == set(), name
            found = headers.survey(data)
            assert b"<photoshop:Credit>" in found.xmp, name
            with Image.open(io.BytesIO(data)) as image:
                assert not image.getexif().get_ifd(0x8825), name
        camera = library[-2].image
        photographs = set(camera.renditions.values_list("file", flat=True))
        for name, data in files.items():
            is_photograph = name.split(" ")[-1] in photographs or "Picture camera" in name
            assert has_ai_mark(data) is not is_photograph, name

    def test_tell_exiftool_nothing_else(self, client, library, tmp_path):
        if shutil.which("exiftool") is None:
            if os.environ.get("REQUIRE_SERVICES") == "1":
                pytest.fail("exiftool is missing, and REQUIRE_SERVICES=1")
            pytest.skip("exiftool is not installed")
        files = copies() | downloads(client, library)
        paths = [tmp_path / str(number) for number in range(len(files))]
        for path, data in zip(paths, files.values(), strict=True):
            path.write_bytes(data)
        done = subprocess.run(
            ["exiftool", "-json", "-a", "-u", "-U", "-G1", "-ee", *map(str, paths)],
            capture_output=True,
            timeout=300,
            check=False,
        )
        told = json.loads(done.stdout)
        assert len(told) == len(files)
        assert leaks(done.stdout) == set()
        for tags in told:
            assert not [tag for tag in tags if re.search("GPS|Serial|Thumbnail|Trailer", tag)]
            assert tags["XMP-photoshop:Credit"] == "HKPictures"
            assert tags["XMP-dc:Creator"] == "Bora"

    def test_that_came_in_are_for_those_who_may(self, client, library, ana, bo):
        addresses = [
            reverse("original", args=[picture.image.file.name.removeprefix("originals/")])
            for picture in library
        ]
        assert {client.get(address).status_code for address in addresses} == {404}
        client.force_login(bo)
        assert {client.get(address).status_code for address in addresses} == {404}
        client.force_login(ana)
        assert {client.get(address).status_code for address in addresses} == {200}


class TestAnswers:
    def test_hold_no_secret(self, client, library, topic):
        addresses = [
            *("/", "/en/", "/topics/", topic.url, f"/en{topic.url}", "/pictures/"),
            *("/pictures/?sort=oldest", "/sitemap.xml", "/sitemap-pages.xml", "/robots.txt"),
            *("/sitemap-pictures-1.xml", "/feeds/latest.atom", f"/feeds/topics/{topic.slug}.atom"),
            *("/search/?q=Picture", "/search/suggestions/?q=zan", "/search/suggestions/?q=moon"),
            *("/search/?q=4711", "/me/state/"),
        ]
        for picture in library:
            addresses += [picture.url, f"/oembed?url=http://localhost:8000{picture.url}"]
            addresses += [reverse("around", args=[picture.pk]), f"/files/recipes/{picture.pk}.json"]
        for address in addresses:
            assert leaks(client.get(address).content) == set(), address

    def test_find_no_picture_by_a_hidden_word(self, client, library):
        for word in (PROMPT, "zanzibar", "moonraker"):
            page = client.get(f"/en/search/?q={word}").content.decode()
            assert "Picture " not in page, word

    def test_change_with_the_switch(self, client, library, django_capture_on_commit_callbacks):
        picture = library[0]

        def switch(visibility: str) -> tuple[bool, bool, bool]:
            with django_capture_on_commit_callbacks(execute=True):
                draft = picture.get_latest_revision_as_object()
                draft.recipe_visibility = visibility
                draft.save_revision().publish()
            file = client.get(reverse("download", args=[picture.pk, "with-recipe"]))
            return (
                PROMPT in client.get(picture.url).content.decode(),
                picture.title in client.get("/en/search/?q=zanzibar").content.decode(),
                file.status_code == 200 and PROMPT.encode() in file.content,
            )

        assert switch("public") == (True, True, True)
        assert leaks(client.get(picture.url).content) <= {PROMPT, "moonraker-node"}
        assert switch("parameters") == (False, False, False)
        assert switch("public") == (True, True, True)
        assert switch("hidden") == (False, False, False)
