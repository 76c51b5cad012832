"""A member sends a picture to a topic that takes some."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from PIL import Image
from wagtail.models import WorkflowState
from wagtail.users.models import UserProfile

from community import submission_files, submission_review
from community.models import Ban, Submission, SubmissionState
from community.submission_rules import set_rules
from community.tests.sent import (
    WORDS,
    bring,
    named_files,
    send,
    stored_files,
    takes_pictures,
    upload,
    verified,
)
from pictures.factories import picture_file, unlike_file
from pictures.models import GalleryImage, ImportBatch, ImportFile, PicturePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_door(topic):
    takes_pictures(topic, "우리 마을 그림만 받습니다.")
    return topic


@pytest.fixture
def member(client, bo):
    client.force_login(verified(bo))
    return client


def photo(*, orientation: int = 6) -> bytes:
    """A photograph taken upright, with its place in it."""
    image = Image.linear_gradient("L").resize((160, 96)).convert("RGB")
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera of Bo"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 59.0)
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


class TestTopicPage:
    def test_leads_to_the_form_where_it_takes_pictures(self, client, open_door):
        html = client.get(f"/topics/{open_door.slug}/").content.decode()
        assert f"/me/submissions/new/?topic={open_door.pk}" in html

    def test_is_silent_where_it_does_not(self, client, topic):
        assert "/me/submissions/new/" not in client.get(f"/topics/{topic.slug}/").content.decode()


class TestFirstStep:
    def test_shows_the_words_of_the_topic(self, member, open_door):
        answer = member.get(f"/me/submissions/new/?topic={open_door.pk}")
        assert answer.status_code == 200
        assert "우리 마을 그림만 받습니다." in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"

    def test_sends_visitors_to_the_log_in_and_back(self, client, open_door):
        answer = client.get(f"/me/submissions/new/?topic={open_door.pk}")
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
        assert f"topic%3D{open_door.pk}" in answer["Location"]

    def test_without_a_topic_lets_one_be_chosen(self, member, open_door, topic):
        html = member.get("/me/submissions/new/").content.decode()
        assert f"?topic={open_door.pk}" in html

    @pytest.mark.parametrize("asked", ["0", "nonsense", "٣", "9" * 40])
    def test_knows_no_other_topics(self, member, open_door, asked):
        assert member.get(f"/me/submissions/new/?topic={asked}").status_code == 404

    def test_is_closed_where_the_topic_takes_nothing_or_is_hidden(self, member, open_door):
        open_door.unpublish()
        assert member.get(f"/me/submissions/new/?topic={open_door.pk}").status_code == 404
        open_door.save_revision().publish()
        set_rules(open_door, takes=False)
        assert bring(member, open_door).status_code == 404

    def test_leads_to_the_second_with_what_was_read(self, member, open_door, bo):
        answer = bring(member, open_door, seed=5)
        page = member.get(answer["Location"])
        html = page.content.decode()
        assert "a harbour" in html
        assert 'value="A harbour"' in html
        assert "Euler a" in html
        assert Submission.objects.count() == 0

    @pytest.mark.parametrize("name", ["empty", "no picture", "truncated"])
    def test_refuses_what_intake_refuses_and_stores_nothing(self, member, open_door, name):
        data = {"empty": b"", "no picture": b"<svg/>", "truncated": unlike_file(3)[:400]}[name]
        before = stored_files()
        answer = bring(member, open_door, data, name="broken.png")
        assert answer.status_code == 200
        assert "broken.png" in answer.content.decode()
        assert ImportBatch.objects.count() == 0
        assert stored_files() == before

    def test_refuses_a_file_that_is_too_large(self, member, open_door, monkeypatch):
        monkeypatch.setattr("pictures.intake.MAX_BYTES", 1000)
        answer = bring(member, open_door, seed=2)
        assert "field-error" in answer.content.decode()
        assert ImportBatch.objects.count() == 0

    def test_refuses_the_same_file_and_shows_the_public_picture(self, member, open_door, hang):
        picture = hang("물가", seed=4)
        answer = bring(member, open_door, picture_file(4))
        assert picture.title in answer.content.decode()
        assert ImportBatch.objects.count() == 0

    def test_tells_nothing_of_a_picture_that_is_not_public(self, member, open_door, hang):
        picture = hang("비밀의 정원", seed=4, publish=False)
        html = bring(member, open_door, picture_file(4)).content.decode()
        assert "field-error" in html
        assert picture.title not in html
        assert str(picture.image.file) not in html

    def test_shows_own_pictures_that_are_not_public(self, member, open_door, bo):
        row = send(bo, open_door, seed=7)
        html = bring(member, open_door, seed=7).content.decode()
        assert row.title in html
        assert reverse("me_submission_thumbnail", args=[row.pk]) in html

    def test_keeps_ten_files_waiting_at_most(self, member, open_door, bo, monkeypatch):
        monkeypatch.setattr(submission_files, "MOST_WAITING", 2)
        for seed in range(20, 24):
            bring(member, open_door, seed=seed)
        assert ImportBatch.objects.filter(user=bo).count() == 2
        assert stored_files() >= named_files()

    def test_counts_against_the_limit(self, member, open_door, settings):
        settings.RATE_LIMIT_FACTOR = 1
        answers = [bring(member, open_door, b"no picture").status_code for _ in range(4)]
        assert answers == [200, 200, 200, 429]

    def test_is_closed_to_the_banned_and_the_unverified(self, client, open_door, bo, ana):
        client.force_login(bo)
        assert bring(client, open_door).status_code == 403
        verified(bo)
        Ban.objects.create(user=bo, reason="spam", banned_by=ana)
        assert bring(client, open_door).status_code == 403
        assert ImportBatch.objects.count() == 0


class TestSeveralFiles:
    def bring_all(self, member, topic, *files):
        form = {"topic": topic.pk, "file": list(files)}
        return member.post("/me/submissions/new/", form)

    def waiting(self, answer) -> list[str]:
        html = answer.content.decode()
        return re.findall(r'<li><a href="(/me/submissions/new/[^"]+/)">', html)

    def test_become_a_submission_each_one_after_the_other(self, member, open_door):
        answer = self.bring_all(member, open_door, *(upload(seed=seed) for seed in (31, 32, 33)))
        titles = []
        for number in (1, 2, 3):
            place = answer["Location"]
            assert place.startswith("/me/submissions/new/")
            assert len(self.waiting(member.get(place))) == 3 - number
            answer = member.post(place, {**WORDS, "title": f"항구 {number}"})
            titles.append(f"항구 {number}")
        rows = list(Submission.objects.order_by("pk"))
        assert answer["Location"] == reverse("me_submission", args=[rows[-1].pk])
        assert [row.title for row in rows] == titles
        assert {row.state for row in rows} == {SubmissionState.WAITING}

    def test_are_taken_although_one_is_refused_and_the_reason_stands_at_it(
        self, member, open_door, hang
    ):
        picture = hang("물가", seed=4)
        answer = self.bring_all(
            member,
            open_door,
            upload(seed=31, name="good.png"),
            upload(b"<svg/>", name="drawing.svg"),
            upload(picture_file(4), name="known.png"),
            upload(seed=32, name="fine.png"),
        )
        refused = answer.context["brought"].refused
        assert [each.name for each in refused] == ["drawing.svg", "known.png"]
        html = answer.content.decode()
        for each in refused:
            assert re.search(rf"{each.name}</p>\s*<p class=\"field-error\">", html)
            assert each.reason in html
        assert picture.title in html
        assert len(self.waiting(answer)) == ImportFile.objects.count() == 2

    def test_count_each_against_the_limit(self, member, open_door, settings):
        settings.RATE_LIMIT_FACTOR = 1
        answer = self.bring_all(member, open_door, *(upload(seed=seed) for seed in range(31, 36)))
        assert len(self.waiting(answer)) == 3
        assert len(answer.context["brought"].refused) == 2
        assert bring(member, open_door, seed=37).status_code == 429

    def test_are_as_many_as_may_wait(self, member, open_door, monkeypatch):
        monkeypatch.setattr("community.bringing.MOST_WAITING", 2)
        answer = self.bring_all(member, open_door, *(upload(seed=seed) for seed in (31, 32, 33)))
        assert len(self.waiting(answer)) == 2
        assert "2" in answer.context["brought"].refused[0].reason

    def test_wait_where_their_owner_left_them(self, member, open_door, client, ana):
        self.bring_all(member, open_door, upload(seed=31), upload(seed=32))
        address = f"/me/submissions/new/?topic={open_door.pk}"
        assert len(self.waiting(member.get(address))) == 2
        client.force_login(verified(ana))
        assert self.waiting(client.get(address)) == []


class TestSecondStep:
    def test_shows_pictures_that_look_nearly_the_same(self, member, open_door, hang):
        hang("거의 같은 그림", seed=9)
        image = Image.open(io.BytesIO(picture_file(9)))
        target = io.BytesIO()
        image.save(target, "PNG")
        html = member.get(bring(member, open_door, target.getvalue())["Location"]).content.decode()
        assert "거의 같은 그림" in html

    def test_makes_a_draft_in_the_workflow(self, member, open_door, bo):
        place = bring(member, open_door, seed=11)["Location"]
        answer = member.post(place, WORDS)
        row = Submission.objects.get()
        assert answer["Location"] == reverse("me_submission", args=[row.pk])
        picture = row.picture
        assert (row.state, row.author, row.topic) == (SubmissionState.WAITING, bo, open_door)
        assert (picture.author, picture.owner, picture.live) == (bo, bo, False)
        assert picture.get_parent().pk == open_door.pk
        assert picture.recipe.prompt == "a harbour"
        assert {tag.name for tag in picture.get_latest_revision_as_object().tags.all()} == {
            "항구",
            "안개",
        }
        assert picture.image.uploaded_by_user == bo
        state = WorkflowState.objects.get(object_id=str(picture.pk))
        assert state.status == WorkflowState.STATUS_IN_PROGRESS
        assert not UserProfile.get_for_user(bo).approved_notifications

    def test_leaves_exactly_the_original(
        self, member, open_door, django_capture_on_commit_callbacks
    ):
        before = stored_files()
        place = bring(member, open_door, seed=12)["Location"]
        with django_capture_on_commit_callbacks(execute=True):
            member.post(place, WORDS)
        image = GalleryImage.objects.get()
        assert stored_files() - before == {image.file.name}
        assert ImportBatch.objects.count() == 0

    def test_needs_words_for_who_does_not_see(self, member, open_door):
        place = bring(member, open_door, seed=13)["Location"]
        answer = member.post(place, {**WORDS, "alt_text": " "})
        assert answer.status_code == 200
        assert 'id="id_alt_text_error"' in answer.content.decode()
        assert Submission.objects.count() == 0

    @pytest.mark.parametrize("tags", [", ".join("abcdefghi"), "x" * 31], ids=["nine", "a long one"])
    def test_limits_tags(self, member, open_door, tags):
        place = bring(member, open_door, seed=13)["Location"]
        assert 'id="id_tags_error"' in member.post(place, {**WORDS, "tags": tags}).content.decode()

    def test_twice_is_once(self, member, open_door):
        place = bring(member, open_door, seed=14)["Location"]
        member.post(place, WORDS)
        again = member.post(place, WORDS)
        assert again["Location"] == reverse("me_submissions")
        assert Submission.objects.count() == PicturePage.objects.count() == 1

    def test_refuses_a_file_that_came_in_meanwhile(self, member, open_door, hang):
        place = bring(member, open_door, picture_file(15))["Location"]
        hang("먼저 온 그림", seed=15)
        answer = member.post(place, WORDS)
        assert answer.status_code == 200
        assert Submission.objects.count() == 0

    def test_failing_midway_leaves_no_page_and_the_file_waiting(
        self, member, open_door, monkeypatch
    ):
        place = bring(member, open_door, seed=16)["Location"]
        before = stored_files()

        def fail(*args):
            raise RuntimeError("the database went away")

        with monkeypatch.context() as patch:
            patch.setattr(submission_review, "begin", fail)
            with pytest.raises(RuntimeError):
                member.post(place, WORDS)
        assert PicturePage.objects.count() == GalleryImage.objects.count() == 0
        assert stored_files() == before
        assert named_files() <= before
        assert member.post(place, WORDS).status_code == 302

    def test_is_nobody_elses(self, member, client, open_door, ana):
        place = bring(member, open_door, seed=17)["Location"]
        client.force_login(ana)
        assert client.get(place)["Location"] == reverse("me_submissions")
        assert client.get(f"{place}thumbnail/").status_code == 404
        client.post(f"{place}discard/")
        assert ImportFile.objects.count() == 1

    def test_may_be_given_up(self, member, open_door):
        before = stored_files()
        place = bring(member, open_door, seed=18)["Location"]
        assert member.get(f"{place}thumbnail/").status_code == 200
        member.post(f"{place}discard/")
        assert ImportFile.objects.count() == 0
        assert stored_files() == before

    def test_marks_what_is_sensitive_and_what_no_generator_made(self, member, open_door):
        place = bring(member, open_door, photo())["Location"]
        assert not re.search(r'name="ai_generated"[^>]*checked', member.get(place).content.decode())
        words = {name: value for name, value in WORDS.items() if name != "ai_generated"}
        member.post(place, {**words, "is_sensitive": "on"})
        image = GalleryImage.objects.get()
        assert (image.sensitivity, image.ai_generated) == ("sensitive", False)

    def test_stands_upright_and_gives_no_place_away(self, member, open_door):
        place = bring(member, open_door, photo())["Location"]
        html = member.get(place).content.decode()
        assert "Camera of Bo" not in html
        member.post(place, WORDS)
        row = Submission.objects.get()
        assert (row.picture.image.width, row.picture.image.height) == (96, 160)
        answer = member.get(reverse("me_submission_thumbnail", args=[row.pk]))
        shown = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
        assert shown.size == (96, 160)
        assert not shown.getexif()
