"""What is around a picture: only what is public, and as cheap however large the gallery is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pictures import scale
from pictures.models import GalleryImage, PicturePage, RecipeVisibility, Sensitivity
from pictures.recipe import Recipe

pytestmark = pytest.mark.django_db

QUERIES = 10
OWN = Recipe(prompt="lake at dusk, orange sky, calm", seed=7, steps=30, sampler="Euler a",
             guidance=7.0, model="sdxl", width=512, height=512)  # fmt: skip


def tell(picture: PicturePage, recipe: Recipe, **more) -> PicturePage:
    """Give a public picture this recipe."""
    picture.recipe_data = recipe.as_json()
    for name, value in more.items():
        setattr(picture, name, value)
    picture.save_revision().publish()
    return picture


def address(picture: PicturePage) -> str:
    return reverse("around", args=[picture.pk])


def around(client, picture: PicturePage) -> tuple[list[int], list[int]]:
    """Ids of the changed and of the related ones."""
    cache.clear()
    context = client.get(address(picture)).context
    return [card.id for card, _change in context["changed"]], [c.id for c in context["related"]]


@pytest.fixture
def own(hang) -> PicturePage:
    return tell(hang("물가", seed=1), OWN)


@pytest.fixture
def changed(hang) -> PicturePage:
    return tell(hang("다른 물가", seed=2), replace(OWN, sampler="DPM++ 2M"))


class TestChanged:
    def test_shows_what_was_changed(self, client, own, changed):
        body = client.get(address(own)).content.decode()
        assert '<span class="change-from">Euler a</span>' in body
        assert "<b>DPM++ 2M</b>" in body
        assert around(client, own)[0] == [changed.pk]

    def test_marks_the_words_of_the_prompt(self, client, own, hang):
        tell(hang("새벽", seed=3), replace(OWN, prompt="lake at dawn, orange sky, calm"))
        body = client.get(address(own)).content.decode()
        assert "<del>dusk</del>" in body
        assert "<ins>dawn</ins>" in body

    def test_puts_the_same_seed_first(self, client, own, changed, hang):
        tell(changed, replace(OWN, sampler="DPM++ 2M", seed=99))
        same = tell(hang("같은 시드", seed=4), replace(OWN, steps=40))
        assert around(client, own)[0] == [same.pk, changed.pk]

    @pytest.mark.parametrize("hidden", [RecipeVisibility.PARAMETERS, RecipeVisibility.HIDDEN])
    def test_tells_nothing_of_recipes_that_are_not_public(self, client, own, changed, hidden):
        tell(changed, replace(OWN, sampler="DPM++ 2M"), recipe_visibility=hidden)
        assert around(client, own)[0] == []
        assert around(client, changed)[0] == []


class TestRelated:
    def test_shares_tags(self, client, hang):
        one, two, other = (tell(hang(name), Recipe(prompt=name)) for name in "가나다")
        GalleryImage.objects.update(dhash="")
        for picture in (one, two):
            picture.tags.add("호수")
            picture.save_revision().publish()
        assert around(client, one)[1] == [two.pk]
        assert around(client, other)[1] == []

    def test_looks_alike(self, client, hang):
        one, near, far = (tell(hang(name), Recipe(prompt=name)) for name in "가나다")
        for picture, dhash in ((one, "0f0f3c3c12345678"), (near, "0f0f3c3c87654321")):
            GalleryImage.objects.filter(pk=picture.image_id).update(dhash=dhash)
        GalleryImage.objects.filter(pk=far.image_id).update(dhash="f0f0c3c3edcba987")
        assert around(client, one)[1] == [near.pk]


class TestAround:
    @pytest.mark.parametrize("way", ["unpublished", "sensitive", "topic"])
    def test_shows_nothing_that_is_not_public(
        self, client, own, changed, way, django_capture_on_commit_callbacks
    ):
        assert around(client, own)[0] == [changed.pk]
        with django_capture_on_commit_callbacks(execute=True):
            if way == "unpublished":
                changed.unpublish()
            elif way == "sensitive":
                changed.image.sensitivity = Sensitivity.HIDDEN
                changed.image.save()
            else:
                changed.get_parent().specific.unpublish()
        if way == "topic":
            assert client.get(address(own)).status_code == 404
        else:
            assert around(client, own) == ([], [])
            assert client.get(address(changed)).status_code == 404

    def test_is_not_there_for_pictures_that_are_not(self, client):
        for number in ("1", "9" * 18):
            assert client.get(f"/pictures/{number}/around/").status_code == 404

    def test_is_linked_from_the_picture(self, client, own):
        assert f'href="{address(own)}"' in client.get(own.url).content.decode()

    def test_costs_the_same_at_2_and_60_pictures(self, client, own, topic, bo):
        images = scale.store_images(shrink=16)[:2]
        costs = []
        for number in (2, 60):
            scale.load(topic, number, images=images, user=bo)
            first = PicturePage.objects.exclude(pk=own.pk).order_by("pk").first()
            for picture in PicturePage.objects.order_by("pk")[:3]:
                picture.tags.add("lake")
                picture.save_revision().publish()
            client.get(address(first))
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address(first)).status_code == 200
            costs.append(len(captured))
        assert costs[0] == costs[1] <= QUERIES, [q["sql"][:150] for q in captured]
