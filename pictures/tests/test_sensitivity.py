"""Levels of sensitivity are obeyed on every public surface, from the moment they change."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, ImageChops, ImageStat
from wagtail.images.forms import get_image_form

from pictures.ai_mark import has_ai_mark
from pictures.blurring import MARK, PATCHES, blur
from pictures.copies import grid_copies
from pictures.factories import store_image
from pictures.models import GalleryImage, GalleryRendition, Placement, Sensitivity
from pictures.renditions import sync
from pictures.sensitivity import set_sensitivity
from pictures.visibility import is_public

pytestmark = pytest.mark.django_db

SCENES = sorted((Path(__file__).parent / "focal").glob("*.webp"))[::5]
SURFACES = ("/", "/pictures/", "/topics/", "/en/pictures/", "/sitemap.xml")


@pytest.fixture
def level(django_capture_on_commit_callbacks):
    def set_level(picture, value):
        with django_capture_on_commit_callbacks(execute=True):
            return set_sensitivity([picture.image_id], Sensitivity(value))

    return set_level


@pytest.fixture
def two(hang):
    """The one whose level changes, and another beside it."""
    return hang("하나", seed=1), hang("둘", seed=2)


def files_of(picture) -> dict[bool, set[str]]:
    """Addresses of its copies: blurred ones under True."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for row in GalleryRendition.objects.filter(image_id=picture.image_id):
        found[MARK in row.filter_spec].add(row.file.name)
    return found


def pages(client, picture, other) -> dict[str, str]:
    addresses = (*SURFACES, other.get_url(), picture.get_parent().get_url())
    return {address: client.get(address).content.decode() for address in addresses}


def visible(html: str) -> str:
    """Without what only a script takes out of its template."""
    return re.sub(r"<template data-real>.*?</template>", "", html, flags=re.DOTALL)


class TestBlurredPicture:
    @pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
    def test_has_no_detail_left(self, path):
        original = Image.open(path).convert("RGB")
        blurred = blur(original)
        # Squeezing it to a few patches and back changes nothing that could be seen.
        few = blurred.resize((2 * PATCHES, 2 * PATCHES), Image.Resampling.BOX)
        again = few.resize(blurred.size, Image.Resampling.BICUBIC)
        assert max(ImageStat.Stat(ImageChops.difference(blurred, again)).rms) < 6

    @pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
    def test_has_no_edges(self, path):
        blurred = blur(Image.open(path).convert("RGB"), (640, 640)).convert("L")
        shifted = ImageChops.offset(blurred, 4, 0).crop((4, 0, 640, 640))
        step = ImageChops.difference(blurred.crop((4, 0, 640, 640)), shifted)
        assert step.getextrema()[1] <= 16

    def test_is_of_the_asked_size(self):
        assert blur(Image.new("RGBA", (30, 900)), (40, 60)).size == (40, 60)


class TestSensitivePicture:
    def test_shows_only_blurred_copies(self, client, two, level):
        picture, other = two
        level(picture, "sensitive")
        files = files_of(picture)
        assert files[True]
        assert files[False]
        html = pages(client, picture, other)
        html["own"] = client.get(picture.get_url()).content.decode()
        for address, text in html.items():
            shown = visible(text)
            if address == "own":  # it has the plain link for who has no script
                shown = re.sub(r"<a [^>]*>", "", shown)
            assert not any(name in shown for name in files[False]), address
            assert address.endswith(".xml") or any(name in shown for name in files[True]), address

    def test_is_shown_blurred_by_other_sites(self, client, two, level):
        picture, _other = two
        level(picture, "sensitive")
        html = client.get(picture.get_url()).content.decode()
        files = files_of(picture)
        image = re.search(r'og:image" content="[^"]*/media/([^"]+)"', html)[1]
        data = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.DOTALL)[1])
        assert image in files[True]
        assert data["contentUrl"].endswith(image)
        assert data["isFamilyFriendly"] is False

    def test_leads_to_the_real_one_without_a_script(self, client, two, level):
        picture, _other = two
        level(picture, "sensitive")
        html = client.get(picture.get_url()).content.decode()
        link = re.search(r'class="veil-link" href="/media/([^"]+)"', html)[1]
        assert link in files_of(picture)[False]

    def test_keeps_its_words(self, client, two, level):
        picture, _other = two
        level(picture, "sensitive")
        html = client.get("/en/pictures/").content.decode()
        assert f'alt="{picture.alt_text}"' in html
        assert html.count("data-unveil") == 1

    def test_shows_nothing_while_the_blurred_copy_is_missing(self, client, two):
        picture, _other = two
        set_sensitivity([picture.image_id], Sensitivity.SENSITIVE)  # no worker yet
        shown = visible(client.get("/pictures/").content.decode())
        assert not any(name in shown for name in files_of(picture)[False])

    def test_blurred_copies_say_that_ai_made_them(self, two, level):
        picture, _other = two
        level(picture, "sensitive")
        names = files_of(picture)[True]
        assert len(names) == 2
        for name in names:
            with storages["default"].open(name) as file:
                data = file.read()
            assert has_ai_mark(data)
            assert max(Image.open(io.BytesIO(data)).size) >= 640

    def test_back_to_everyone_has_none(self, client, two, level):
        picture, _other = two
        level(picture, "sensitive")
        level(picture, "none")
        assert not files_of(picture)[True]
        assert "data-veiled" not in client.get("/pictures/").content.decode()

    def test_costs_no_query_more(self, client, two, level):
        def asked(address):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            return len(queries)

        addresses = ("/pictures/", "/", two[1].get_url())
        pages(client, *two)  # what is kept between requests is there now
        before = [asked(address) for address in addresses]
        level(two[0], "sensitive")
        assert [asked(address) for address in addresses] == before

    def test_saved_in_a_form_is_the_same(self, two, django_capture_on_commit_callbacks):
        picture, _other = two
        picture.image.sensitivity = Sensitivity.SENSITIVE
        with django_capture_on_commit_callbacks(execute=True):
            picture.image.save()
        assert files_of(picture)[True]


class TestHiddenPicture:
    def test_is_nowhere(self, client, two, level):
        picture, other = two
        level(picture, "hidden")
        assert client.get(picture.get_url()).status_code == 404
        for address, html in pages(client, picture, other).items():
            assert picture.get_url() not in html, address
        assert not is_public(picture)
        assert not Placement.objects.listed().filter(picture=picture).exists()

    def test_has_no_public_file(self, client, two, level):
        picture, _other = two
        names = files_of(picture)[False]
        level(picture, "hidden")
        assert not GalleryRendition.objects.filter(image_id=picture.image_id).exists()
        assert not any(storages["default"].exists(name) for name in names)

    def test_shows_no_file_even_before_the_worker_came(self, two):
        picture, _other = two
        set_sensitivity([picture.image_id], Sensitivity.HIDDEN)
        assert not grid_copies([(picture.image_id, picture.format)])[
            picture.image_id, picture.format
        ]

    def test_comes_back(self, client, two, level):
        picture, _other = two
        level(picture, "hidden")
        level(picture, "none")
        assert client.get(picture.get_url()).status_code == 200
        assert picture.get_url() in client.get("/pictures/").content.decode()

    def test_stays_hidden_when_published_again(
        self, client, two, level, ana, django_capture_on_commit_callbacks
    ):
        picture, _other = two
        level(picture, "hidden")
        with django_capture_on_commit_callbacks(execute=True):
            picture.save_revision(user=ana).publish()
        assert client.get(picture.get_url()).status_code == 404
        assert not Placement.objects.listed().filter(picture=picture).exists()

    def test_stays_open_to_editors(self, client, two, level, ana):
        picture, _other = two
        level(picture, "hidden")
        client.force_login(ana)
        edit = client.get(reverse("wagtailadmin_pages:edit", args=[picture.pk]))
        assert edit.status_code == 200


class TestCover:
    @pytest.fixture
    def covered(self, two, ana, django_capture_on_commit_callbacks):
        picture, _other = two
        image = store_image(7, title="표지")
        topic = picture.get_parent().specific
        topic.cover = image
        with django_capture_on_commit_callbacks(execute=True):
            topic.save_revision().publish()
        sync(image)
        return topic, image

    @pytest.mark.parametrize("value", ["sensitive", "hidden"])
    def test_follows_the_level(self, client, covered, value, django_capture_on_commit_callbacks):
        topic, image = covered
        with django_capture_on_commit_callbacks(execute=True):
            set_sensitivity([image.pk], Sensitivity(value))
        rows = GalleryRendition.objects.filter(image=image)
        real = [row.file.name for row in rows if MARK not in row.filter_spec]
        assert bool(real) == (value == "sensitive")
        for address in (topic.get_url(), "/topics/"):
            shown = visible(client.get(address).content.decode())
            assert not any(name in shown for name in real), address


class TestLevelOfAnImage:
    def address(self, picture):
        return reverse("image_sensitivity", args=[picture.image_id])

    def test_is_set_by_who_may_change_it(self, client, two, admin_user):
        client.force_login(admin_user)
        answer = client.post(self.address(two[0]), {"level": "hidden"})
        assert answer.json() == {"level": "hidden", "may_change": True}
        two[0].image.refresh_from_db()
        assert two[0].image.sensitivity == "hidden"

    def test_refuses_an_unknown_one(self, client, two, admin_user):
        client.force_login(admin_user)
        assert client.post(self.address(two[0]), {"level": "x"}).status_code == 400

    def test_is_not_told_to_members(self, client, two, bo):
        client.force_login(bo)
        for method in (client.get, client.post):
            assert method(self.address(two[0])).status_code in (302, 403)
        two[0].image.refresh_from_db()
        assert two[0].image.sensitivity == "none"

    def test_stays_when_an_open_form_saves_again(self, client, two, level, admin_user):
        """The choice is no field of the page's form."""
        client.force_login(admin_user)
        html = client.get(reverse("wagtailadmin_pages:edit", args=[two[0].pk])).content.decode()
        assert 'data-controller="sensitivity"' in html
        assert 'name="sensitivity"' not in html

    def test_stays_in_a_form_that_does_not_ask(self, two, level):
        picture, _other = two
        level(picture, "hidden")
        image = GalleryImage.objects.get(pk=picture.image_id)
        form = get_image_form(GalleryImage)({"title": "새 제목"}, instance=image)
        form.is_valid()
        assert "sensitivity" not in form.errors
        assert form.cleaned_data["sensitivity"] == "hidden"
