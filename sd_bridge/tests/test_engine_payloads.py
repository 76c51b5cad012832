"""What goes out to a server: every setting, none that would leak, in fields that it has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.engine_cast import ENLARGE, KINDS, LIGHTHOUSE, OVER, TASK, answering, forge
from sd_bridge.tests.replay import A1111, TXT2IMG, ReplayServer, recording

IMG2IMG = "/sdapi/v1/img2img"
EXTRAS = "/sdapi/v1/extra-single-image"
HIRES = replace(
    LIGHTHOUSE,
    hires_upscaler="Latent",
    hires_scale=1.5,
    hires_steps=3,
    hires_denoising=0.6,
    hires_model="random-sd15",
    hires_sampler="Euler",
    hires_scheduler="Karras",
    hires_prompt="sharper",
    hires_negative_prompt="dull",
)
EVERYTHING = {
    "styles": ("Ink", "Oil"),
    "scheduler": "Karras",
    "model": "random-sd15",
    "count": 6,
    "batch_size": 3,
    "variation_seed": 7,
    "variation_strength": 0.25,
    "restore_faces": True,
    "tiling": True,
    "eta": 0.5,
    "refiner": "random-sd15",
    "refiner_switch_at": 0.7,
}


def sent(request, *, recording_name: str = "txt2img-basic", path: str = TXT2IMG) -> dict:
    with forge(recording_name) as (server, engine):
        engine.run(request, task_id=TASK)
        [call] = server.calls(path)
    return call.body


class TestPainting:
    @pytest.mark.parametrize(
        ("request_of", "name", "path"),
        [(LIGHTHOUSE, "txt2img-basic", TXT2IMG), (OVER, "img2img-basic", IMG2IMG)],
    )
    def test_sends_every_setting(self, request_of, name, path):
        body = sent(replace(request_of, **EVERYTHING), recording_name=name, path=path)
        assert body["styles"] == ["Ink", "Oil"]
        assert (body["n_iter"], body["batch_size"]) == (2, 3)
        assert (body["subseed"], body["subseed_strength"]) == (7, 0.25)
        assert (body["restore_faces"], body["tiling"], body["eta"]) == (True, True, 0.5)
        assert (body["refiner_checkpoint"], body["refiner_switch_at"]) == ("random-sd15", 0.7)
        assert body["override_settings"] == {"sd_model_checkpoint": "random-sd15"}
        assert body["scheduler"] == "Karras"

    def test_leaves_out_what_is_not_asked_for(self):
        body = sent(LIGHTHOUSE)
        for key in ("scheduler", "override_settings", "eta", "refiner_checkpoint", "enable_hr"):
            assert key not in body
        assert (body["restore_faces"], body["tiling"], body["styles"]) == (False, False, [])
        assert (body["subseed"], body["subseed_strength"]) == (-1, 0.0)

    def test_spells_names_as_the_lists_do(self):
        request = replace(LIGHTHOUSE, sampler="euler A", hires_upscaler="latent")
        with forge("txt2img-basic") as (server, engine):
            lists = engine.capabilities()
            engine.check(request, lists)
            engine.run(request, task_id=TASK, lists=lists)
            [call] = server.calls(TXT2IMG)
        assert call.body["sampler_name"] == call.body["sampler_index"] == "Euler a"
        assert call.body["hr_upscaler"] == "Latent"


class TestSecondPass:
    def test_is_sent_with_its_own_settings(self):
        body = sent(HIRES)
        assert body["enable_hr"] is True
        assert (body["hr_upscaler"], body["hr_scale"]) == ("Latent", 1.5)
        assert (body["hr_second_pass_steps"], body["denoising_strength"]) == (3, 0.6)
        assert (body["hr_checkpoint_name"], body["hr_sampler_name"]) == ("random-sd15", "Euler")
        assert body["hr_scheduler"] == "Karras"
        assert (body["hr_prompt"], body["hr_negative_prompt"]) == ("sharper", "dull")

    def test_of_forge_needs_one_more_field(self):
        assert sent(HIRES)["hr_additional_modules"] == ["Use same choices"]
        with ReplayServer(*A1111, "txt2img-basic").running() as server:
            WebUI(server.url).run(HIRES, task_id=TASK)
            assert "hr_additional_modules" not in server.calls(TXT2IMG)[0].body

    def test_is_not_sent_without_an_upscaler(self):
        body = sent(replace(HIRES, hires_upscaler=""))
        assert not [key for key in body if key.startswith(("hr_", "enable")) and key != MODULES]


class TestOverAnImage:
    def test_sends_no_fields_of_the_second_pass(self):
        body = sent(OVER, recording_name="img2img-basic", path=IMG2IMG)
        assert not [key for key in body if key.startswith("hr_")]
        assert (body["denoising_strength"], body["resize_mode"]) == (0.5, 0)
        assert body["include_init_images"] is False

    def test_sends_bare_base64(self):
        [image] = sent(OVER, recording_name="img2img-basic", path=IMG2IMG)["init_images"]
        assert image.startswith("iVBORw0KGgo")


@pytest.mark.parametrize(
    ("request_of", "fields"),
    [
        (replace(HIRES, **EVERYTHING), "derived/txt2img-fields"),
        (replace(OVER, **EVERYTHING), "derived/img2img-fields"),
        (ENLARGE, "derived/extra-single-image-fields"),
    ],
)
def test_every_field_we_send_is_one_the_server_has(request_of, fields):
    [path] = [path for path, kind in KINDS.items() if type(kind) is type(request_of)]
    with forge("extra-single") as (server, engine):
        answering(server, path=path) if path != EXTRAS else None
        engine.run(request_of, task_id=TASK)
        [call] = server.calls(path)
    assert set(call.body) <= set(recording(fields)["fields"])


MODULES = "hr_additional_modules"  # Forge's, always there
