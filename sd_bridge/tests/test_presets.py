"""Presets: templates with slots, versions, allowed models, and what a request takes from one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from sd_bridge import presets
from sd_bridge.generating import request_generation, run_again
from sd_bridge.models import Generation, Preset
from sd_bridge.refusals import InvalidRequest, NotAllowed
from sd_bridge.slots import SlotError, read_template

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def set_up_engine(settings):
    settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}


@pytest.fixture
def house(ana) -> Preset:
    """The house style, published once."""
    return presets.save_from_fields(
        ana,
        "House style",
        {
            "prompt": "{subject} at {time of day}, oil painting",
            "negative_prompt": "text",
            "steps": 30,
            "sampler": "Heun",
            "format": "wide",
            "styles": ["ink"],
        },
    )


SLOTS = {"subject": "a lighthouse", "time of day": "dusk"}


class TestTemplate:
    def test_names_its_slots_once_in_order(self):
        template = read_template("{subject}, {장소}, {subject}, {time-of-day 2}")

        assert template.names == ["subject", "장소", "time-of-day 2"]

    def test_is_filled_literally(self):
        template = read_template("{{wild}} {a}{a} }} {b}")

        assert template.fill({"a": "{b}", "b": "x"}) == "{wild} {b}{b} } x"

    def test_without_slots_is_its_text(self):
        assert read_template("plain, (weighted:1.2)").fill({}) == "plain, (weighted:1.2)"
        assert read_template("").fill({}) == ""

    @pytest.mark.parametrize(
        "text", ["{", "}", "a {subject", "subject} b", "{}", "{ }", "{1st}", "{a|b}", "{a{b}}"]
    )
    def test_that_is_not_balanced_or_named_is_refused(self, text):
        with pytest.raises(SlotError) as refusal:
            read_template(text)
        assert str(refusal.value)


class TestPreset:
    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("prompt_template", {"prompt_template": "{subject"}),
            ("prompt_template", {"prompt_template": " "}),
            ("steps", {"steps": 1000}),
            ("cfg_scale", {"cfg_scale": 99.0}),
            ("width", {"width": 65, "height": 64}),
            ("hires_scale", {"hires_upscaler": "Latent", "hires_scale": 9.0}),
            ("denoising", {"denoising": 2.0}),
            ("count", {"count": 99}),
            ("batch_size", {"count": 3, "batch_size": 2}),
            ("refiner_switch_at", {"refiner_switch_at": -1.0}),
        ],
    )
    def test_with_what_no_request_could_have_is_refused(self, field, values):
        preset = Preset(**{"name": "x", "prompt_template": "{subject}", **values})

        with pytest.raises(ValidationError) as refusal:
            preset.full_clean()
        assert list(refusal.value.message_dict) == [field]

    def test_counts_what_was_published_as_versions(self, house, ana):
        assert (house.live, house.version) == (True, 1)

        house.prompt_template = "{subject}, ink"
        house.save_revision(user=ana)
        house.refresh_from_db()
        assert (house.version, house.label) == (1, "House style v1")
        assert house.prompt_template.endswith("oil painting")

        house.get_latest_revision().publish(user=ana)
        house.refresh_from_db()
        assert (house.version, house.prompt_template) == (2, "{subject}, ink")

    def test_that_goes_back_to_an_older_text_is_a_new_version(self, house, ana):
        first = house.live_revision
        house.prompt_template = "{subject}, ink"
        house.save_revision(user=ana).publish(user=ana)

        first.publish(user=ana)

        house.refresh_from_db()
        assert (house.version, house.prompt_template[-12:]) == (3, "oil painting")

    def test_that_is_scheduled_is_no_new_version_yet(self, house, ana):
        house.go_live_at = timezone.now() + timedelta(days=1)
        house.save_revision(user=ana).publish(user=ana)

        house.refresh_from_db()
        assert house.version == 1


class TestUsable:
    def test_are_published_ones_only(self, house, ana, bo):
        Preset.objects.create(name="Draft", prompt_template="x", live=False)
        Preset.objects.create(
            name="Over", prompt_template="x", expire_at=timezone.now() - timedelta(seconds=1)
        )

        assert list(presets.usable_by(ana)) == [house]
        assert list(presets.usable_by(bo)) == []

    def test_fill_the_form(self, house):
        assert presets.as_fields(house) == {
            "id": house.pk,
            "name": "House style",
            "label": "House style v1",
            "prompt": "{subject} at {time of day}, oil painting",
            "negative_prompt": "text",
            "slots": ["subject", "time of day"],
            "allowed_models": [],
            "steps": 30,
            "sampler": "Heun",
            "format": "wide",
            "styles": ["ink"],
        }


class TestRequest:
    def test_takes_what_it_does_not_say_itself(self, house, ana):
        generation = request_generation(user=ana, preset=house, slots=SLOTS, steps=12)

        assert generation.prompt == "a lighthouse at dusk, oil painting"
        assert (generation.negative_prompt, generation.sampler) == ("text", "Heun")
        assert (generation.steps, generation.width) == (12, 1024)
        assert generation.settings == {"styles": ["ink"]}

    def test_with_a_prompt_of_its_own_keeps_it(self, house, ana):
        generation = request_generation(user=ana, preset=house, prompt="a boat", slots=SLOTS)

        assert (generation.prompt, generation.slots) == ("a boat", SLOTS)

    def test_records_the_version_that_is_published_now(self, house, ana):
        house.prompt_template = "{subject}, a draft"
        house.save_revision(user=ana)
        stale = Preset(pk=house.pk)

        generation = request_generation(user=ana, preset=stale, slots=SLOTS)

        assert generation.preset == house
        assert generation.preset_revision == house.live_revision
        assert generation.preset_label == "House style v1"
        assert "draft" not in generation.prompt

    def test_with_an_empty_slot_is_refused(self, house, ana):
        with pytest.raises(InvalidRequest) as refusal:
            request_generation(user=ana, preset=house, slots={"subject": " "})
        assert set(refusal.value.fields) == {"slot_subject", "slot_time of day"}
        assert not Generation.objects.exists()

    def test_with_one_that_is_not_published_is_refused(self, house, ana):
        house.unpublish()

        with pytest.raises(InvalidRequest) as refusal:
            request_generation(user=ana, preset=house, slots=SLOTS)
        assert list(refusal.value.fields) == ["preset"]

    def test_from_a_picture_takes_the_strength(self, house, ana, hang):
        from sd_bridge.sources import Source

        Preset.objects.filter(pk=house.pk).update(denoising=0.3, hires_upscaler="Latent")
        source = Source.from_page(hang())

        generation = request_generation(
            user=ana, kind="image", source=source, preset=house, slots=SLOTS
        )
        assert generation.settings == {"styles": ["ink"], "denoising": 0.3}

    def test_run_again_records_the_same_version(self, house, ana):
        first = request_generation(user=ana, preset=house, slots=SLOTS)
        house.save_revision(user=ana).publish(user=ana)
        Generation.objects.update(state="done")
        first.refresh_from_db()

        again = run_again(generation=first, user=ana)

        assert again.preset_label == "House style v1"
        assert (again.preset_revision, again.slots) == (first.preset_revision, SLOTS)

    def test_outlives_its_preset(self, house, ana):
        first = request_generation(user=ana, preset=house, slots=SLOTS)
        house.delete()
        Generation.objects.update(state="done")
        first.refresh_from_db()

        assert (first.preset, first.preset_label) == (None, "House style v1")
        assert run_again(generation=first, user=ana).preset_label == first.preset_label


class TestAllowedModels:
    @pytest.fixture
    def strict(self, house) -> Preset:
        Preset.objects.update(allowed_models=["sdxl/dream.safetensors [abcdef1234]", "ink"])
        house.refresh_from_db()
        return house

    @pytest.mark.parametrize("model", ["ink", "INK.ckpt", "dream", "other/dream.safetensors"])
    def test_are_told_by_name_alone(self, strict, ana, model):
        assert request_generation(user=ana, preset=strict, slots=SLOTS, model=model).model == model

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("model", {"model": "photoreal"}),
            ("model", {}),
            ("refiner", {"model": "ink", "refiner": "photoreal"}),
            ("hires_model", {"model": "ink", "hires_upscaler": "x", "hires_model": "photoreal"}),
        ],
    )
    def test_leave_out_all_others(self, strict, ana, field, values):
        with pytest.raises(InvalidRequest) as refusal, translation.override("en"):
            request_generation(user=ana, preset=strict, slots=SLOTS, **values)
        assert list(refusal.value.fields) == [field]
        assert "“House style” allows only: sdxl/dream" in refusal.value.fields[field]

    def test_of_one_is_taken_without_asking(self, house, ana):
        Preset.objects.update(allowed_models=["ink"])

        assert request_generation(user=ana, preset=house, slots=SLOTS).model == "ink"


class TestSave:
    def test_publishes_and_logs(self, house):
        assert (house.live, house.has_unpublished_changes) == (True, False)
        assert house.parameters["styles"] == ["ink"]
        assert house.revisions.count() == 1

    def test_of_an_existing_one_is_a_new_version(self, house, ana):
        saved = presets.save_from_fields(ana, "Renamed", {"prompt": "{subject}"}, preset=house)

        assert (saved.pk, saved.name, saved.version) == (house.pk, "Renamed", 2)
        assert saved.parameters == {}
        assert saved.negative_prompt == ""

    def test_by_who_may_not_publish_is_a_draft(self, house, ana):
        ana.groups.get().permissions.remove(Permission.objects.get(codename="publish_preset"))
        ana = type(ana).objects.get(pk=ana.pk)

        new = presets.save_from_fields(ana, "New", {"prompt": "x"})
        changed = presets.save_from_fields(ana, house.name, {"prompt": "y"}, preset=house)

        assert (new.live, new.version) == (False, 0)
        assert (changed.version, changed.has_unpublished_changes) == (1, True)
        assert changed.prompt_template.endswith("oil painting")

    def test_leaves_out_what_is_switched_off(self, ana):
        saved = presets.save_from_fields(
            ana,
            "Plain",
            {
                "prompt": "x",
                "hires_upscaler": "",
                "hires_scale": 2.0,
                "refiner_switch_at": 0.8,
                "tiling": False,
                "seed": 5,
                "engine": "webui",
            },
        )
        assert saved.parameters == {"tiling": False}

    @pytest.mark.parametrize(
        ("field", "name", "fields"),
        [
            ("name", "house style", {"prompt": "x"}),
            ("name", " ", {"prompt": "x"}),
            ("prompt", "New", {"prompt": "{subject"}),
            ("prompt", "New", {}),
            ("steps", "New", {"prompt": "x", "steps": 0}),
        ],
    )
    def test_that_is_not_possible_names_the_field(self, house, ana, field, name, fields):
        with pytest.raises(InvalidRequest) as refusal:
            presets.save_from_fields(ana, name, fields)
        assert list(refusal.value.fields) == [field]
        assert Preset.objects.count() == 1

    def test_without_the_permission_is_refused(self, house, bo):
        bo.user_permissions.add(Permission.objects.get(codename="generate"))

        for preset in (None, house):
            with pytest.raises(NotAllowed):
                presets.save_from_fields(bo, "Mine", {"prompt": "x"}, preset=preset)

    def test_of_a_locked_one_is_refused(self, house, ana, admin_user):
        house.locked, house.locked_by = True, admin_user
        house.save()

        with pytest.raises(InvalidRequest) as refusal:
            presets.save_from_fields(ana, "House style", {"prompt": "x"}, preset=house)
        assert list(refusal.value.fields) == ["preset"]
