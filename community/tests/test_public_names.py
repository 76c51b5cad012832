"""Nowhere on the public side may stand what somebody logs in with, or their e-mail address."""

from __future__ import annotations

import json
import re

import pytest
from django.utils import timezone

from community.likes import like_picture
from community.models import Comment, CommentState, Profile
from community.profiles import set_nickname
from pictures.models import PicturePage

pytestmark = pytest.mark.django_db

SECRETS = ("login-of-ana", "login-of-bo", "@mail.example")


@pytest.fixture
def cast(ana, bo, topic, hang):
    """Ana curates, Bo paints, likes and comments; both log in by names that nobody may read."""
    for user, nickname in ((ana, "서리"), (bo, "보라")):
        user.username = f"login-of-{user.username}"
        user.email = f"{user.username}@mail.example"
        user.first_name = user.username
        user.save()
        set_nickname(user.profile, nickname)
    topic.curators = [ana]
    topic.save_revision().publish()
    first = hang("등대", seed=1, tags=["바다"])
    hang("등대 둘", seed=2)
    PicturePage.objects.update(author=bo)
    like_picture(user_id=bo.pk, picture_id=first.pk)
    Profile.objects.filter(user=bo).update(likes_are_public=True)
    for author in (ana, bo):
        Comment.objects.create(
            picture=first,
            author=author,
            text="좋아요",
            state=CommentState.VISIBLE,
            created_at=timezone.now(),
        )
    return first


PAGES = [
    "/",
    "/en/",
    "/topics/",
    "/topics/노을과-산/",
    "/topics/노을과-산/등대/",
    "/en/topics/노을과-산/등대/",
    "/pictures/",
    "/pictures/?sort=likes",
    "/tags/바다/",
    "/people/보라/",
    "/people/보라/collections/",
    "/people/보라/likes/",
    "/people/보라/about/",
    "/people/서리/about/",
    "/sitemap.xml",
    "/feeds/latest.atom",
    "/feeds/people/보라.atom",
]


class TestPublicPage:
    @pytest.mark.parametrize("address", PAGES)
    def test_tells_nobodys_user_name_or_address(self, client, cast, address):
        answer = client.get(address)
        assert answer.status_code == 200
        body = answer.content.decode()
        assert [secret for secret in SECRETS if secret in body] == []

    def test_leads_from_a_picture_to_its_author(self, client, cast):
        body = client.get("/topics/노을과-산/등대/").content.decode()
        assert re.search(
            r'<a class="panel-author" href="/people/[^"]+" rel="author">보라</a>', body
        )
        data = json.loads(re.search(r"ld\+json\">(.*?)</script>", body, re.DOTALL)[1])
        assert data["creator"]["name"] == data["copyrightNotice"] == "보라"

    def test_leads_to_nobody_from_a_picture_of_somebody_without_an_account(self, client, cast):
        PicturePage.objects.filter(pk=cast.pk).update(author_name="먼 사람")
        body = client.get("/topics/노을과-산/등대/").content.decode()
        assert "먼 사람" in body
        assert "panel-author" not in body

    def test_leads_from_a_topic_to_its_curators(self, client, cast):
        body = client.get("/topics/노을과-산/").content.decode()
        assert re.search(r'<dd><a href="/people/[^"]+">서리</a></dd>', body)

    def test_names_nobody_who_has_no_public_name(self, client, cast, bo):
        type(bo).objects.filter(pk=bo.pk).update(public_name="")
        for address in ("/pictures/", "/topics/노을과-산/등대/"):
            body = client.get(address).content.decode()
            assert "login-of-bo" not in body
            assert 'href="/people//"' not in body


class TestAnswerToMembers:
    def test_tells_them_of_nobody_else(self, client, cast, ana):
        client.force_login(ana)
        body = client.get(f"/me/state/?page={cast.pk}").content.decode()
        assert "login-of" not in body
        assert "@mail.example" not in body
        assert json.loads(body)["user"]["name"] == "서리"
