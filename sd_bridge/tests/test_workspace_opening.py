"""What the workspace opens with, whatever its address says."""

from __future__ import annotations

import html
import json
import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import PageViewRestriction

from pictures.factories import store_image
from pictures.models import PicturePage, RecipeVisibility
from sd_bridge import engine_registry
from sd_bridge.engines.data import EngineLists, Model, Sampler, Scheduler
from sd_bridge.models import Generation
from topics.factories import open_topic

pytestmark = pytest.mark.django_db

ODD = [
    "",
    "0",
    "-1",
    "x",
    "²",
    "٣",
    "1 OR 1=1",
    "9" * 30,
    "1" * 5000,
    "\x00",
    "%00",
    "é" * 300,
    f"{uuid.uuid4()}-0",
    f"{uuid.uuid4()}-999999999999",
    str(uuid.uuid4()),
]


@pytest.fixture
def workspace(client, ana, settings):
    """Opens it as Ana: `workspace(picture=3)` gives the page; no engine answers."""
    settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}
    client.force_login(ana)

    def opened(**query: Any):
        return client.get(reverse("sd_workspace:index"), query)

    return opened


def fields(answer) -> dict[str, Any]:
    """What the form is filled with."""
    text = answer.content.decode()
    found = re.search(r'data-workspace-memory-fields-value="([^"]*)"', text)
    return json.loads(html.unescape(found[1]))


def warnings(answer) -> str:
    told = " ".join(answer.context["opened"].notices)
    assert all(
        html.escape(each) in answer.content.decode() for each in answer.context["opened"].notices
    )
    return told


class TestAccess:
    def test_is_for_who_may_generate(self, client, bo, django_user_model):
        address = reverse("sd_workspace:index")
        assert client.get(address).status_code == 302
        client.force_login(bo)
        assert client.get(address).status_code in (302, 403)
        editor = django_user_model.objects.create_user("eve", "eve@example.com", "eve")
        editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(editor)
        assert client.get(address).status_code == 302, "Wagtail leads to its start page"

    def test_stands_in_the_menu_of_who_may_generate(self, workspace, client, ana):
        address = f'"url": "{reverse("sd_workspace:index")}"'
        workspace()
        assert address in client.get("/admin/").content.decode()
        ana.groups.get().permissions.remove(Permission.objects.get(codename="generate"))
        assert address not in client.get("/admin/").content.decode()

    @pytest.mark.parametrize("name", ["status", "source", "prompts", "cancel_waiting"])
    def test_its_addresses_refuse_members(self, client, bo, name):
        client.force_login(bo)
        assert client.post(reverse(f"sd_workspace:{name}")).status_code == 403


class TestAddresses:
    @pytest.mark.parametrize("name", ["picture", "result", "image", "topic", "generation"])
    def test_that_lead_nowhere_are_told(self, workspace, name):
        for value in ODD:
            answer = workspace(**{name: value, "as": "img2img", "seed": value})
            assert answer.status_code == 200
            assert bool(warnings(answer)) == bool(value)

    @pytest.mark.parametrize("purpose", ["", "x", "variation", "img2img", "upscale", "reuse"])
    def test_take_any_purpose(self, workspace, hang, purpose):
        picture = hang()
        assert workspace(picture=picture.pk, **{"as": purpose}).status_code == 200
        assert workspace(image=picture.image_id, **{"as": purpose}).status_code == 200

    @pytest.mark.parametrize("name", ["result", "image", "page"])
    def test_of_sources_that_are_not_there_are_404(self, workspace, client, name):
        for value in ODD:
            workspace()
            answer = client.get(reverse("sd_workspace:source"), {name: value})
            assert answer.status_code == 404
            assert answer.json()["problem"]


class TestRemix:
    def test_fills_in_recipe_and_topic(self, workspace, hang, topic):
        picture = hang(prompt="a lighthouse at dusk", seed=7)
        found = fields(workspace(picture=picture.pk, seed="same"))

        assert found["prompt"] == "a lighthouse at dusk"
        assert found["negative_prompt"] == "blurry"
        assert (found["steps"], found["cfg_scale"], found["seed"]) == (20, 7.0, 7)
        assert (found["sampler"], found["scheduler"]) == ("Euler a", "Karras")
        assert (found["format"], found["width"], found["height"]) == ("custom", 96, 144)
        assert found["topic"] == topic.pk

    def test_takes_another_seed_unless_asked_for_the_same(self, workspace, hang):
        assert "seed" not in fields(workspace(picture=hang().pk, seed="new"))

    def test_varies_the_picture_a_little(self, workspace, hang):
        found = fields(workspace(picture=hang(seed=5).pk, seed="same", **{"as": "variation"}))
        assert found["seed"] == 5
        assert 0 < found["variation_strength"] < 0.5

    def test_paints_over_the_picture(self, workspace, hang):
        picture = hang()
        found = fields(workspace(picture=picture.pk, **{"as": "img2img"}))
        assert found["kind"] == "image"
        assert found["source"]["page"] == picture.pk

    def test_shows_no_more_of_a_recipe_than_visitors_see(self, workspace, client, hang, stranger):
        picture = hang(recipe_visibility=RecipeVisibility.PARAMETERS)
        client.force_login(stranger)
        answer = client.get(reverse("sd_workspace:index"), {"picture": picture.pk})
        assert "prompt" not in fields(answer)
        assert fields(answer)["steps"] == 20
        assert "topic" not in fields(answer)
        assert warnings(answer)

    def test_keeps_what_is_not_public_to_its_editors(self, workspace, client, hang, stranger):
        picture = hang()
        PageViewRestriction.objects.create(page=picture, restriction_type="login")
        client.force_login(stranger)
        answer = client.get(reverse("sd_workspace:index"), {"picture": picture.pk})
        assert fields(answer) == {}
        assert warnings(answer)

    def test_finds_the_model_by_name_or_by_hash(self, workspace, hang):
        picture = hang()
        know(Model("renamed", hash="9ce000b877ab", short_name="renamed"))
        assert fields(workspace(picture=picture.pk))["model"] == "renamed"
        know(Model("sub/demo-painter", short_name="demo-painter"))
        assert fields(workspace(picture=picture.pk))["model"] == "sub/demo-painter"

    def test_says_which_model_is_on_no_engine(self, workspace, hang):
        know(Model("another"))
        answer = workspace(picture=hang().pk)
        assert "model" not in fields(answer)
        assert "demo-painter" in warnings(answer)

    def test_takes_over_hires_fix_but_not_clip_skip(self, workspace, hang):
        picture = hang()
        page = PicturePage.objects.get(pk=picture.pk)
        page.recipe_data["extras"] = {
            "Hires upscaler": "Latent",
            "Hires upscale": "1.5",
            "Denoising strength": "0.4",
            "Clip skip": "2",
            "Tiling": "True",
            "Refiner switch at": "40",
        }
        PicturePage.objects.filter(pk=page.pk).update(recipe_data=page.recipe_data)
        answer = workspace(picture=picture.pk)
        found = fields(answer)
        assert (found["hires"], found["hires_upscaler"]) == (True, "Latent")
        assert (found["hires_scale"], found["hires_denoising"]) == ("1.5", "0.4")
        assert found["tiling"] is True
        assert not [name for name in found if "clip" in name.lower()]
        assert "refiner_switch_at" not in found
        assert "40" in warnings(answer)


class TestOthers:
    def test_an_image_is_what_to_start_from(self, workspace, ana):
        image = store_image(3, user=ana)
        found = fields(workspace(image=image.pk, **{"as": "upscale"}))
        assert found["kind"] == "upscale"
        assert (found["source"]["image"], found["source"]["width"]) == (image.pk, 96)

    def test_a_result_brings_what_was_asked(self, workspace, done, topic):
        result = done.results.first()
        name = f"{done.uuid}-{result.index}"
        found = fields(workspace(result=name, **{"as": "variation"}))
        assert found["prompt"] == done.prompt
        assert found["seed"] == (result.seed if result.seed is not None else "")
        assert found["variation_strength"] > 0
        assert found["topic"] == topic.pk
        found = fields(workspace(result=name, **{"as": "upscale"}))
        assert (found["kind"], found["source"]["result"]) == (
            "upscale",
            "/".join(name.rsplit("-", 1)),
        )

    def test_of_somebody_else_stay_theirs(self, client, workspace, done, stranger):
        Generation.objects.update(page=None)
        client.force_login(stranger)
        for query in ({"generation": done.uuid}, {"result": f"{done.uuid}-0"}):
            answer = client.get(reverse("sd_workspace:index"), query)
            assert fields(answer) == {}
            assert warnings(answer)

    def test_a_topic_is_chosen(self, workspace):
        assert fields(workspace(topic=open_topic("숲").pk)).keys() == {"topic"}


def know(*models: Model) -> None:
    """What the engine offers, as it would have been remembered."""
    lists = EngineLists(
        samplers=(Sampler("Euler a"),),
        schedulers=(Scheduler("karras", "Karras"),),
        models=models,
    )
    engine_registry.remember_lists("webui", lists)


@pytest.fixture
def stranger(django_user_model):
    """May generate and enter the admin, but edits no page."""
    user = django_user_model.objects.create_user("sam", "sam@example.com", "sam")
    user.user_permissions.set(Permission.objects.filter(codename__in=["generate", "access_admin"]))
    return user
