"""The one rule of what is public, asked of every public surface."""

from __future__ import annotations

import json
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pictures.models import PicturePage, Placement, Total
from pictures.visibility import is_public
from topics.factories import open_topic

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

SECRET = "Hidden-lighthouse"


@pytest.fixture
def secret(hang) -> PicturePage:
    hang("Open", seed=2)
    return hang(SECRET, seed=7, prompt=f"{SECRET} prompt")


def surfaces(client, picture: PicturePage) -> dict[str, str]:
    """Every public address that could tell of `picture`, with what it answers to a visitor."""
    topic = picture.get_parent()
    addresses = [
        "/",
        "/en/",
        "/topics/",
        "/en/topics/",
        f"/topics/{topic.slug}/",
        f"/en/topics/{topic.slug}/",
        f"/topics/{topic.slug}/?sort=oldest",
        "/pictures/",
        "/en/pictures/",
        "/pictures/?sort=oldest",
        "/sitemap.xml",
        "/feeds/latest.atom",
        f"/feeds/topics/{topic.slug}.atom",
        f"/oembed?url=http://localhost:8000{picture.url}",
        "/me/state/",
        f"/files/recipes/{picture.pk}.json",
    ]
    neighbour = PicturePage.objects.exclude(pk=picture.pk).live().first()
    if neighbour:
        addresses.append(neighbour.url)
    return {address: client.get(address).content.decode() for address in addresses}


def told(client, picture: PicturePage) -> list[str]:
    return [address for address, body in surfaces(client, picture).items() if SECRET in body]


def own_page(client, picture: PicturePage):
    return client.get(f"/topics/{picture.get_parent().slug}/{picture.slug}/")


def media_of(picture: PicturePage) -> list[str]:
    return [rendition.url for rendition in picture.image.renditions.all()]


class TestPublicPicture:
    def test_is_told_by_every_list(self, client, secret):
        assert set(told(client, secret)) >= {
            "/",
            "/pictures/",
            "/en/pictures/",
            "/topics/노을과-산/",
        }
        assert own_page(client, secret).status_code == 200

    def test_is_counted(self, topic, secret):
        assert Total.objects.get(pk=topic.pk).pictures == 2


def unpublish_picture(picture, run):
    with run(execute=True):
        picture.unpublish()


def unpublish_topic(picture, run):
    with run(execute=True):
        picture.get_parent().specific.unpublish()


def restrict_picture(picture, run):
    with run(execute=True):
        PageViewRestriction.objects.create(page=picture, restriction_type="login")


def restrict_topic(picture, run):
    with run(execute=True):
        PageViewRestriction.objects.create(
            page=picture.get_parent(), restriction_type="password", password="x"
        )


def restrict_index(picture, run):
    with run(execute=True):
        PageViewRestriction.objects.create(
            page=picture.get_parent().get_parent(), restriction_type="groups"
        )


def expire_picture(picture, run):
    PicturePage.objects.filter(pk=picture.pk).update(expire_at=timezone.now())
    with run(execute=True):
        call_command("publish_scheduled")


def expire_topic(picture, run):
    Page.objects.filter(pk=picture.get_parent().pk).update(expire_at=timezone.now())
    with run(execute=True):
        call_command("publish_scheduled")


def move_to_closed_topic(picture, run):
    closed = open_topic("Closed")
    with run(execute=True):
        closed.unpublish()
        picture.move(closed, pos="last-child")


def delete_picture(picture, run):
    with run(execute=True):
        PicturePage.objects.get(pk=picture.pk).delete()


WAYS = [
    unpublish_picture,
    unpublish_topic,
    restrict_picture,
    restrict_topic,
    restrict_index,
    expire_picture,
    expire_topic,
    move_to_closed_topic,
    delete_picture,
]


@pytest.mark.parametrize("hide", WAYS, ids=lambda way: way.__name__)
class TestHiddenPicture:
    def test_is_told_nowhere(self, client, secret, hide, django_capture_on_commit_callbacks):
        address = secret.url
        files = media_of(secret)
        assert files
        hide(secret, django_capture_on_commit_callbacks)
        secret = PicturePage.objects.filter(pk=secret.pk).first() or secret
        if secret.pk:
            assert told(client, secret) == []
            assert not Placement.objects.filter(picture=secret, listed_at__isnull=False).exists()
        assert SECRET not in client.get(address).content.decode()
        assert (
            client.get(address).status_code in {301, 302, 404, 410}  # 301: to where it moved
            or b"password" in client.get(address).content
        )
        assert [client.get(file).status_code for file in files] == [404] * len(files)


class TestOpenedAgain:
    def test_comes_back_with_copies_under_new_names(
        self, client, secret, django_capture_on_commit_callbacks
    ):
        before = set(media_of(secret))
        listed_at = Placement.objects.filter(picture=secret).first().listed_at
        restriction = None
        with django_capture_on_commit_callbacks(execute=True):
            restriction = PageViewRestriction.objects.create(
                page=secret.get_parent(), restriction_type="login"
            )
        with django_capture_on_commit_callbacks(execute=True):
            restriction.delete()
        assert told(client, secret)
        after = set(media_of(secret))
        assert after
        assert before.isdisjoint(after)
        assert Placement.objects.filter(picture=secret).first().listed_at == listed_at


class TestRestrictedPage:
    def test_is_private_and_leads_to_our_log_in(
        self, client, secret, django_capture_on_commit_callbacks
    ):
        restrict_topic_login = {"page": secret.get_parent(), "restriction_type": "login"}
        with django_capture_on_commit_callbacks(execute=True):
            PageViewRestriction.objects.create(**restrict_topic_login)
        answer = client.get(secret.url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=")
        assert "private" in answer["Cache-Control"]
        assert "no-store" in answer["Cache-Control"]

    def test_stays_out_of_shared_caches_for_those_who_may(
        self, client, bo, secret, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            PageViewRestriction.objects.create(page=secret, restriction_type="login")
        client.force_login(bo)
        answer = client.get(secret.url)
        assert answer.status_code == 200
        assert SECRET in answer.content.decode()
        assert "private" in answer["Cache-Control"]


class TestOriginal:
    def test_is_not_served_to_visitors_and_members(self, client, bo, secret):
        address = f"/files/{secret.image.file.name}"
        assert client.get(address).status_code in {403, 404}
        client.force_login(bo)
        assert client.get(address).status_code in {403, 404}

    def test_is_served_to_curators_but_to_no_cache(self, client, ana, secret):
        client.force_login(ana)
        answer = client.get(f"/files/{secret.image.file.name}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/png"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_is_not_found_through_the_public_door(self, client, secret):
        name = secret.image.file.name
        for trick in (name, f"../private/{name}", f"..%2Fprivate%2F{name}", "r/", "."):
            assert client.get(f"/media/{trick}").status_code == 404


class TestRule:
    def test_asks_every_page_above(self, secret):
        assert is_public(secret)
        Page.objects.filter(pk=secret.get_parent().get_parent().pk).update(live=False)
        assert not is_public(secret)


def test_state_is_personal_and_bare_for_visitors(client, db):
    answer = client.get("/me/state/")
    state = json.loads(answer.content)
    assert state["user"] is None
    assert state["links"] == {}
    assert re.fullmatch(r"\w{32,}", state["csrf"])
    assert answer["Cache-Control"] == "private, no-store"
