"""Filling in one's profile: words, links and picture, and taking all of it back."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection

from accounts.signals import data_wanted, departure_requested, departure_undone
from community.models import Ban, Profile
from community.people import people
from community.profile_pictures import COLLECTION, profile_collection, read_portrait, set_picture
from pictures.factories import picture_file, store_image
from pictures.models import GalleryImage, GalleryRendition
from pictures.renditions import sync
from pictures.tests.bad_files import bad_files
from pictures.tests.painted import exif, painted, saved

pytestmark = pytest.mark.django_db

SETTINGS = "/me/settings/"
UPLOAD, CROP, DELETE = (f"{SETTINGS}picture/{end}" for end in ("", "crop/", "delete/"))
FILLED = {"nickname": "보라", "bio": "먹그림을 모아요.", "likes_are_public": "on"}


@pytest.fixture
def member(client, bo, django_capture_on_commit_callbacks):
    """Bo's browser, with what a request leaves for its end done at once."""
    client.force_login(bo)
    post = client.post

    def post_now(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args, **kwargs)

    client.post = post_now
    return client


def upload(data: bytes, name: str = "me.png") -> dict[str, SimpleUploadedFile]:
    return {"picture": SimpleUploadedFile(name, data)}


def files() -> set[str]:
    """Every stored file of a gallery image or of a copy of one."""
    found = set()
    for alias, folder in (("private", "originals"), ("default", "r")):
        storage = storages[alias]
        pending = [folder]
        while pending:
            path = pending.pop()
            if not storage.exists(path):
                continue
            folders, names = storage.listdir(path)
            pending += [f"{path}/{name}" for name in folders]
            found |= {f"{path}/{name}" for name in names}
    return found


def named_files() -> set[str]:
    return {
        *GalleryImage.objects.values_list("file", flat=True),
        *GalleryRendition.objects.values_list("file", flat=True),
    }


class TestProfile:
    def test_is_filled_in_and_read_by_everyone(self, client, member, bo):
        links = {"label_0": "작업 일기", "url_0": "example.com/diary", "url_1": "https://a.example"}
        answer = member.post(SETTINGS, {**FILLED, **links})
        assert (answer.status_code, answer["Location"]) == (302, SETTINGS)
        profile = Profile.objects.get(user=bo)
        assert (profile.nickname, profile.bio) == ("보라", "먹그림을 모아요.")
        assert profile.likes_are_public
        assert profile.links == [
            {"label": "작업 일기", "url": "https://example.com/diary"},
            {"label": "a.example", "url": "https://a.example"},
        ]
        page = client.get("/people/보라/").content.decode()
        assert "먹그림을 모아요." in page
        assert '<a href="https://example.com/diary" rel="nofollow ugc me noopener">' in page

    def test_is_emptied_again(self, member, bo):
        member.post(SETTINGS, {**FILLED, "url_0": "https://a.example"})
        member.post(SETTINGS, {"nickname": "보라", "bio": ""})
        profile = Profile.objects.get(user=bo)
        assert (profile.bio, profile.links, profile.likes_are_public) == ("", [], False)

    @pytest.mark.parametrize("wish", ["", "a/b", "ana", "admin", "보", "bo\u200bra"], ids=ascii)
    def test_says_beside_the_field_why_a_nickname_cannot_be(self, member, ana, bo, wish):
        answer = member.post(SETTINGS, {**FILLED, "nickname": wish})
        assert answer.status_code == 422
        assert answer.context["form"].errors["nickname"]
        profile = Profile.objects.get(user=bo)
        assert (profile.nickname, profile.bio) == ("bo", "")

    def test_keeps_a_name_that_would_not_be_given_today(self, member, bo):
        Profile.objects.filter(user=bo).update(nickname="admin", nickname_key="admin")
        assert member.post(SETTINGS, {**FILLED, "nickname": "admin"}).status_code == 302

    @pytest.mark.parametrize(
        "url",
        [
            "http://a.example",
            "javascript:alert(1)",
            "https://user:secret@a.example",
            "data:text/html,x",
            "ftp://a.example",
            "https://localhost",
            "//a.example",
            "https://a.example/ b",
            "https://[",
        ],
    )
    def test_takes_no_link_but_to_an_https_page(self, member, bo, url):
        answer = member.post(SETTINGS, {**FILLED, "url_0": url})
        assert answer.status_code == 422
        assert answer.context["form"].errors["url_0"]
        assert Profile.objects.get(user=bo).links == []

    def test_asks_for_the_address_of_a_named_link(self, member):
        answer = member.post(SETTINGS, {**FILLED, "label_4": "일기"})
        assert list(answer.context["form"].errors) == ["url_4"]

    def test_counts_five_hundred_letters_however_they_are_sent(self, member, bo):
        assert member.post(SETTINGS, {**FILLED, "bio": "가" * 501}).status_code == 422
        assert member.post(SETTINGS, {**FILLED, "bio": "a\r\n" * 250}).status_code == 302
        assert "\r" not in Profile.objects.get(user=bo).bio

    def test_keeps_no_trick_of_direction_and_no_control_character(self, member, bo):
        member.post(SETTINGS, {**FILLED, "bio": "a\u202eb\x00c\x1bd\n\n\n\ne"})
        assert Profile.objects.get(user=bo).bio in {"abcd\n\ne", ""}

    def test_prints_what_was_typed_as_text(self, client, member):
        words = "<script>alert(1)</script> {{ x }} https://a.example"
        member.post(SETTINGS, {**FILLED, "bio": words})
        for address in ("/people/보라/", "/people/보라/about/", "/en/people/보라/"):
            page = client.get(address).content.decode()
            assert "<script>alert" not in page
            assert 'href="https://a.example' not in page

    def test_is_not_changed_by_somebody_banned(self, member, bo):
        Ban.objects.create(user=bo, reason="spam")
        assert member.post(SETTINGS, FILLED).status_code == 422
        assert member.post(UPLOAD, upload(picture_file())).status_code == 422
        assert Profile.objects.get(user=bo).nickname == "bo"

    @pytest.mark.parametrize("address", [SETTINGS, UPLOAD, CROP, DELETE])
    def test_is_for_who_is_signed_in(self, client, address):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in {302, 405}
            assert answer.get("Location", "/accounts/login/").startswith("/accounts/login/")

    def test_is_told_with_the_data_of_the_account(self, member, bo):
        member.post(SETTINGS, FILLED)
        member.post(UPLOAD, upload(picture_file()))
        told: dict = {}
        for _receiver, answer in data_wanted.send(sender=type(bo), user=bo):
            told |= answer if "profile" in answer else {}
        assert told["profile"]["nickname"] == "보라"
        with told["files"]["profile/picture.jpg"]() as file:
            assert file.read(2) == b"\xff\xd8"


class TestPicture:
    def test_is_shown_at_once_and_cut_square(self, client, member, bo):
        assert member.post(UPLOAD, upload(saved(painted((900, 600)), "png"))).status_code == 302
        avatar = people([bo.pk])[bo.pk].avatar
        assert avatar in client.get("/people/bo/").content.decode()
        answer = client.get(avatar)
        assert answer.status_code == 200
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as copy:
            assert copy.size == (320, 320)

    def test_is_kept_small_and_without_what_the_file_told(self, member, bo):
        data = saved(painted((2000, 1500)), "jpeg", exif=exif(comment=b"secret place"))
        member.post(UPLOAD, upload(data, "IMG_0001.jpg"))
        image = Profile.objects.get(user=bo).image
        assert max(image.width, image.height) == 512
        assert (image.raw_metadata, image.original_name) == ({}, "")
        with image.file.open("rb") as file:
            assert b"secret" not in file.read()

    def test_is_marked_where_a_program_made_it(self, member, bo):
        member.post(UPLOAD, upload(picture_file(size=(200, 200))))
        assert Profile.objects.get(user=bo).image.ai_generated
        member.post(UPLOAD, upload(saved(painted((200, 200)), "png")))
        assert not Profile.objects.get(user=bo).image.ai_generated

    def test_replaced_leaves_nothing_behind(self, member, bo):
        before = files()
        for seed in (1, 2, 3):
            member.post(UPLOAD, upload(picture_file(seed)))
        assert GalleryImage.objects.count() == 1
        assert files() - before == named_files()

    def test_deleted_leaves_nothing_behind(self, client, member, bo):
        before = files()
        member.post(UPLOAD, upload(picture_file()))
        assert files() > before
        assert member.post(DELETE)["Location"] == SETTINGS
        assert member.post(DELETE).status_code == 302
        assert files() == before
        assert Profile.objects.get(user=bo).image is None
        assert not GalleryImage.objects.exists()
        assert "avatar-tone-" in client.get("/people/bo/").content.decode()

    def test_goes_with_the_account(self, member, bo, django_capture_on_commit_callbacks):
        before = files()
        member.post(UPLOAD, upload(picture_file()))
        with django_capture_on_commit_callbacks(execute=True):
            bo.delete()
        assert files() == before

    def test_stays_where_an_editor_has_hung_it(
        self, member, bo, topic, ana, django_capture_on_commit_callbacks
    ):
        from pictures.publishing import create_picture

        member.post(UPLOAD, upload(picture_file()))
        image = Profile.objects.get(user=bo).image
        create_picture(topic=topic, image=image, title="Bo", user=ana, alt_text="Bo", publish=True)
        member.post(DELETE)
        assert GalleryImage.objects.filter(pk=image.pk).exists()
        assert Profile.objects.get(user=bo).image is None

    def test_is_refused_in_words_where_the_file_is_bad(self, member, bo):
        """Every kind of bad file: taken or refused, never an error, and no file is left."""
        before = files()
        kinds: dict[str, tuple[str, bytes]] = {}
        for name, data in bad_files():
            kinds.setdefault(name.partition("-")[0].partition(".")[0], (name, data))
        for name, data in [*kinds.values(), ("empty.png", b""), ("words.txt", b"hello")]:
            answer = member.post(UPLOAD, upload(data, name))
            assert answer.status_code in {302, 422}, name
            if answer.status_code == 422:
                assert answer.context["picture_form"].errors["picture"], name
            else:
                member.post(DELETE)
        assert member.post(UPLOAD).status_code == 422
        assert files() == before

    def test_is_no_double_and_no_choice_of_editors(self, client, ana, member, bo):
        from pictures.duplicates import near

        gallery = store_image(5, title="Zanzibar")
        member.post(UPLOAD, upload(picture_file(5)))
        assert near(gallery.dhash) == [gallery]
        client.force_login(ana)
        page = client.get("/admin/images/chooser/").json()["html"]
        portrait = Profile.objects.get(user=bo).image
        assert portrait.collection.name == COLLECTION
        assert gallery.title in page
        assert portrait.title not in page

    def test_lies_in_one_collection_for_all(self, ana, bo):
        assert profile_collection() == profile_collection()
        for user in (ana, bo):
            set_picture(user.profile, read_portrait(picture_file(user.pk)))
        assert Collection.objects.filter(name=COLLECTION).count() == 1

    def test_is_public_only_while_its_owner_is(
        self, member, bo, django_capture_on_commit_callbacks
    ):
        member.post(UPLOAD, upload(picture_file()))
        with django_capture_on_commit_callbacks(execute=True):
            departure_requested.send(sender=type(bo), user=bo)
        assert not GalleryRendition.objects.exists()
        assert people([bo.pk]) == {}
        with django_capture_on_commit_callbacks(execute=True):
            departure_undone.send(sender=type(bo), user=bo)
        assert people([bo.pk])[bo.pk].avatar

    def test_of_a_wide_file_is_cut_where_one_wants(self, member, bo):
        before = files()
        member.post(UPLOAD, upload(saved(painted((900, 300)), "png")))
        proposed = people([bo.pk])[bo.pk].avatar
        assert 'name="across"' in member.get(SETTINGS).content.decode()
        assert member.post(CROP, {"across": "100", "down": "50"}).status_code == 302
        image = Profile.objects.get(user=bo).image
        assert image.focal_point_x == image.width
        assert not image.focal_point_proposed
        assert people([bo.pk])[bo.pk].avatar != proposed
        assert files() - before == named_files()

    @pytest.mark.parametrize("across", ["", "-1", "101", "x", "1e9"])
    def test_is_cut_at_no_place_outside(self, member, bo, across):
        member.post(UPLOAD, upload(picture_file()))
        before = Profile.objects.get(user=bo).image.focal_point_x
        assert member.post(CROP, {"across": across, "down": "50"}).status_code == 302
        assert Profile.objects.get(user=bo).image.focal_point_x == before

    def test_survives_what_makes_copies_anew(self, member, bo):
        member.post(UPLOAD, upload(picture_file()))
        image = Profile.objects.get(user=bo).image
        assert sync(image) == 0
        assert people([bo.pk])[bo.pk].avatar


class TestPeople:
    def test_are_found_in_one_query_with_their_pictures(
        self, ana, bo, django_assert_num_queries, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            set_picture(bo.profile, read_portrait(picture_file()))
        with django_assert_num_queries(1):
            found = people([ana.pk, bo.pk, None, 10**9])
        assert found.keys() == {ana.pk, bo.pk}
        assert found[bo.pk].avatar
        assert not found[ana.pk].avatar
        assert found[ana.pk].initial == "A"

    def test_cost_nothing_where_there_are_none(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert people([None]) == {}
