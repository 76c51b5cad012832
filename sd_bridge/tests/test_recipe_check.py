"""A stored recipe is painted once more, and its page says whether the picture came out the same."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from PIL import Image, ImageFilter

from pictures.factories import unlike_file
from pictures.intake import take_in
from pictures.library import add_image
from pictures.models import PicturePage
from pictures.recipe import Recipe
from sd_bridge import expiry, generating
from sd_bridge.keeping import keep_for_topic
from sd_bridge.models import Generation, RecipeCheck
from sd_bridge.refusals import InvalidRequest, QuotaUsedUp
from sd_bridge.repeating.asking import ask_again
from sd_bridge.repeating.likeness import likeness
from sd_bridge.repeating.reasons import reasons_before, reasons_of
from sd_bridge.repeating.settling import settle_finished
from sd_bridge.tasks import run_next
from sd_bridge.tests.scripted_engine import encoded

pytestmark = pytest.mark.django_db

ORIGINAL = unlike_file(1, prompt="a lighthouse")
RECIPE = Recipe(
    prompt="a lighthouse",
    seed=7,
    steps=2,
    sampler="Euler a",
    guidance=7.0,
    model="m",
    width=128,
    height=128,
)


def png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def pixels(data: bytes = ORIGINAL) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.fixture
def picture(hang, ana) -> PicturePage:
    """One whose recipe every engine of these tests can be asked for."""
    page = hang("등대")
    image = add_image(take_in(ORIGINAL), title="등대", user=ana, recipe=RECIPE)
    page.image, page.recipe_data, page.recipe_image_id = image, RECIPE.as_json(), image.pk
    page.save_revision(user=ana).publish(user=ana)
    return PicturePage.objects.get(pk=page.pk)


@pytest.fixture
def checked(engine, ana, picture):
    """The check after an engine has answered with `data`."""

    def check(data: bytes, **recipe) -> RecipeCheck:
        if recipe:
            values = {**RECIPE.as_json(), **recipe}
            picture.recipe_data = {name: value for name, value in values.items() if value}
        engine.images = [encoded(data)]
        ask_again(picture, ana)
        run_next.call()
        return RecipeCheck.objects.newest_first().select_related("generation", "image")[0]

    return check


class TestVerdict:
    def test_is_same_where_not_a_pixel_differs(self, checked):
        check = checked(ORIGINAL)
        assert (check.verdict, check.bits, check.decibels) == ("same", 0, 99.0)
        assert reasons_of(check) == []

    def test_is_near_where_details_differ(self, checked):
        blurred = png(pixels().filter(ImageFilter.GaussianBlur(6)))
        assert checked(blurred).verdict == "near"

    def test_is_different_for_another_picture(self, checked):
        check = checked(unlike_file(2))
        assert check.verdict == "different"
        assert any("graphics card" in reason for reason in reasons_of(check))

    def test_is_never_same_in_another_size(self, checked):
        check = checked(png(pixels().resize((64, 64), Image.Resampling.LANCZOS)))
        assert check.verdict == "near"
        assert any("64 × 64" in reason for reason in reasons_of(check))

    def test_says_why_nothing_was_painted(self, engine, checked):
        engine.fault = (500, {"error": "OutOfMemoryError", "detail": "", "errors": "CUDA"})
        check = checked(ORIGINAL)
        assert check.verdict == "not-painted"
        assert reasons_of(check) == [check.generation.error_sentence] != [""]

    def test_needs_both_files(self, checked, ana, picture, engine):
        picture.image.file.storage.delete(picture.image.file.name)
        check = checked(ORIGINAL)
        assert check.verdict == "not-painted"
        assert "no longer there" in reasons_of(check)[0]

    def test_comes_although_its_worker_was_lost(self, engine, ana, picture):
        check = ask_again(picture, ana)
        Generation.objects.update(state="failed", error_code="worker_lost")
        assert settle_finished() == 1
        assert settle_finished() == 0
        check.refresh_from_db()
        assert check.verdict == "not-painted"


class TestReasons:
    def test_name_a_model_that_is_missing(self, checked):
        check = checked(unlike_file(2), model="dream-v1")
        assert any("dream-v1" in reason for reason in reasons_of(check))

    def test_tell_another_name_from_another_sampler(self):
        def sentences(before: dict, after: dict) -> list[str]:
            recipes = [{**RECIPE.as_json(), **values} for values in (before, after)]
            return reasons_of(
                RecipeCheck(verdict="near", recipe=recipes[0], repeated_recipe=recipes[1])
            )

        old = {"sampler": "DPM++ 2M Karras"}
        split = {"sampler": "DPM++ 2M", "scheduler": "Karras"}
        assert "graphics card" in sentences(old, split)[0]
        assert sentences(old, {"sampler": "dpm++_2m_karras"}) == [
            "The sampler “DPM++ 2M Karras” is called “dpm++_2m_karras” now."
        ]
        assert sentences(old, {"sampler": "Heun"})[0].startswith("Painted with the sampler “Heun”")

    def test_tell_another_version_and_what_was_left_out(self):
        before = {**RECIPE.as_json(), "version": "v1.6.0", "extras": {"Clip skip": "2"}}
        after = {**RECIPE.as_json(), "version": "v1.10.1"}
        check = RecipeCheck(verdict="near", recipe=before, repeated_recipe=after)
        told = " ".join(reasons_of(check))
        assert "v1.6.0" in told
        assert "Clip skip: 2" in told

    def test_are_known_before_where_the_recipe_is_silent(self, hang, ana, picture):
        assert reasons_before(picture) == []
        picture.recipe_data = Recipe(prompt="x", is_partial=True).as_json()
        told = " ".join(reasons_before(picture))
        for word in ("seed", "model", "sampler", "not understood"):
            assert word in told


class TestAsking:
    def test_sends_the_recipe_with_its_seed(self, engine, checked):
        checked(ORIGINAL)
        [sent] = engine.posts
        assert (sent["prompt"], sent["seed"], sent["steps"]) == ("a lighthouse", 7, 2)
        assert (sent["width"], sent["height"], sent["batch_size"]) == (128, 128, 1)

    def test_is_done_once_while_one_is_under_way(self, engine, ana, picture):
        assert ask_again(picture, ana) == ask_again(picture, ana)
        assert Generation.objects.count() == 1

    def test_refuses_a_recipe_without_prompt(self, engine, ana, picture):
        picture.recipe_data = Recipe(seed=3).as_json()
        with pytest.raises(InvalidRequest):
            ask_again(picture, ana)
        assert not RecipeCheck.objects.exists()
        assert not Generation.objects.exists()

    def test_asks_as_it_was_asked_where_the_picture_is_a_result(self, done, engine, ana, topic):
        result = done.results.order_by("index")[1]
        page = keep_for_topic(result=result, topic=topic, user=ana)
        ask_again(page, ana)
        asked = Generation.objects.newest_first()[0]
        assert (asked.prompt, asked.seed, asked.count) == (done.prompt, result.seed, 1)
        assert (asked.width, asked.height) == (done.width, done.height)

    def test_keeps_its_verdict_when_the_repetition_expires(self, checked):
        check = checked(ORIGINAL)
        check.generation.results.update(expires_at=check.asked_at)
        expiry.expire_results()
        check.refresh_from_db()
        assert check.verdict == "same"
        assert check.as_repeated_recipe().prompt == "a lighthouse"

    def test_counts_as_one_picture_of_the_day(self, engine, ana, picture, monkeypatch):
        def used_up(*args, **kwargs):
            raise QuotaUsedUp(limit=1, used=1, asked=1)

        monkeypatch.setattr(generating, "_checked_and_queued", used_up)
        with pytest.raises(QuotaUsedUp):
            ask_again(picture, ana)
        assert not RecipeCheck.objects.exists()


class TestScreen:
    def test_tells_the_verdict_and_the_figures(self, client, ana, checked, picture):
        checked(ORIGINAL)
        client.force_login(ana)
        body = client.get(reverse("sd_recipe_checks:show", args=[picture.pk])).content.decode()
        assert 'data-verdict="same"' in body
        assert reverse("sd_recipe_checks:ask", args=[picture.pk]) in body

    def test_waits_while_one_is_under_way(self, client, ana, engine, picture):
        client.force_login(ana)
        client.post(reverse("sd_recipe_checks:ask", args=[picture.pk]))
        state = reverse("sd_recipe_checks:state", args=[picture.pk])
        assert client.get(state).json()["is_under_way"]
        engine.images = [encoded(ORIGINAL)]
        run_next.call()
        assert not client.get(state).json()["is_under_way"]

    def test_is_not_offered_without_a_recipe(self, client, ana, picture):
        PicturePage.objects.filter(pk=picture.pk).update(recipe_data={})
        client.force_login(ana)
        show, ask = (reverse(f"sd_recipe_checks:{n}", args=[picture.pk]) for n in ("show", "ask"))
        edit = client.get(reverse("wagtailadmin_pages:edit", args=[picture.pk])).content.decode()
        assert show not in edit
        assert f'action="{ask}"' not in client.get(show).content.decode()

    def test_says_why_nothing_is_asked(self, client, ana, engine, picture):
        PicturePage.objects.filter(pk=picture.pk).update(recipe_data={})
        client.force_login(ana)
        address = reverse("sd_recipe_checks:ask", args=[picture.pk])
        answer = client.post(address, follow=True)
        assert [str(message) for message in answer.context["messages"]]
        assert not Generation.objects.exists()

    def test_is_for_those_who_generate_and_edit_the_picture(self, client, bo, stranger, picture):
        address = reverse("sd_recipe_checks:show", args=[picture.pk])
        for user in (bo, stranger):
            client.force_login(user)
            assert client.get(address).status_code in (302, 403)
            assert client.post(reverse("sd_recipe_checks:ask", args=[picture.pk])).status_code in (
                302,
                403,
            )
        assert not Generation.objects.exists()

    def test_is_reached_from_the_picture_and_the_reports(self, client, ana, picture, checked):
        checked(ORIGINAL)
        client.force_login(ana)
        edit = client.get(reverse("wagtailadmin_pages:edit", args=[picture.pk])).content.decode()
        assert reverse("sd_recipe_checks:show", args=[picture.pk]) in edit
        report = client.get(reverse("sd_recipe_checks:report")).content.decode()
        assert picture.title in report


class TestLikeness:
    def test_does_not_mind_the_file_format(self):
        target = io.BytesIO()
        pixels().save(target, "WEBP", quality=98)
        assert likeness(ORIGINAL, target.getvalue()).is_near
        assert likeness(ORIGINAL, png(pixels())).is_same
