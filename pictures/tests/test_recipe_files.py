"""The recipe as a file, and the page that offers it: it obeys what the picture shows."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from pictures.models import PicturePage
from pictures.recipe import Recipe
from pictures.recipe_reader import read_recipe
from pictures.sidecars import read_sidecar
from pictures.tests.generated_comfyui import COMFYUI
from pictures.tests.sample import NEGATIVE, PROMPT

pytestmark = pytest.mark.django_db

WORKFLOW = COMFYUI.texts["workflow"]


def address(picture: PicturePage) -> str:
    return reverse("recipe_file", args=[picture.pk])


def retold(picture: PicturePage, recipe: Recipe, **fields) -> PicturePage:
    """Publish the picture with another recipe."""
    picture.recipe_data = recipe.as_json()
    for name, value in fields.items():
        setattr(picture, name, value)
    picture.save_revision().publish()
    return PicturePage.objects.get(pk=picture.pk)


@pytest.fixture
def by_comfyui(hang) -> PicturePage:
    return retold(hang(seed=9), read_recipe(COMFYUI.texts))


class TestFile:
    def test_is_the_workflow_as_it_was_found(self, client, by_comfyui):
        answer = client.get(address(by_comfyui))
        assert answer.content.decode() == WORKFLOW
        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]

    def test_is_everything_known_where_there_is_no_workflow(self, client, hang):
        picture = hang(seed=9)
        answer = client.get(address(picture))
        assert read_sidecar("a.json", answer.content) == picture.recipe

    def test_is_not_there_without_a_recipe(self, client, hang):
        assert client.get(address(retold(hang(), Recipe()))).status_code == 404
        assert client.get("/files/recipes/999999.json").status_code == 404

    def test_tells_nothing_of_the_maker_s_folders(self, client, ana, by_comfyui):
        text = json.dumps(
            {"nodes": [], "path": "C:\\Users\\Ana Kim\\models\\a.ckpt", "prompt": "x"}
        )
        picture = retold(by_comfyui, Recipe(prompt="a", raw=text))
        assert json.loads(client.get(address(picture)).content)["path"] == "~\\models\\a.ckpt"
        client.force_login(ana)
        assert client.get(address(picture)).content.decode() == text

    def test_is_what_was_corrected(self, client, by_comfyui):
        recipe = read_recipe(COMFYUI.texts)
        corrected = Recipe(prompt="a sea", is_corrected=True, raw=recipe.raw, program="ComfyUI")
        answer = client.get(address(retold(by_comfyui, corrected)))
        assert json.loads(answer.content)["prompt"] == "a sea"
        assert PROMPT not in answer.content.decode()

    def test_is_the_workflow_that_lies_beside_an_infotext(self, client, by_comfyui):
        by_comfyui.image.raw_metadata = {"workflow": WORKFLOW}
        by_comfyui.image.save()
        picture = retold(by_comfyui, Recipe(prompt="a", program="ComfyUI", raw="a\nSteps: 1"))
        assert client.get(address(picture)).content.decode() == WORKFLOW


class TestVisibility:
    @pytest.mark.parametrize("visibility", ["parameters", "hidden"])
    def test_of_less_than_everything_hides_it_from_visitors(
        self, client, ana, by_comfyui, visibility
    ):
        picture = retold(by_comfyui, by_comfyui.recipe, recipe_visibility=visibility)
        assert client.get(address(picture)).status_code == 404
        page = client.get(picture.url).content.decode()
        assert address(picture) not in page
        assert PROMPT not in page
        client.force_login(ana)
        assert client.get(address(picture)).content.decode() == WORKFLOW

    def test_of_the_page_is_that_of_the_file(self, client, by_comfyui, bo):
        topic = by_comfyui.get_parent()
        by_comfyui.unpublish()
        client.force_login(bo)
        assert client.get(address(by_comfyui)).status_code == 404
        by_comfyui.get_latest_revision().publish()
        assert client.get(address(by_comfyui)).status_code == 200
        topic.unpublish()
        assert client.get(address(by_comfyui)).status_code == 404

    def test_of_a_restricted_topic_asks_for_its_password(self, client, by_comfyui):
        restriction = PageViewRestriction.objects.create(
            page=by_comfyui.get_parent(), restriction_type="password", password="sesame"
        )
        assert client.get(address(by_comfyui)).status_code == 404
        session = client.session
        session["passed_page_view_restrictions"] = [restriction.pk]
        session.save()
        assert client.get(address(by_comfyui)).status_code == 200

    def test_of_a_draft_is_for_editors(self, client, ana, bo, by_comfyui):
        by_comfyui.recipe_data = Recipe(prompt="not published yet").as_json()
        by_comfyui.save_revision()
        url = f"{address(by_comfyui)}?version=draft"
        assert client.get(url).status_code == 404
        client.force_login(bo)
        assert client.get(url).status_code == 404
        client.force_login(ana)
        assert "not published yet" in client.get(url).content.decode()
        assert "not published yet" not in client.get(address(by_comfyui)).content.decode()


class TestPicturePage:
    def test_offers_the_workflow(self, client, by_comfyui):
        page = client.get(f"/en{by_comfyui.url}").content.decode()
        assert address(by_comfyui) in page
        assert "Download the workflow" in page
        assert "mist · 0.4" in page

    def test_says_that_settings_were_partly_read_and_shows_the_text(self, client, hang):
        recipe = Recipe(prompt="a sea", is_partial=True, raw='{"nodes": "<b>unknown</b>"}')
        page = client.get(f"/en{retold(hang(), recipe).url}").content.decode()
        assert "Settings partly read" in page
        assert "&lt;b&gt;unknown&lt;/b&gt;" in page

    def test_shows_a_text_that_nobody_understands(self, client, hang):
        page = client.get(f"/en{retold(hang(), Recipe(raw='strange words')).url}").content.decode()
        assert "Settings in a form that is not known here" in page
        assert "strange words" in page

    def test_shows_no_text_where_only_parameters_are_public(self, client, hang):
        recipe = Recipe(seed=5, is_partial=True, raw=f"{PROMPT} {NEGATIVE}")
        picture = retold(hang(), recipe, recipe_visibility="parameters")
        page = client.get(picture.url).content.decode()
        assert PROMPT not in page

    def test_stays_small_with_a_large_text(self, client, hang):
        recipe = Recipe(prompt="a sea", is_partial=True, raw="x" * 1_900_000)
        assert len(client.get(retold(hang(), recipe).url).content) < 80_000

    def test_needs_no_more_queries_for_it(self, client, by_comfyui, django_assert_max_num_queries):
        client.get(by_comfyui.url)
        with django_assert_max_num_queries(11):
            client.get(by_comfyui.url)
