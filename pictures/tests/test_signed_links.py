"""Links to private files: whom they let in, to what, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner
from django.urls import reverse

from pictures.factories import store_image
from pictures.signed_links import SALT, signed_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(db):
    return store_image(3)


class TestSignedLink:
    def test_opens_the_file_without_a_log_in(self, client, image):
        answer = client.get(signed_link(image))
        assert answer.status_code == 200
        with image.file.storage.open(image.file.name) as file:
            assert b"".join(answer.streaming_content) == file.read()
        assert answer["Content-Type"] == "image/png"
        assert answer["Cache-Control"] == "private, no-store"

    def test_is_over_after_its_time(self, client, image, settings):
        link = signed_link(image)
        settings.SIGNED_LINK_SECONDS = -1
        answer = client.get(link)
        assert answer.status_code == 403
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Type"].startswith("text/html")

    @pytest.mark.parametrize("signature", ["", "x", "1:x", "\0", ":" * 50])
    def test_tells_nothing_with_another_signature(self, client, image, signature):
        path = reverse("signed_original", args=[image.pk])
        assert client.get(path, {"signature": signature}).status_code == 404

    def test_changed_in_one_sign_opens_nothing(self, client, image):
        link = signed_link(image)
        changed = link[:-1] + ("A" if link[-1] != "A" else "B")
        assert client.get(changed).status_code == 404

    def test_opens_no_other_file(self, client, image):
        other = store_image(4)
        query = signed_link(image).partition("?")[2]
        path = reverse("signed_original", args=[other.pk])
        assert client.get(f"{path}?{query}").status_code == 404

    def test_is_no_signature_of_another_purpose(self, client, image):
        value = f"{image.pk}/{image.file.name}"
        foreign = TimestampSigner(salt=f"{SALT}.else").sign(value).removeprefix(f"{value}:")
        path = reverse("signed_original", args=[image.pk])
        assert client.get(path, {"signature": foreign}).status_code == 404

    def test_of_a_deleted_image_opens_nothing(self, client, image):
        link = signed_link(image)
        image.delete()
        assert client.get(link).status_code == 404

    def test_lives_an_hour_unless_told_otherwise(self, settings):
        assert timedelta(seconds=settings.SIGNED_LINK_SECONDS) == timedelta(hours=1)


class TestMakeLink:
    def test_gives_a_link_that_opens(self, client, ana, image):
        client.force_login(ana)
        answer = client.post(reverse("make_signed_link", args=[image.pk]))
        link = answer.context["link"]
        client.logout()
        assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200
        assert "no-store" in answer["Cache-Control"]

    def test_is_only_for_who_may_see_the_file(self, client, bo, image):
        client.force_login(bo)
        assert client.post(reverse("make_signed_link", args=[image.pk])).status_code in {302, 403}

    def test_is_made_by_a_press_not_by_a_visit(self, client, ana, image):
        client.force_login(ana)
        assert client.get(reverse("make_signed_link", args=[image.pk])).status_code == 405

    def test_is_offered_where_the_image_is_edited(self, client, ana, image):
        client.force_login(ana)
        page = client.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
        assert reverse("make_signed_link", args=[image.pk]) in page
