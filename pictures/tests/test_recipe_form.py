"""Correcting a recipe in the picture's form: drafts, publishing, autosave, reverting, rights."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from pictures.factories import store_image
from pictures.models import GalleryImage, PicturePage
from pictures.recipe import Lora

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client, ana):
    client.force_login(ana)
    return client


def address(picture: PicturePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[picture.pk])


def opened(client, picture: PicturePage, url: str = ""):
    """What a browser would send back of the form as it stands, unchanged."""
    html = client.get(url or address(picture)).content.decode()
    return from_html(html)


def from_html(html: str):
    data = querydict_from_html(html, form_id="page-edit-form").copy()
    for name, value in data.items():
        data[name] = value.removeprefix("\n")  # browsers leave a text area's first line break out
    return data


def send(client, picture: PicturePage, data, **changes):
    for name, value in changes.items():
        data[name] = value
    answer = client.post(address(picture), data)
    assert answer.status_code in (200, 302)
    return answer


def draft(picture: PicturePage) -> PicturePage:
    return PicturePage.objects.get(pk=picture.pk).get_latest_revision_as_object()


class TestForm:
    def test_shows_what_was_read(self, curator, hang):
        picture = hang(seed=9, prompt="a lighthouse <lora:mist:0.5>")
        data = opened(curator, picture)
        assert data["recipe_prompt"] == "a lighthouse <lora:mist:0.5>"
        assert (data["recipe_seed"], data["recipe_sampler"]) == ("9", "Euler a")
        assert data["recipe_loras"] == "mist: 0.5"

    def test_changes_nothing_when_it_is_saved_as_it_is(self, curator, hang):
        picture = hang(seed=9, prompt="one line\nanother line <lora:mist:0.5>")
        before = picture.recipe
        data = opened(curator, picture)
        data["recipe_prompt"] = data["recipe_prompt"].replace("\n", "\r\n")  # as browsers do
        send(curator, picture, data)
        assert draft(picture).recipe == before
        assert not draft(picture).recipe.is_corrected

    def test_without_its_fields_leaves_the_recipe(self, curator, hang):
        picture = hang(seed=9)
        data = opened(curator, picture)
        for name in [name for name in data if name.startswith("recipe_")]:
            del data[name]
        data["recipe_visibility"] = "public"
        send(curator, picture, data, title="New title")
        assert draft(picture).title == "New title"
        assert draft(picture).recipe == picture.recipe

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("recipe_seed", str(2**64)),
            ("recipe_seed", "many"),
            ("recipe_steps", "-1"),
            ("recipe_width", "0"),
            ("recipe_guidance", "inf"),
            ("recipe_loras", "mist: often"),
            ("recipe_model", "x" * 201),
        ],
    )
    def test_refuses_what_is_no_value_and_keeps_the_recipe(self, curator, hang, name, value):
        picture = hang(seed=9)
        answer = send(curator, picture, opened(curator, picture), **{name: value})
        assert name in answer.context["form"].errors
        assert draft(picture).recipe == picture.recipe


class TestCorrection:
    def test_is_kept_by_the_draft_and_does_not_show_before_it_is_published(self, curator, hang):
        picture = hang(seed=9)
        data = opened(curator, picture)
        send(curator, picture, data, recipe_model="painter-xl", recipe_loras="mist: 0.4\nrain")
        assert PicturePage.objects.get(pk=picture.pk).model_name == "demo-painter"
        found = draft(picture)
        assert (found.recipe.model, found.recipe.is_corrected) == ("painter-xl", True)
        assert found.recipe.loras == (Lora("mist", 0.4), Lora("rain"))
        assert found.recipe.raw == picture.recipe.raw

    def test_is_what_lists_filter_by_once_it_is_published(self, curator, hang):
        picture = hang(seed=9)
        data = opened(curator, picture)
        changes = {"recipe_model": "painter-xl", "recipe_sampler": "Heun", "recipe_prompt": "a sea"}
        send(curator, picture, data, **changes, **{"action-publish": "1"})
        live = PicturePage.objects.get(pk=picture.pk)
        assert (live.model_name, live.sampler_name) == ("painter-xl", "Heun")
        assert live.recipe_key != picture.recipe_key
        assert live.search_prompt() == "a sea"

    def test_replaces_the_text_that_visitors_copy(self, curator, client, hang):
        picture = hang(seed=9, prompt="ana's own house, a lighthouse")
        data = opened(curator, picture)
        send(curator, picture, data, recipe_prompt="a lighthouse", **{"action-publish": "1"})
        client.logout()
        page = client.get(PicturePage.objects.get(pk=picture.pk).url).content.decode()
        assert "a lighthouse" in page
        assert "own house" not in page

    def test_takes_emptied_fields_for_not_known(self, curator, hang):
        picture = hang(seed=9)
        data = opened(curator, picture)
        send(curator, picture, data, recipe_seed="", recipe_negative_prompt="")
        assert (draft(picture).recipe.seed, draft(picture).recipe.negative_prompt) == (None, "")

    def test_keeps_the_hashes_of_loras_that_stay(self, curator, hang):
        picture = hang(seed=9)
        known = {**picture.recipe_data, "loras": [{"name": "mist", "weight": 1, "hash": "12ab"}]}
        picture.recipe_data = known
        picture.save_revision().publish()
        data = opened(curator, picture)
        send(curator, picture, data, recipe_loras="rain: 0.2\nmist: 0.7")
        assert draft(picture).recipe.loras == (Lora("rain", 0.2), Lora("mist", 0.7, "12ab"))

    def test_makes_of_a_raw_text_a_recipe(self, curator, hang, ana):
        image = store_image(5, user=ana)
        image.recipe_data = {"raw": "{strange}"}
        image.save()
        picture = hang(seed=9)
        picture.image = image
        picture.save_revision().publish()
        assert picture.recipe.standing == "raw"
        send(curator, picture, opened(curator, picture), recipe_prompt="a lighthouse")
        assert draft(picture).recipe.standing == "read"
        assert draft(picture).recipe.raw == "{strange}"

    def test_is_none_any_more_once_everything_is_as_the_file_tells(self, curator, hang):
        picture = hang(seed=9)
        send(curator, picture, opened(curator, picture), recipe_model="painter-xl")
        send(curator, picture, opened(curator, picture), recipe_model="demo-painter")
        assert draft(picture).recipe == picture.recipe


class TestAFormThatStaysOpen:
    """Wagtail saves by itself: the same form is sent again and again."""

    def test_can_be_sent_twice(self, curator, hang):
        picture = hang(seed=9)
        data = opened(curator, picture)
        send(curator, picture, data, recipe_model="painter-xl")
        send(curator, picture, data, recipe_model="painter-xl")
        assert draft(picture).recipe.model == "painter-xl"

    def test_can_take_its_own_correction_back(self, curator, hang):
        picture = hang(seed=9)
        data = opened(curator, picture)
        send(curator, picture, data, recipe_model="painter-xl")
        send(curator, picture, data, recipe_model="demo-painter")
        assert draft(picture).recipe == picture.recipe

    def test_does_not_give_a_new_image_the_recipe_of_the_old_one(self, curator, hang, ana):
        picture, other = hang(seed=9), store_image(10, user=ana, prompt="a sea")
        data = opened(curator, picture)
        for _ in range(2):
            send(curator, picture, data, image=str(other.pk))
            assert draft(picture).recipe == other.recipe
            assert not draft(picture).recipe.is_corrected

    def test_keeps_what_was_typed_along_with_a_new_image(self, curator, hang, ana):
        picture, other = hang(seed=9), store_image(10, user=ana, prompt="a sea")
        data = opened(curator, picture)
        for _ in range(2):
            send(curator, picture, data, image=str(other.pk), recipe_sampler="Heun")
            found = draft(picture).recipe
            assert (found.sampler, found.prompt, found.seed) == ("Heun", "a sea", 10)
        send(curator, picture, data, recipe_sampler="Euler a")
        assert draft(picture).recipe == other.recipe


class TestReadingAgain:
    def test_takes_corrections_back_however_often_it_is_sent(self, curator, hang):
        picture = hang(seed=9)
        send(curator, picture, opened(curator, picture), recipe_model="painter-xl", recipe_seed="")
        data = opened(curator, picture)
        for _ in range(2):
            send(curator, picture, data, recipe_reread="on")
            assert draft(picture).recipe == picture.recipe

    def test_uses_todays_reader(self, curator, hang):
        picture = hang(seed=9)
        GalleryImage.objects.update(recipe_data={"raw": "read by an older reader"})
        send(curator, picture, opened(curator, picture), recipe_reread="on")
        assert draft(picture).recipe.seed == 9

    def test_keeps_what_came_from_elsewhere_where_the_file_tells_less(self, curator, hang):
        picture = hang(seed=9)
        GalleryImage.objects.update(raw_metadata={}, recipe_data={"prompt": "told by its sidecar"})
        send(curator, picture, opened(curator, picture), recipe_reread="on")
        assert draft(picture).recipe.prompt == "told by its sidecar"


class TestReverting:
    def test_brings_an_older_recipe_back(self, curator, hang):
        picture = hang(seed=9)
        first = picture.latest_revision
        send(curator, picture, opened(curator, picture), recipe_model="painter-xl")
        url = reverse("wagtailadmin_pages:revisions_revert", args=[picture.pk, first.pk])
        data = opened(curator, picture, url)
        assert data["recipe_model"] == "demo-painter"
        send(curator, picture, data)
        assert draft(picture).recipe == picture.recipe

    def test_brings_an_older_image_back_with_its_recipe(self, curator, hang, ana):
        picture, other = hang(seed=9), store_image(10, user=ana, prompt="a sea")
        first = picture.latest_revision
        send(curator, picture, opened(curator, picture), image=str(other.pk))
        url = reverse("wagtailadmin_pages:revisions_revert", args=[picture.pk, first.pk])
        send(curator, picture, opened(curator, picture, url))
        assert draft(picture).recipe == picture.recipe


class TestNewPicture:
    def test_takes_the_recipe_of_its_image(self, curator, topic, ana):
        image = store_image(5, user=ana)
        url = reverse("wagtailadmin_pages:add", args=["pictures", "picturepage", topic.pk])
        data = from_html(curator.get(url).content.decode())
        data["title"], data["slug"] = "New", "new"
        data["image"], data["recipe_program"] = str(image.pk), "Forge"
        answer = curator.post(url, data)
        assert answer.status_code == 302, answer.context["form"].errors
        found = draft(PicturePage.objects.get(title="New")).recipe
        assert (found.seed, found.program, found.is_corrected) == (5, "Forge", True)


class TestPreview:
    def test_shows_the_correction_and_stores_nothing(self, curator, hang):
        picture = hang(seed=9)
        data = opened(curator, picture)
        data["recipe_prompt"] = "a corrected sea"
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[picture.pk])
        assert json.loads(curator.post(url, data).content)["is_valid"]
        assert "a corrected sea" in curator.get(url).content.decode()
        assert draft(picture).recipe == picture.recipe


class TestRights:
    @pytest.mark.parametrize("name", ["bo", None])
    def test_nobody_else_corrects(self, client, hang, ana, bo, name):
        picture = hang(seed=9)
        client.force_login(ana)
        data = opened(client, picture)
        client.logout()
        if name:
            client.force_login(bo)
        answer = client.post(address(picture), {**data.dict(), "recipe_model": "stolen"})
        assert answer.status_code in (302, 403)
        assert draft(picture).recipe == picture.recipe

    def test_a_locked_picture_keeps_its_recipe(self, curator, hang, django_user_model):
        picture = hang(seed=9)
        data = opened(curator, picture)
        other = django_user_model.objects.create_superuser("root", "root@example.com", "root")
        picture.locked, picture.locked_by = True, other
        picture.save()
        curator.post(address(picture), {**data.dict(), "recipe_model": "stolen"})
        assert draft(picture).recipe == picture.recipe
