"""Somebody fetches everything they did here, and nothing of others."""

from __future__ import annotations

import io
import json
from zipfile import ZipFile

import pytest
from django.utils import timezone

from accounts.exporting import archive, gather
from community.comments import write_comment
from community.likes import like_picture
from community.models import (
    Block,
    CollectionItem,
    Notification,
    PictureCollection,
    Report,
    Subscription,
)
from community.tests.test_departing import submitted

pytestmark = pytest.mark.django_db


def export(user) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(archive(*gather(user)))))


def told(user, name: str):
    return json.loads(export(user).read(f"{name}.json"))


@pytest.fixture
def picture(hang):
    return hang("A harbour")


class TestExport:
    def test_has_a_file_for_every_kind(self, bo):
        names = set(export(bo).namelist())
        assert names >= {
            f"{kind}.json"
            for kind in (
                *("account", "profile", "blocked_people", "standing", "likes", "comments"),
                *("subscriptions", "collections", "pictures", "submissions", "reports"),
                "notifications",
            )
        }

    def test_tells_likes_with_the_addresses_of_pictures(self, bo, ana, picture):
        for user in (bo, ana):
            like_picture(user_id=user.pk, picture_id=picture.pk)
        (like,) = told(bo, "likes")
        assert like["picture"].endswith(picture.url)

    def test_tells_comments_but_no_answers_of_others(self, bo, ana, picture):
        mine = write_comment(author=bo, picture=picture, typed="mine")
        write_comment(author=ana, picture=picture, typed="hers", answers=mine)
        text = export(bo).read("comments.json").decode()
        assert "mine" in text
        assert "hers" not in text

    def test_tells_collections_in_their_order(self, bo, ana, picture, hang):
        second = hang("A quay", seed=3)
        chosen = PictureCollection.objects.create(owner=bo, title="Water")
        PictureCollection.objects.create(owner=ana, title="Hers")
        for position, page in enumerate((second, picture)):
            CollectionItem.objects.create(collection=chosen, picture=page, position=position)
        (collection,) = told(bo, "collections")
        addresses = [item["picture"] for item in collection["pictures"]]
        assert [second.url in addresses[0], picture.url in addresses[1]] == [True, True]

    def test_tells_the_rest(self, bo, ana, topic, picture):
        now = timezone.now()
        Subscription.objects.create(user=bo, topic=topic, created_at=now)
        Report.objects.create(
            reporter=bo, picture=picture, kind="other", text="why", created_at=now
        )
        Notification.objects.create(user=bo, actor=ana, kind="like", key="k", created_at=now)
        Block.objects.create(user=bo, blocked=ana)
        assert told(bo, "subscriptions")[0]["topic"]
        assert told(bo, "reports")[0]["words"] == "why"
        assert told(bo, "notifications")[0]["kind"] == "like"
        assert told(bo, "blocked_people")

    def test_holds_the_originals_of_own_pictures_and_of_nobody_elses(self, bo, ana, topic, picture):
        page = submitted(bo, topic, ana)
        packed = export(bo)
        (row,) = json.loads(packed.read("pictures.json"))
        assert row["title"] == page.title
        assert packed.read(row["file"]) == page.image.file.storage.open(page.image.file.name).read()
        assert [name for name in packed.namelist() if name.startswith("files/")] == [row["file"]]

    def test_says_nothing_about_the_numbers_of_other_people(self, bo, ana, picture):
        ana.public_name = "Nobody-else"
        ana.save()
        like_picture(user_id=ana.pk, picture_id=picture.pk)
        like_picture(user_id=bo.pk, picture_id=picture.pk)
        packed = export(bo)
        assert all(b"Nobody-else" not in packed.read(name) for name in packed.namelist())
