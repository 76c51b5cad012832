"""The demo WebUI over a socket: it behaves as A1111 1.10 does, traps included."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest
import requests
from PIL import ExifTags

from sd_bridge.demo_webui.catalogue import MODELS, resolve_sampler
from sd_bridge.demo_webui.infotext import infotext, read_pairs
from sd_bridge.demo_webui.painted import painted_file, painted_infotext
from sd_bridge.tests.demo_client import SMALL, TXT2IMG, opened

ROOT = Path(__file__).resolve().parents[2]


class TestTxt2Img:
    def test_answers_with_a_png_and_info_as_a_string(self, shared):
        raw = shared.post(TXT2IMG, SMALL).json()
        assert isinstance(raw["info"], str)
        info = json.loads(raw["info"])
        picture = opened(base64.b64decode(raw["images"][0]))
        assert (picture.format, picture.size) == ("PNG", (64, 48))
        assert picture.info["parameters"] == info["infotexts"][0]
        assert info["infotexts"][0] == (
            "새벽 산\nSteps: 3, Sampler: Euler, Schedule type: Automatic, CFG scale: 7.0, "
            f"Seed: 42, Size: 64x48, Model hash: {MODELS[0].short_hash}, Model: demo-painter, "
            "Version: demo-painter 1.0"
        )
        assert info["version"] == "demo-painter 1.0"
        assert raw["parameters"]["steps"] == 3
        assert raw["parameters"]["styles"] is None

    def test_paints_the_same_for_the_same_seed(self, shared):
        assert shared.paint()["files"] == shared.paint()["files"]
        assert shared.paint()["files"] != shared.paint(seed=43)["files"]

    def test_is_the_picture_that_painted_file_makes(self, shared):
        file = painted_file("새벽 산", "", 42, 64, 48, 3, 7.0, "Euler")
        assert shared.paint()["files"] == [file]

    def test_draws_a_seed_for_minus_one_and_tells_it(self, shared):
        one, other = shared.paint(seed=-1), shared.paint(seed=-1)
        assert one["info"]["seed"] != other["info"]["seed"]
        assert one["parameters"]["seed"] == -1
        assert shared.paint(seed=one["info"]["seed"])["files"] == one["files"]

    def test_counts_seeds_up_over_batches(self, shared):
        many = shared.paint(n_iter=2, batch_size=2)
        assert many["info"]["all_seeds"] == [42, 43, 44, 45]
        assert many["info"]["index_of_first_image"] == 0
        assert len(many["files"]) == len(set(many["files"])) == 4
        assert many["files"][2] == shared.paint(seed=44)["files"][0]

    def test_puts_a_grid_first_with_save_images(self, shared):
        many = shared.paint(batch_size=2, save_images=True)
        assert [opened(file).size for file in many["files"]] == [(128, 48), (64, 48), (64, 48)]
        assert many["info"]["index_of_first_image"] == 1
        assert len(many["info"]["infotexts"]) == 3
        assert shared.paint(save_images=True)["info"]["index_of_first_image"] == 0

    def test_rounds_the_size_down_but_claims_what_was_asked(self, shared):
        odd = shared.paint(width=70, height=65)
        assert opened(odd["files"][0]).size == (64, 64)
        assert (odd["info"]["width"], odd["info"]["height"]) == (70, 65)
        assert "Size: 70x65" in odd["info"]["infotexts"][0]

    def test_takes_the_first_sampler_for_an_unknown_one(self, shared):
        info = shared.paint(sampler_name="No Such Sampler")["info"]
        assert info["sampler_name"] == "DPM++ 2M"
        assert "Schedule type: Karras" in info["infotexts"][0]

    def test_ignores_unknown_fields_and_styles(self, shared):
        assert shared.paint(no_such_field=1, styles=["nope"])["info"]["prompt"] == "새벽 산"

    def test_applies_a_style(self, shared):
        assert shared.paint(styles=["수묵 · Ink wash"])["info"]["prompt"].startswith(
            "새벽 산, ink wash"
        )

    def test_sends_no_images_when_not_wanted(self, shared):
        assert shared.paint(send_images=False)["files"] == []

    def test_paints_the_second_pass_larger(self, shared):
        large = shared.paint(enable_hr=True, hr_scale=2, denoising_strength=0.6)
        assert opened(large["files"][0]).size == (128, 96)
        assert (large["info"]["width"], large["info"]["height"]) == (64, 48)
        text = large["info"]["infotexts"][0]
        assert "Denoising strength: 0.6, Hires upscale: 2.0, Hires steps: 3" in text


class TestOverrideSettings:
    def test_paint_with_another_model(self, fresh):
        night = fresh.paint(override_settings={"sd_model_checkpoint": "demo-painter-night"})
        assert night["info"]["sd_model_name"] == "demo-painter-night"
        assert "Model: demo-painter-night" in night["info"]["infotexts"][0]
        plain = fresh.paint()
        assert plain["info"]["sd_model_name"] == "demo-painter"
        light = [np.asarray(opened(p["files"][0]), float).mean() for p in (night, plain)]
        assert light[0] < light[1] - 20

    def test_ignore_an_unknown_model(self, fresh):
        answer = fresh.paint(override_settings={"sd_model_checkpoint": "nope.safetensors"})
        assert answer["info"]["sd_model_name"] == "demo-painter"
        assert answer["parameters"]["override_settings"] == {}

    def test_leak_what_was_never_set_before(self, fresh):
        assert "Clip skip" not in fresh.paint()["info"]["infotexts"][0]
        fresh.paint(override_settings={"CLIP_stop_at_last_layers": 2})
        assert "Clip skip: 2" in fresh.paint()["info"]["infotexts"][0]

    def test_are_restored_once_the_option_was_posted(self, fresh):
        fresh.post("/sdapi/v1/options", {"CLIP_stop_at_last_layers": 1})
        fresh.paint(override_settings={"CLIP_stop_at_last_layers": 2})
        assert "Clip skip" not in fresh.paint()["info"]["infotexts"][0]

    def test_do_not_change_the_format_of_the_answer(self, fresh):
        answer = fresh.paint(override_settings={"samples_format": "webp"})
        assert opened(answer["files"][0]).format == "PNG"


class TestOptions:
    @pytest.mark.parametrize(("name", "format_"), [("jpg", "JPEG"), ("webp", "WEBP")])
    def test_choose_the_format_with_the_infotext_in_exif(self, fresh, name, format_):
        assert fresh.post("/sdapi/v1/options", {"samples_format": name}).json() is None
        answer = fresh.paint()
        picture = opened(answer["files"][0])
        comment = picture.getexif().get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment]
        assert picture.format == format_
        assert comment[:8] == b"UNICODE\0"
        assert comment[8:].decode("utf-16-be") == answer["info"]["infotexts"][0]

    def test_leave_the_infotext_out(self, fresh):
        fresh.post("/sdapi/v1/options", {"enable_pnginfo": False})
        assert "parameters" not in opened(fresh.paint()["files"][0]).info

    def test_refuse_a_bad_format_only_after_the_work(self, fresh):
        fresh.post("/sdapi/v1/options", {"samples_format": "bmp"})
        answer = fresh.post(TXT2IMG, SMALL | {"force_task_id": "one"})
        assert answer.status_code == 500
        assert answer.json()["detail"] == "Invalid image format"
        assert fresh.task("one")["completed"]

    @pytest.mark.parametrize(
        ("change", "error", "errors"),
        [
            ({"no_such_option": 1}, "KeyError", "'no_such_option'"),
            ({"sd_model_checkpoint": "nope"}, "RuntimeError", "model 'nope' not found"),
        ],
    )
    def test_refuse_what_is_unknown(self, shared, change, error, errors):
        answer = shared.post("/sdapi/v1/options", change)
        assert answer.status_code == 500
        assert answer.json() == {"error": error, "detail": "", "body": "", "errors": errors}

    def test_switch_the_model_for_everyone(self, fresh):
        fresh.post("/sdapi/v1/options", {"sd_model_checkpoint": "demo-painter-mono"})
        title = fresh.get("/sdapi/v1/options").json()["sd_model_checkpoint"]
        assert title in {row["title"] for row in fresh.get("/sdapi/v1/sd-models").json()}
        assert fresh.paint()["info"]["sd_model_name"] == "demo-painter-mono"


class TestErrors:
    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"steps": 0}, "ZeroDivisionError"),
            ({"width": 0}, "RuntimeError"),
            ({"width": 4, "height": 4}, "RuntimeError"),
            ({"prompt": None}, "AssertionError"),
            ({"steps": None}, "TypeError"),
            ({"width": 4096, "height": 4096}, "OutOfMemoryError"),
            ({"enable_hr": True, "hr_upscaler": "nope"}, "Exception"),
            ({"override_settings": {"no_such_option": 1}}, "KeyError"),
        ],
    )
    def test_crashes_tell_their_class(self, shared, fields, error):
        answer = shared.post(TXT2IMG, SMALL | fields)
        body = answer.json()
        assert answer.status_code == 500
        assert sorted(body) == ["body", "detail", "error", "errors"]
        assert (body["error"], body["detail"], body["body"]) == (error, "", "")

    def test_out_of_memory_says_that_it_is_the_demo(self, shared):
        body = shared.post(TXT2IMG, SMALL | {"width": 4096, "height": 4096}).json()
        assert body["errors"].startswith("CUDA out of memory. Tried to allocate")
        assert "demo" in body["errors"]

    @pytest.mark.parametrize(
        ("fields", "row"),
        [
            (
                {"steps": "abc"},
                {
                    "loc": ["body", "steps"],
                    "msg": "value is not a valid integer",
                    "type": "type_error.integer",
                },
            ),
            (
                {"styles": "one"},
                {
                    "loc": ["body", "styles"],
                    "msg": "value is not a valid list",
                    "type": "type_error.list",
                },
            ),
        ],
    )
    def test_wrong_types_are_422_as_pydantic_1_writes_it(self, shared, fields, row):
        answer = shared.post(TXT2IMG, SMALL | fields)
        assert (answer.status_code, answer.json()) == (422, {"detail": [row]})

    def test_numbers_as_text_are_taken(self, shared):
        assert shared.paint(steps="2")["info"]["steps"] == 2

    def test_malformed_json_is_echoed(self, shared):
        answer = requests.post(shared.url + TXT2IMG, data=b'{"prompt": ', timeout=5)
        row = answer.json()["detail"][0]
        assert answer.status_code == 422
        assert (row["loc"], row["type"]) == (["body", 11], "value_error.jsondecode")
        assert row["ctx"]["doc"] == '{"prompt": '

    def test_unknown_script_is_in_the_envelope(self, shared):
        answer = shared.post(TXT2IMG, SMALL | {"script_name": "nope"})
        assert answer.status_code == 422
        assert answer.json() == {
            "error": "HTTPException",
            "detail": "Script 'nope' not found",
            "body": "",
            "errors": "",
        }

    def test_unknown_path_and_method(self, shared):
        assert shared.get("/sdapi/v1/nope").json() == {"detail": "Not Found"}
        answer = shared.get(TXT2IMG)
        assert (answer.status_code, answer.json()) == (405, {"detail": "Method Not Allowed"})

    def test_a_crash_does_not_block_the_queue(self, shared):
        shared.post(TXT2IMG, SMALL | {"steps": 0})
        assert shared.paint()["files"]


class TestAuth:
    @pytest.mark.parametrize(
        ("headers", "detail"),
        [
            ({}, "Not authenticated"),
            ({"Authorization": "Bearer abc"}, "Not authenticated"),
            ({"Authorization": "Basic !!!"}, "Invalid authentication credentials"),
            (
                {"Authorization": "Basic " + base64.b64encode(b"editor:wrong").decode()},
                "Incorrect username or password",
            ),
        ],
    )
    def test_refuses_without_naming_a_scheme(self, guarded, headers, detail):
        answer = guarded.get("/sdapi/v1/progress", headers=headers)
        assert answer.status_code == 401
        assert answer.json() == {
            "error": "HTTPException",
            "detail": detail,
            "body": "",
            "errors": "",
        }
        assert "WWW-Authenticate" not in answer.headers

    def test_lets_in_whoever_knows_the_password(self, guarded):
        assert guarded.get("/sdapi/v1/progress", auth=("editor", "s3cret")).status_code == 200
        second = (b"second", "pässword".encode())
        assert guarded.get("/sdapi/v1/progress", auth=second).status_code == 200

    def test_is_decided_before_the_body_is_read(self, guarded):
        assert guarded.post(TXT2IMG, {"steps": "abc"}).status_code == 401

    @pytest.mark.parametrize(
        "path",
        ["/", "/openapi.json", "/sdapi/v1/loras", "/internal/ping", "/internal/pending-tasks"],
    )
    def test_guards_only_the_api(self, guarded, path):
        assert guarded.get(path).status_code == 200


class TestLists:
    @pytest.mark.parametrize(
        "name",
        [
            "samplers", "schedulers", "sd-models", "sd-vae", "upscalers", "latent-upscale-modes",
            "loras", "embeddings", "prompt-styles", "hypernetworks", "face-restorers", "scripts",
            "memory", "cmd-flags", "options",
        ],
    )  # fmt: skip
    def test_answer(self, shared, name):
        answer = shared.get(f"/sdapi/v1/{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/json"

    def test_models_are_all_called_demo(self, shared):
        rows = shared.get("/sdapi/v1/sd-models").json()
        assert len(rows) > 2
        assert all(row["model_name"].startswith("demo-") for row in rows)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            (("Euler a", None), ("Euler a", "Automatic")),
            (("DPM++ 2M Karras", None), ("DPM++ 2M", "Automatic")),
            (("Euler a Karras", None), ("Euler a", "Karras")),
            (("Euler", "sgm_uniform"), ("Euler", "SGM Uniform")),
            ((None, None), ("DPM++ 2M", "Automatic")),
        ],
    )
    def test_samplers_resolve_as_in_1_10(self, asked, found):
        assert resolve_sampler(*asked) == found


class TestPngInfo:
    def test_reads_what_was_written(self, shared):
        painted = shared.paint(prompt='one\ntwo, "three"', negative_prompt="a, b: c")
        image = base64.b64encode(painted["files"][0]).decode()
        answer = shared.post("/sdapi/v1/png-info", {"image": image}).json()
        assert answer["info"] == painted["info"]["infotexts"][0]
        assert answer["parameters"]["Prompt"] == 'one\ntwo, "three"'
        assert answer["parameters"]["Negative prompt"] == "a, b: c"
        assert (answer["parameters"]["Seed"], answer["parameters"]["Size-1"]) == ("42", "64")

    def test_refuses_what_is_no_picture(self, shared):
        answer = shared.post("/sdapi/v1/png-info", {"image": "zzz"})
        assert (answer.status_code, answer.json()["detail"]) == (500, "Invalid encoded image")
        assert shared.post("/sdapi/v1/png-info", {}).status_code == 422

    def test_fills_in_defaults_for_a_picture_without_infotext(self):
        assert read_pairs("")["Clip skip"] == "1"

    def test_quoted_values_come_back(self):
        text = infotext("p", "", {"Steps": 1, "Seed": 2, "Lora hashes": "a: 1, b: 2"})
        assert 'Lora hashes: "a: 1, b: 2"' in text
        assert read_pairs(text)["Lora hashes"] == "a: 1, b: 2"


class TestFrontPage:
    def test_says_in_both_languages_that_it_is_a_demo(self, shared):
        answer = shared.get("/")
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Stable Diffusion이 아니에요" in answer.text
        assert "not Stable Diffusion" in answer.text

    def test_openapi_describes_what_is_there(self, shared):
        schema = shared.get("/openapi.json").json()
        assert "demo" in schema["info"]["title"]
        fields = schema["components"]["schemas"]["StableDiffusionProcessingTxt2Img"]["properties"]
        assert fields["steps"] == {"type": "integer", "default": 50}
        assert "/sdapi/v1/txt2img" in schema["paths"]


class TestPaintedFile:
    def test_is_honest_about_its_maker(self):
        picture = opened(painted_file("silk", "blurry", 5, 64, 96, model="demo-painter-night"))
        text = picture.info["parameters"]
        assert text == painted_infotext("silk", "blurry", 5, 64, 96, model="demo-painter-night")
        assert "Model: demo-painter-night, Version: demo-painter 1.0" in text

    def test_falls_back_to_the_usual_painter(self):
        assert "Model: demo-painter," in painted_infotext("silk", "", 5, 64, 96, model="sdxl")
