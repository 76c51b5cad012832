"""Members' own lists of pictures."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.collections import (
    CollectionError,
    add_picture,
    choose_collections,
    create_collection,
    default_collection,
    holding,
    move_picture,
    remove_picture,
    set_cover,
    step_picture,
)
from community.models import CollectionVisibility, PictureCollection
from pictures.models import PicturePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def blue(bo) -> PictureCollection:
    return create_collection(owner_id=bo.pk, title="Blue")


@pytest.fixture
def four(hang, blue) -> list[int]:
    ids = [hang(f"Picture {seed}", seed=seed).pk for seed in range(1, 5)]
    for pk in ids:
        add_picture(blue, pk)
    return ids


def order(collection: PictureCollection) -> list[int]:
    return list(collection.items.order_by("position", "pk").values_list("picture_id", flat=True))


def as_member(bo) -> Client:
    client = Client()
    client.force_login(bo)
    return client


class TestAdding:
    def test_puts_it_at_the_end(self, blue, four):
        assert order(blue) == four

    def test_twice_changes_nothing(self, blue, four):
        assert add_picture(blue, four[0]) is False
        assert order(blue) == four

    def test_goes_to_the_one_used_last_or_a_new_private_one(self, bo, blue):
        assert default_collection(bo.pk) == blue
        blue.delete()
        assert default_collection(bo.pk).visibility == CollectionVisibility.PRIVATE

    def test_is_refused_where_it_is_full(self, blue, four, monkeypatch):
        monkeypatch.setattr("community.collections.MOST_PICTURES", 4)
        remove_picture(blue, four[0])
        add_picture(blue, four[0])
        with pytest.raises(CollectionError):
            add_picture(blue, 1)


class TestChoosing:
    def test_puts_it_in_exactly_these(self, bo, blue, four):
        red = create_collection(owner_id=bo.pk, title="Red")
        choose_collections(owner_id=bo.pk, picture_id=four[0], chosen=[red.pk])
        assert holding(owner_id=bo.pk, picture_id=four[0]) == [red.pk]
        assert order(blue) == four[1:]

    def test_never_touches_those_of_others(self, ana, bo, blue, four):
        choose_collections(owner_id=ana.pk, picture_id=four[0], chosen=[blue.pk])
        assert holding(owner_id=ana.pk, picture_id=four[0]) == []
        assert order(blue) == four


class TestOrder:
    def test_follows_what_is_dragged(self, blue, four):
        first, second, third, fourth = four
        assert move_picture(blue, fourth, before=second)
        assert order(blue) == [first, fourth, second, third]
        assert move_picture(blue, first, after=third)
        assert order(blue) == [fourth, second, third, first]
        assert move_picture(blue, fourth)
        assert order(blue) == [second, third, first, fourth]

    def test_goes_step_by_step_and_no_further_than_the_ends(self, blue, four):
        first, second, third, fourth = four
        step_picture(blue, second, -1)
        step_picture(blue, second, -1)
        assert order(blue) == [second, first, third, fourth]
        step_picture(blue, second, 1)
        step_picture(blue, fourth, 1)
        assert order(blue) == [first, second, third, fourth]

    @pytest.mark.parametrize("beside", ["before", "after"])
    def test_stays_where_the_other_picture_has_gone(self, blue, four, beside):
        remove_picture(blue, four[1])
        assert move_picture(blue, four[0], **{beside: four[1]}) is False
        assert order(blue) == [four[0], four[2], four[3]]


class TestCover:
    def test_goes_when_its_picture_does(self, blue, four):
        set_cover(blue, four[2])
        remove_picture(blue, four[2])
        blue.refresh_from_db()
        assert blue.cover_id is None

    def test_must_be_in_the_collection(self, blue, hang):
        with pytest.raises(CollectionError):
            set_cover(blue, hang("Elsewhere", seed=9).pk)


class TestItsPage:
    def address(self, blue, visibility) -> str:
        blue.visibility = visibility
        blue.save()
        return reverse("collection", args=[blue.key])

    def test_of_a_private_one_is_for_its_owner_alone(self, client, ana, bo, blue, four):
        address = self.address(blue, "private")
        assert client.get(address).status_code == 404
        client.force_login(ana)
        assert client.get(address).status_code == 404
        answer = as_member(bo).get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]

    def test_of_an_unlisted_one_is_for_who_has_the_address_and_no_search_engine(
        self, client, blue, four
    ):
        answer = client.get(self.address(blue, "unlisted"))
        assert answer.status_code == 200
        assert b'name="robots" content="noindex"' in answer.content

    def test_of_a_public_one_is_the_same_for_everyone(self, client, bo, blue, four):
        address = self.address(blue, "public")
        visitor, owner = client.get(address), as_member(bo).get(address)
        assert visitor.content == owner.content
        assert "public" in visitor["Cache-Control"]
        assert b"noindex" not in visitor.content

    def test_leaves_out_what_is_no_longer_public(self, client, blue, four):
        PicturePage.objects.get(pk=four[0]).unpublish()
        answer = client.get(self.address(blue, "public"))
        assert b"Picture 1" not in answer.content
        assert b"Picture 2" in answer.content

    def test_goes_on_where_a_page_ends(self, client, blue, four, monkeypatch):
        monkeypatch.setattr("community.collection_lists.PAGE", 3)
        first = client.get(self.address(blue, "public"))
        following = first.context["item_page"].next_url
        second = client.get(following)
        shown = [card.id for page in (first, second) for card in page.context["item_page"].cards]
        assert shown == four
        assert second.context["item_page"].next_url is None

    @pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "", "%00"])
    def test_takes_any_place(self, client, blue, four, after):
        assert client.get(f"{self.address(blue, 'public')}?after={after}").status_code == 200

    def test_costs_the_same_for_few_and_many(self, client, blue, four, hang):
        address = self.address(blue, "public")
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for seed in range(10, 20):
            add_picture(blue, hang(f"More {seed}", seed=seed).pk)
        client.get(address)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(few) == len(many) <= 10


class TestOwnersPages:
    def test_are_for_members(self, client, blue):
        for name, arguments in (
            ("my_collections", []),
            ("new_collection", []),
            ("my_collection", [blue.key]),
            ("delete_collection", [blue.key]),
        ):
            answer = client.get(reverse(name, args=arguments))
            assert answer.status_code == 302
            assert "/accounts/login/" in answer["Location"]

    @pytest.mark.parametrize("name", ["my_collection", "delete_collection"])
    def test_of_others_are_not_found(self, client, ana, blue, name):
        client.force_login(ana)
        address = reverse(name, args=[blue.key])
        assert client.get(address).status_code == 404
        assert client.post(address, {"title": "Mine"}).status_code == 404
        assert PictureCollection.objects.filter(pk=blue.pk, title="Blue").exists()

    def test_make_change_and_delete(self, bo):
        member = as_member(bo)
        member.post(reverse("new_collection"), {"title": "Sea", "visibility": "public"})
        sea = PictureCollection.objects.get(owner=bo, title="Sea")
        member.post(
            reverse("my_collection", args=[sea.key]), {"title": "Seas", "visibility": "unlisted"}
        )
        sea.refresh_from_db()
        assert (sea.title, sea.visibility) == ("Seas", "unlisted")
        assert "Seas" in member.get(reverse("my_collections")).content.decode()
        member.post(reverse("delete_collection", args=[sea.key]))
        assert not PictureCollection.objects.filter(owner=bo).exists()

    def test_refuse_a_collection_without_a_title(self, bo):
        answer = as_member(bo).post(reverse("new_collection"), {"title": " "})
        assert answer.status_code == 200
        assert answer.context["form"].errors["title"]
        assert not PictureCollection.objects.exists()

    def test_arrange_by_forms_alone(self, bo, blue, four):
        member = as_member(bo)
        address = reverse("arrange_collection", args=[blue.key])
        member.post(address, {"picture": four[0], "step": "1"})
        assert order(blue) == [four[1], four[0], four[2], four[3]]
        member.post(address, {"picture": four[0], "cover": "1"})
        blue.refresh_from_db()
        assert blue.cover_id == four[0]
        member.post(address, {"picture": four[0], "take_out": "1"})
        assert order(blue) == [four[1], four[2], four[3]]

    def test_arrange_only_what_is_theirs(self, client, ana, blue, four):
        client.force_login(ana)
        address = reverse("arrange_collection", args=[blue.key])
        assert client.post(address, {"picture": four[0], "take_out": "1"}).status_code == 404
        assert order(blue) == four


class TestSavingAPicture:
    def test_needs_no_choice(self, bo, hang):
        picture = hang("Lighthouse", seed=7)
        as_member(bo).post(reverse("collect", args=[picture.pk]))
        assert len(holding(owner_id=bo.pk, picture_id=picture.pk)) == 1

    def test_leads_a_visitor_to_the_log_in(self, client, hang):
        answer = client.post(reverse("collect", args=[hang("Lighthouse", seed=7).pk]))
        assert answer.status_code == 303
        assert "/accounts/login/" in answer["Location"]
        assert not PictureCollection.objects.exists()

    def test_is_only_for_public_pictures(self, bo, hang):
        draft = hang("Draft", seed=7, publish=False)
        member = as_member(bo)
        assert member.post(reverse("collect", args=[draft.pk])).status_code == 404
        assert member.get(reverse("choose_collections", args=[draft.pk])).status_code == 404

    def test_may_make_a_new_collection_at_once(self, bo, blue, four):
        as_member(bo).post(
            reverse("choose_collections", args=[four[0]]), {"chosen": [blue.pk], "title": "Red"}
        )
        red = PictureCollection.objects.get(title="Red")
        assert holding(owner_id=bo.pk, picture_id=four[0]) == sorted([blue.pk, red.pk])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.mariadb
class TestManyAtOnce:
    def test_keep_every_picture_once_and_at_a_place_of_its_own(self, bo, hang):
        blue = create_collection(owner_id=bo.pk, title="Blue")
        ids = [hang(f"Picture {seed}", seed=seed).pk for seed in range(1, 7)]
        errors: list[Exception] = []

        def add(picture_id: int) -> None:
            try:
                add_picture(PictureCollection.objects.get(pk=blue.pk), picture_id)
            except Exception as error:  # noqa: BLE001 - told below
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=add, args=[pk]) for pk in ids for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert sorted(order(blue)) == sorted(ids)
        positions = list(blue.items.values_list("position", flat=True))
        assert len(set(positions)) == len(ids)
