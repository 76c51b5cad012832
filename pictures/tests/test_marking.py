"""What every public file says of itself, and that rewriting a file takes nothing else along."""

import io
import re
import xml.etree.ElementTree as ET
import zlib

import pytest
from django.core.files.storage import storages
from PIL import Image, ImageChops, ImageCms

from pictures import headers, renditions
from pictures.ai_mark import DIGITAL_SOURCE_TYPE, has_ai_mark
from pictures.headers.png import SIGNATURE, chunks
from pictures.headers.survey import TextBudget
from pictures.hidden_text import hidden_text
from pictures.intake import open_pixels
from pictures.marking import (
    SOURCE_TYPES,
    CannotRewriteError,
    Carried,
    Statement,
    bare_statement,
    fingerprint,
    image_statements,
    packet,
    picture_statement,
    rewritten,
)
from pictures.models import GalleryImage, GalleryRendition, PicturePage
from pictures.tests.carriers import hidden
from pictures.tests.painted import (
    INFOTEXT,
    exif,
    painted,
    png_chunk,
    png_with_chunk,
    saved,
    webui_comment,
)

SECRET = "/home/gildong/secret"
MARK = packet(bare_statement(True))
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
KINDS = ("png", "jpeg", "webp")


def private(kind: str, mode: str = "RGB") -> bytes:
    told = exif(comment=webui_comment(SECRET), texts={0x013B: SECRET}, gps=True)
    told[0x0112] = 6
    return saved(painted(mode=mode), kind, exif=told, xmp=f"<a>{SECRET}</a>".encode())


def same_pixels(one: bytes, two: bytes) -> bool:
    left, right = open_pixels(one), open_pixels(two)
    return left.size == right.size and not ImageChops.difference(left, right).getbbox()


class TestPacket:
    def test_says_all_that_is_known(self):
        said = Statement(
            True,
            SOURCE_TYPES["trained"],
            creator='보라 <b> & "c"',
            credit="HKPictures",
            rights="CC BY 4.0",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
            page_url="https://gallery.example/topics/a/b/?c=1&d=2",
        )
        root = ET.fromstring(packet(said).decode().split("?>", 1)[1].rsplit("<?", 1)[0])
        told = {element.tag.partition("}")[2]: element for element in root.iter()}
        assert told["DigitalSourceType"].text == DIGITAL_SOURCE_TYPE
        assert told["creator"].find(f"{RDF}Seq/{RDF}li").text == said.creator
        assert told["Credit"].text == "HKPictures"
        assert told["rights"].find(f"{RDF}Alt/{RDF}li").text == "CC BY 4.0"
        assert told["WebStatement"].text == said.licence_url
        assert told["license"].get(f"{RDF}resource") == said.licence_url
        assert told["LicensorURL"].text == said.page_url

    def test_is_xml_whatever_somebody_is_called(self):
        for name in ("\0\x0b]]>", "\ufffe\ud800", "</rdf:li><evil/>", "a" * 5_000, "&amp;"):
            said = packet(Statement(True, creator=name))
            ET.fromstring(said.decode().split("?>", 1)[1].rsplit("<?", 1)[0])
            assert len(said) < 3_000
            assert b"<evil" not in said

    @pytest.mark.parametrize(
        ("is_ai", "origin", "term"),
        [
            (True, "", "trainedAlgorithmicMedia"),
            (True, "capture", "trainedAlgorithmicMedia"),
            (True, "composite", "compositeWithTrainedAlgorithmicMedia"),
            (False, "capture", "digitalCapture"),
            (False, "creation", "digitalCreation"),
            (False, "composite", None),
            (False, "", None),
        ],
    )
    def test_names_the_source_only_where_it_is_true(self, is_ai, origin, term):
        said = packet(bare_statement(is_ai, origin)).decode()
        found = re.search(r"digitalsourcetype/(\w+)<", said)
        assert (found and found[1]) == term


class TestRewriting:
    @pytest.mark.parametrize(
        ("kind", "mode"),
        [("png", "RGB"), ("png", "RGBA"), ("jpeg", "RGB"), ("webp", "RGB"), ("webp", "RGBA")],
    )
    def test_keeps_every_pixel_and_nothing_else(self, kind, mode):
        data = private(kind, mode)
        done = rewritten(data + SECRET.encode(), Carried(MARK))
        assert same_pixels(data, done)
        found = headers.survey(done)
        assert found.xmp == MARK
        assert found.orientation == 6
        assert set(found.texts) == {"XML:com.adobe.xmp"}
        assert b"secret" not in done.replace(b"\0", b"")
        assert b"gildong" not in done

    @pytest.mark.parametrize("kind", KINDS)
    def test_writes_an_infotext_where_webui_looks_for_it(self, kind):
        text = INFOTEXT.replace("a lighthouse", "등대 — “a”")
        done = rewritten(private(kind), Carried(MARK, text))
        with Image.open(io.BytesIO(done)) as image:
            if kind == "png":
                assert image.info["parameters"] == text
            else:
                comment = image.getexif().get_ifd(0x8769)[0x9286]
                assert comment == webui_comment(text)
            assert image.getexif()[0x0112] == 6

    @pytest.mark.parametrize("kind", [*KINDS, "avif"])
    def test_exchanges_a_packet_again_and_again(self, kind):
        data = saved(painted((200, 150)), kind)
        if kind == "avif":
            data = saved(painted((200, 150)), kind, xmp=packet(Statement(True, creator="first")))
        for name in ("first", "a much longer second name", "3rd"):
            mark = packet(Statement(True, creator=name))
            data = rewritten(data, Carried(mark))
            assert headers.survey(data).xmp == mark
            open_pixels(data)
        assert b"first" not in data
        assert b"second" not in data

    def test_refuses_an_avif_that_was_made_elsewhere(self):
        for data in (saved(painted(), "avif"), private("avif")):
            with pytest.raises(CannotRewriteError):
                rewritten(data, Carried(MARK))

    def test_refuses_colours_that_need_a_profile(self):
        profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        foreign = bytes(profile).replace(b"sRGB", b"ownR").replace("sRGB".encode("utf-16-be"), b"")
        for kind in KINDS:
            with pytest.raises(CannotRewriteError):
                rewritten(saved(painted(), kind, icc_profile=foreign), Carried(MARK))
            plain = rewritten(saved(painted(), kind, icc_profile=bytes(profile)), Carried(MARK))
            with Image.open(io.BytesIO(plain)) as image:
                assert "icc_profile" not in image.info

    def test_refuses_a_stream_that_holds_more_than_pixels(self):
        data = saved(painted(), "png")
        pixels = b"".join(data[a + 8 : b - 4] for kind, a, b in chunks(data) if kind == b"IDAT")
        head = data[: len(SIGNATURE) + 25]
        end = png_chunk(b"IEND", b"")
        raw = zlib.decompress(pixels)
        for stream in (
            pixels + SECRET.encode(),
            zlib.compress(raw + SECRET.encode()),
            zlib.compress(raw + bytes(50_000_000)),
            zlib.compress(raw[:-1]),
            pixels[:-8],
            b"nonsense",
        ):
            with pytest.raises(CannotRewriteError):
                rewritten(head + png_chunk(b"IDAT", stream) + end, Carried(MARK))
        split = [png_chunk(b"IDAT", pixels[at : at + 7]) for at in range(0, len(pixels), 7)]
        whole = rewritten(head + b"".join(split) + end, Carried(MARK))
        assert same_pixels(whole, data)

    def test_refuses_animations(self):
        frames = [painted(), painted(mode="L").convert("RGB")]
        data = saved(frames[0], "webp", save_all=True, append_images=frames[1:])
        with pytest.raises(CannotRewriteError):
            rewritten(data, Carried(MARK))

    def test_drops_chunks_that_nobody_has_heard_of(self):
        data = png_with_chunk(b"prVt", SECRET.encode())
        assert SECRET.encode() not in rewritten(data, Carried(MARK))

    def test_drops_the_preview_of_a_jpeg(self):
        preview = b"JFIF\0\x01\x01\0\0\x01\0\x01\x05\x05" + SECRET.encode().ljust(75, b"x")
        data = saved(painted(), "jpeg")
        segment = b"\xff\xe0" + (len(preview) + 2).to_bytes(2) + preview
        done = rewritten(data[:2] + segment + data[20:], Carried(MARK))
        assert SECRET.encode() not in done
        assert same_pixels(done, data)


class TestTextInTransparency:
    def test_is_in_no_copy(self):
        data = saved(hidden(SECRET), "png")
        assert headers.survey(data).texts == {}
        with Image.open(io.BytesIO(data)) as image:
            assert hidden_text(image, TextBudget()) == SECRET
        assert hidden_text(open_pixels(data), TextBudget()) == ""


@pytest.fixture
def picture(hang, ana) -> PicturePage:
    return hang(author_name="Bora")


def told(picture: PicturePage) -> set[bytes]:
    """The packets of all copies."""
    found = set()
    for rendition in picture.image.renditions.all():
        with rendition.file.open("rb") as file:
            found.add(headers.survey(file.read()).xmp.rstrip(b"\0"))  # a WebP fills up
    return found


@pytest.mark.django_db
class TestCopies:
    def test_say_what_the_page_says(self, picture):
        mark = packet(picture_statement(picture))
        assert told(picture) == {mark}
        assert b"<rdf:li>Bora</rdf:li>" in mark
        assert b"creativecommons.org/licenses/by/4.0/" in mark
        assert renditions.is_in_sync(picture.image)

    def test_follow_licence_and_name_at_new_addresses(
        self, picture, django_capture_on_commit_callbacks
    ):
        storage = storages["default"]
        before = set(picture.image.renditions.values_list("file", flat=True))
        pks = set(picture.image.renditions.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            draft = picture.get_latest_revision_as_object()
            draft.licence, draft.author_name = "cc0", "Ara"
            draft.save_revision().publish()
        picture.refresh_from_db()
        [mark] = told(picture)
        assert b"Ara" in mark
        assert b"publicdomain/zero" in mark
        after = set(picture.image.renditions.values_list("file", flat=True))
        assert not before & after
        assert set(picture.image.renditions.values_list("pk", flat=True)) == pks
        assert not any(storage.exists(name) for name in before)
        assert all(storage.exists(name) for name in after)

    def test_say_nothing_of_pictures_that_are_not_public(self, picture, hang):
        PicturePage.objects.filter(pk=hang(publish=False, seed=2).pk).update(
            image=picture.image, author_name="Secret"
        )
        image = GalleryImage.objects.get(pk=picture.image_id)
        assert image_statements([image])[image.pk].creator == "Bora"
        picture.unpublish()
        assert image_statements([image])[image.pk] == bare_statement(True)

    def test_that_were_made_before_are_marked_at_night(self, picture):
        GalleryRendition.objects.update(mark="")
        assert not renditions.is_in_sync(picture.image)
        assert renditions.sync(picture.image) == 0  # nothing is encoded again
        marks = set(picture.image.renditions.values_list("mark", flat=True))
        assert marks == {fingerprint(packet(picture_statement(picture)))}

    def test_that_cannot_be_rewritten_are_made_anew(self, picture):
        plain = saved(painted(), "avif")
        rendition = picture.image.renditions.filter(filter_spec__endswith="avif").first()
        with open(rendition.file.path, "wb") as file:
            file.write(plain)
        GalleryRendition.objects.filter(pk=rendition.pk).update(mark="")
        renditions.sync(picture.image)
        assert all(has_ai_mark(b"") is False and xmp for xmp in told(picture))
        assert renditions.is_in_sync(picture.image)
