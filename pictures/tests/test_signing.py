"""C2PA: manifests that the library itself reads back, and what happens where none can be made."""

import io
import json

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from pictures import renditions
from pictures.ai_mark import has_ai_mark
from pictures.intake import take_in
from pictures.library import add_image
from pictures.marking import SOURCE_TYPES, Carried, Statement, packet, rewritten
from pictures.marking.signing import (
    UNSIGNED,
    SigningError,
    check_signing,
    mark_of,
    sealed,
    signed,
)
from pictures.media.checking import Kind, check
from pictures.models import GalleryRendition, PicturePage
from pictures.publishing import create_picture
from pictures.tests.certificates import c2pa_settings
from pictures.tests.painted import exif, painted, saved, webui_comment

c2pa = pytest.importorskip("c2pa", exc_type=ImportError)

KINDS = ("png", "jpeg", "webp", "avif")
SAID = Statement(True, SOURCE_TYPES["trained"], creator="보라", credit="HKPictures")
PROMPT = "zanzibar-under-glass"


@pytest.fixture
def certificate(settings):
    settings.C2PA = c2pa_settings()


def plain(kind: str, said: Statement = SAID) -> bytes:
    xmp = {} if kind == "png" else {"xmp": packet(said)}
    data = saved(painted(), kind, **xmp)
    return rewritten(data, Carried(packet(said))) if kind == "png" else data


def read(data: bytes, content_type: str) -> dict:
    """The manifest, whole and its signature true; nobody trusts a certificate made a moment ago."""
    with c2pa.Reader(content_type, io.BytesIO(data)) as reader:
        told = json.loads(reader.json())
    codes = [one["code"] for one in told.get("validation_status", [])]
    assert codes == ["signingCredential.untrusted"], told
    assert told["validation_state"] == "Valid"
    assert len(told["manifests"]) == 1
    return told["manifests"][told["active_manifest"]]


def source_type(manifest: dict) -> str:
    (actions,) = [
        one["data"]["actions"]
        for one in manifest["assertions"]
        if one["label"].startswith("c2pa.actions")
    ]
    assert [one["action"] for one in actions] == ["c2pa.created"]
    return actions[0]["digitalSourceType"]


def files() -> dict[GalleryRendition, bytes]:
    found = {}
    for copy in GalleryRendition.objects.order_by("pk"):
        with storages["default"].open(copy.file.name) as file:
            found[copy] = file.read()
    return found


def type_of(copy: GalleryRendition) -> str:
    return {"jpg": "image/jpeg"}.get(copy.file.name[-3:], f"image/{copy.file.name[-4:]}")


@pytest.fixture
def publish(topic, ana, django_capture_on_commit_callbacks):
    def publish(**of_image) -> PicturePage:
        told = exif(comment=webui_comment(f"{PROMPT}\nSteps: 20, Sampler: Euler a, Seed: 1"))
        taken = take_in(saved(painted((400, 300)), "jpeg", exif=told))
        with django_capture_on_commit_callbacks(execute=True):
            return create_picture(
                topic=topic,
                image=add_image(taken, title="x", user=ana, **of_image),
                title="Lighthouse",
                user=ana,
                alt_text="x",
                author_name="Bora",
                recipe_visibility="hidden",
                publish=True,
            )

    return publish


class TestSigned:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("origin", SOURCE_TYPES)
    def test_says_how_the_picture_came_into_being(self, certificate, kind, origin):
        said = Statement(origin in ("trained", "composite"), SOURCE_TYPES[origin], creator="보라")
        data, mark = sealed(plain(kind, said), f"image/{kind}", said)
        manifest = read(data, f"image/{kind}")
        assert source_type(manifest) == SOURCE_TYPES[origin]
        assert "보라" in json.dumps(manifest["assertions"], ensure_ascii=False)
        assert has_ai_mark(data) is said.ai_generated
        assert mark == mark_of(said)

    @pytest.mark.parametrize("kind", KINDS)
    def test_changes_nothing_where_no_certificate_is_set(self, settings, kind):
        assert settings.C2PA is None
        data = plain(kind)
        assert sealed(data, f"image/{kind}", SAID) == (data, mark_of(SAID))

    def test_claims_nothing_where_nobody_knows(self, certificate):
        said = Statement(False, creator="보라")
        assert sealed(plain("jpeg", said), "image/jpeg", said)[0] == plain("jpeg", said)

    def test_another_certificate_is_another_mark(self, settings):
        marks = {mark_of(SAID)}
        for name in ("One", "Two"):
            settings.C2PA = c2pa_settings(name)
            marks.add(mark_of(SAID))
        assert len(marks) == 3

    def test_refuses_the_key_of_another_certificate(self, settings):
        settings.C2PA = c2pa_settings() | {"private_key": c2pa_settings("Two")["private_key"]}
        with pytest.raises(SigningError):
            signed(plain("jpeg"), "image/jpeg", SAID)


class TestCheck:
    def test_is_silent_without_a_certificate_and_with_a_good_one(self, settings):
        assert check_signing() == []
        settings.C2PA = c2pa_settings()
        assert check_signing() == []

    def test_tells_what_is_wrong_and_never_the_key(self, settings):
        for wrong in ({"private_key": "secret-4711"}, {"certificate": "none"}):
            settings.C2PA = c2pa_settings() | wrong
            (error,) = check_signing()
            assert error.id == "pictures.E001"
            assert "secret-4711" not in str(error)


@pytest.mark.django_db
class TestPublicFiles:
    def test_are_signed_all_and_hold_nothing_of_a_hidden_recipe(self, certificate, publish, client):
        picture = publish(ai_generated=True)
        found = {type_of(copy): [] for copy in files()}
        for copy, data in files().items():
            found[type_of(copy)].append(data)
        answer = client.get(reverse("download", args=[picture.pk, "clean"]))
        found["image/jpeg"].append(answer.content)
        assert len(found) == 3
        for content_type, several in found.items():
            for data in several:
                assert source_type(read(data, content_type)) == SOURCE_TYPES["trained"]
                assert has_ai_mark(data)
                assert PROMPT.encode() not in data
                assert PROMPT.encode("utf-16-be") not in data

    def test_are_signed_anew_when_their_mark_changes(
        self, certificate, publish, django_capture_on_commit_callbacks
    ):
        picture = publish(ai_generated=True)
        before = {copy.file.name for copy in files()}
        image = picture.image
        image.ai_generated, image.origin = False, "capture"
        with django_capture_on_commit_callbacks(execute=True):
            image.save()
        renditions.sync(image)
        assert before.isdisjoint(copy.file.name for copy in files())
        for copy, data in files().items():
            assert source_type(read(data, type_of(copy))) == SOURCE_TYPES["capture"]
        assert renditions.is_in_sync(image)

    def test_lose_their_signature_when_it_is_switched_off(self, settings, publish):
        settings.C2PA = c2pa_settings()
        image = publish(ai_generated=True).image
        settings.C2PA = None
        assert not renditions.is_in_sync(image)
        renditions.sync(image)
        assert renditions.is_in_sync(image)
        for copy, data in files().items():
            assert c2pa.Reader.try_create(type_of(copy), io.BytesIO(data)) is None
            assert has_ai_mark(data)

    def test_that_cannot_be_signed_are_served_and_found(self, settings, publish, caplog):
        settings.C2PA = c2pa_settings() | {"private_key": "none"}
        image = publish(ai_generated=True).image
        before = files()
        assert all(has_ai_mark(data) for data in before.values())
        assert all(copy.mark.startswith(UNSIGNED) for copy in before)
        assert "could not be signed" in caplog.text
        assert [one.kind for one in check(is_quick=True)] == [Kind.UNSIGNED]
        renditions.sync(image)
        assert {copy.file.name for copy in files()} == {copy.file.name for copy in before}
        settings.C2PA = c2pa_settings()
        renditions.sync(image)
        assert list(check(is_quick=True)) == []
        for copy, data in files().items():
            read(data, type_of(copy))
