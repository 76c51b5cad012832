"""Requests that start from a picture: who may use which, and what becomes of the copy."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from pictures.models import GalleryImage
from sd_bridge import expiry, result_files, running
from sd_bridge.generating import discard_result, request_generation, run_again
from sd_bridge.models import Generation, Result
from sd_bridge.refusals import InvalidRequest, SourceNotAllowed, TooManyWaiting
from sd_bridge.sources import Source
from sd_bridge.tests.scripted_engine import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(engine, queue, ana, topic) -> Result:
    queue(requested_by=ana, page=topic)
    return running.run_oldest().results.get()


@pytest.fixture
def picture(engine, hang):
    """A public picture, its file among the test's own."""
    return hang(prompt="a harbour")


def copies(private_files) -> list[str]:
    return [name for name in private_files() if name.startswith("sources/")]


def paint_over(user, source, **values) -> Generation:
    return request_generation(
        user=user, kind="image", source=source, **{"prompt": "a boat", **values}
    )


class TestPaintingOver:
    def test_a_result_copies_its_bytes(self, result, ana, private_files):
        generation = paint_over(ana, Source.from_result(result), denoising=0.4)

        assert (generation.kind, generation.source_result) == ("image", result)
        assert generation.settings == {"denoising": 0.4}
        assert (generation.format, generation.width) == ("square", 768)
        request = Generation.objects.get(pk=generation.pk).as_request()
        with result.file.open("rb") as file:
            assert request.image == file.read()
        assert request.denoising == 0.4
        assert len(copies(private_files)) == 1

    def test_survives_that_its_result_is_discarded(
        self, result, ana, private_files, django_capture_on_commit_callbacks
    ):
        generation = paint_over(ana, Source.from_result(result))
        with django_capture_on_commit_callbacks(execute=True):
            discard_result(result=result, user=ana)

        assert len(generation.as_request().image) > 0

    def test_without_a_source_is_refused(self, engine, ana):
        with pytest.raises(InvalidRequest) as refusal:
            paint_over(ana, None)
        assert list(refusal.value.fields) == ["source"]

    def test_is_bounded_as_any_request(self, result, ana, private_files):
        with pytest.raises(InvalidRequest) as refusal:
            paint_over(ana, Source.from_result(result), denoising=1.5)
        assert list(refusal.value.fields) == ["denoising"]
        assert copies(private_files) == []

    def test_that_is_refused_in_the_queue_leaves_no_file(
        self, result, ana, private_files, monkeypatch
    ):
        def refuse(*_args):
            raise TooManyWaiting(1)

        monkeypatch.setattr("sd_bridge.limits.check_share", refuse)

        with pytest.raises(TooManyWaiting):
            paint_over(ana, Source.from_result(result))
        assert copies(private_files) == []


class TestWhoMayUse:
    @pytest.fixture
    def cy(self, bo):
        bo.user_permissions.add(Permission.objects.get(codename="generate"))
        return bo

    def test_a_result_whoever_sees_it(self, result, cy):
        with pytest.raises(SourceNotAllowed) as refusal:
            paint_over(cy, Source.from_result(result))
        assert (refusal.value.status, list(refusal.value.fields)) == (403, ["source"])

    def test_a_public_picture_everybody(self, picture, cy):
        generation = paint_over(cy, Source.from_page(picture))

        assert generation.source_page.pk == picture.pk
        assert generation.source_image == picture.image

    def test_a_draft_its_editors(self, engine, hang, ana, cy):
        draft = hang(publish=False)

        assert paint_over(ana, Source.from_page(draft)).pk
        with pytest.raises(SourceNotAllowed):
            paint_over(cy, Source.from_page(draft))

    def test_an_image_whoever_may_choose_it(self, picture, ana, cy):
        assert paint_over(ana, Source.from_image(picture.image)).source_image == picture.image
        with pytest.raises(SourceNotAllowed):
            paint_over(cy, Source.from_image(picture.image))

    @pytest.mark.parametrize("change", ["expired", "discarded", "without a file"])
    def test_nobody_what_is_gone(self, result, ana, change):
        now = timezone.now()
        values = {
            "expired": {"expires_at": now - timedelta(seconds=1)},
            "discarded": {"discarded_at": now},
            "without a file": {"file": ""},
        }
        Result.objects.update(**values[change])
        result.refresh_from_db()

        with pytest.raises(InvalidRequest) as refusal:
            paint_over(ana, Source.from_result(result))
        assert list(refusal.value.fields) == ["source"]

    def test_a_page_that_is_no_picture_is_none(self, engine, topic, ana):
        with pytest.raises(InvalidRequest) as refusal:
            paint_over(ana, Source.from_page(topic))
        assert list(refusal.value.fields) == ["source"]


class TestWhatIsSent:
    def stored(self, picture, data: bytes, extension: str) -> GalleryImage:
        image = picture.image
        image.file.save(f"x.{extension}", ContentFile(data), save=True)
        return image

    def test_is_upright_and_known_to_every_engine(self, picture, ana):
        file = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was turned
        Image.new("RGB", (96, 64), "teal").save(file, "JPEG", exif=exif)

        generation = paint_over(
            ana, Source.from_image(self.stored(picture, file.getvalue(), "jpg"))
        )

        sent = Image.open(io.BytesIO(generation.as_request().image))
        assert (sent.format, sent.size) == ("PNG", (64, 96))
        assert generation.format == "portrait"

    def test_is_refused_where_it_is_no_picture(self, picture, ana):
        with pytest.raises(InvalidRequest) as refusal:
            paint_over(ana, Source.from_image(self.stored(picture, b"no picture", "png")))
        assert list(refusal.value.fields) == ["source"]

    def test_is_refused_where_it_is_too_large(self, picture, ana, monkeypatch):
        monkeypatch.setattr("sd_bridge.sources.MAX_ENLARGED_PIXELS", 64 * 64 - 1)

        with pytest.raises(InvalidRequest) as refusal:
            paint_over(ana, Source.from_image(self.stored(picture, png(), "png")))
        assert list(refusal.value.fields) == ["source"]


class TestEnlarging:
    def test_is_described_by_what_it_starts_from(self, picture, ana):
        generation = request_generation(
            user=ana,
            kind="upscale",
            source=Source.from_page(picture),
            upscaler="R-ESRGAN 4x+",
            upscale_by=2.0,
        )

        width, height = picture.image.width, picture.image.height
        assert (generation.width, generation.height) == (2 * width, 2 * height)
        assert (generation.prompt, generation.count) == ("a harbour", 1)
        assert generation.source_as_recipe().prompt == "a harbour"
        assert generation.settings == {"upscaler": "R-ESRGAN 4x+"}
        assert generation.as_request().upscale_by == 2.0

    def test_without_an_upscaler_is_refused(self, picture, ana):
        with pytest.raises(InvalidRequest) as refusal:
            request_generation(user=ana, kind="upscale", source=Source.from_page(picture))
        assert list(refusal.value.fields) == ["upscaler"]

    def test_beyond_what_can_be_taken_in_is_refused(self, picture, ana, monkeypatch):
        monkeypatch.setattr("sd_bridge.assembling.MAX_ENLARGED_PIXELS", 64 * 64)

        with pytest.raises(InvalidRequest) as refusal:
            request_generation(
                user=ana, kind="upscale", source=Source.from_page(picture), upscaler="x"
            )
        assert list(refusal.value.fields) == ["upscale_by"]


class TestRunAgain:
    def test_starts_from_the_copy(
        self, result, ana, private_files, django_capture_on_commit_callbacks
    ):
        first = paint_over(ana, Source.from_result(result), denoising=0.3)
        with django_capture_on_commit_callbacks(execute=True):
            discard_result(result=result, user=ana)
        Generation.objects.filter(pk=first.pk).update(state="done")

        again = run_again(generation=Generation.objects.get(pk=first.pk), user=ana)

        assert again.as_request() == first.as_request()
        assert (again.source_result_id, again.run_again_of_id) == (result.pk, first.pk)
        assert len(copies(private_files)) == 2

    def test_is_refused_once_the_copy_has_expired(self, result, ana):
        first = paint_over(ana, Source.from_result(result))
        Generation.objects.filter(pk=first.pk).update(state="done", source_file="")

        with pytest.raises(InvalidRequest) as refusal:
            run_again(generation=Generation.objects.get(pk=first.pk), user=ana)
        assert list(refusal.value.fields) == ["source"]


class TestExpiry:
    @pytest.fixture
    def generation(self, result, ana) -> Generation:
        generation = paint_over(ana, Source.from_result(result))
        Generation.objects.filter(pk=generation.pk).update(
            state="done", finished_at=timezone.now(), caption="words"
        )
        return generation

    def expire(self, capture) -> int:
        with capture(execute=True):
            return expiry.expire_sources()

    def test_leaves_what_has_time(
        self, generation, private_files, django_capture_on_commit_callbacks
    ):
        assert self.expire(django_capture_on_commit_callbacks) == 0
        assert len(copies(private_files)) == 1

    def test_leaves_what_still_waits(
        self, generation, private_files, django_capture_on_commit_callbacks
    ):
        Generation.objects.filter(pk=generation.pk).update(state="queued", finished_at=None)

        assert self.expire(django_capture_on_commit_callbacks) == 0

    def test_removes_copy_and_words_as_long_after_as_results(
        self, generation, private_files, django_capture_on_commit_callbacks
    ):
        late = timezone.now() - Result.LIFETIME - timedelta(seconds=1)
        Generation.objects.filter(pk=generation.pk).update(finished_at=late)

        assert self.expire(django_capture_on_commit_callbacks) == 1
        generation.refresh_from_db()
        assert (generation.source_file.name, generation.caption) == ("", "")
        assert copies(private_files) == []
        assert self.expire(django_capture_on_commit_callbacks) == 0

    def test_removes_copies_whose_request_was_never_stored(
        self, engine, private_files, monkeypatch, django_capture_on_commit_callbacks
    ):
        result_files.write_source("0" * 32, png(), "png")
        assert self.expire(django_capture_on_commit_callbacks) == 0
        assert len(copies(private_files)) == 1  # its request may be on the way

        monkeypatch.setattr(result_files, "_SETTLES", timedelta(seconds=-1))
        self.expire(django_capture_on_commit_callbacks)
        assert copies(private_files) == []

    def test_is_known_to_who_clears_up_after_a_lost_worker(self, generation, private_files):
        result_files.write_source(generation.uuid.hex, png(), "png")

        assert result_files.remove_strays(generation) == 1
        assert copies(private_files) == [generation.source_file.name]
