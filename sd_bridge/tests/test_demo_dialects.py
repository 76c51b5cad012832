"""The demo WebUI speaks the dialects of four servers, and the client knows each of them."""

from __future__ import annotations

import json

import pytest
import requests
from PIL import Image

from sd_bridge.demo_webui import DIALECTS
from sd_bridge.demo_webui.rate_limit import RateLimit
from sd_bridge.demo_webui.testing import running_demo_webui
from sd_bridge.engines.asking import ImageToImage, TextToImage
from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.demo_client import IMG2IMG, SMALL, TXT2IMG, Client, as_base64, opened
from sd_bridge.tests.replay import recording

TEAL = Image.new("RGB", (64, 48), "teal")
LISTS = [
    "get-samplers",
    "get-schedulers",
    "get-sd-models",
    "get-upscalers",
    "get-latent-upscale-modes",
    "get-prompt-styles",
    "get-face-restorers",
    "get-embeddings",
    "get-sd-modules",
]


@pytest.fixture(scope="module")
def servers():
    """One of each dialect, by its name."""
    running = [running_demo_webui(dialect=name) for name in DIALECTS]
    try:
        yield {name: Client(one.__enter__()) for name, one in zip(DIALECTS, running, strict=True)}
    finally:
        for one in running:
            one.__exit__(None, None, None)


@pytest.fixture
def forge(servers):
    return servers["forge"]


@pytest.fixture
def sdnext(servers):
    return servers["sdnext"]


@pytest.fixture
def sdcpp(servers):
    return servers["sdcpp"]


class TestForTheClient:
    @pytest.mark.parametrize("name", DIALECTS)
    def test_each_is_recognised(self, servers, name):
        assert WebUI(servers[name].url).dialect().name == name

    @pytest.mark.parametrize("name", DIALECTS)
    def test_each_gives_what_was_asked_for(self, servers, name):
        engine = WebUI(servers[name].url, timeout=20)
        lists = engine.capabilities()
        sampler = next(s.name for s in lists.samplers if s.name.lower() in ("euler a", "euler_a"))
        asked = {"prompt": "a lake", "width": 64, "height": 64, "steps": 2, "sampler": sampler}
        painted = engine.txt2img(TextToImage(**asked, seed=5, count=2), task_id="x", lists=lists)
        assert [picture.seed for picture in painted.pictures] == [5, 6]
        assert painted.differences == ()
        over = ImageToImage(**asked, seed=5, image=painted.pictures[0].data, denoising=0.4)
        assert len(engine.img2img(over, task_id="y", lists=lists).pictures) == 1

    @pytest.mark.parametrize("name", DIALECTS)
    def test_none_can_be_taken_for_the_real_one(self, servers, name):
        assert "not Stable Diffusion" in servers[name].get("/").text
        models = servers[name].get("/sdapi/v1/sd-models").json()
        assert all("demo" in model["model_name"] for model in models)
        file = servers[name].paint()["files"][0]
        assert "Model: demo-painter" in opened(file).info["parameters"]


class TestForge:
    @pytest.mark.parametrize("name", LISTS)
    def test_has_lists_of_the_recorded_shape(self, forge, name):
        exchange = recording(name)
        ours = forge.get(exchange["request"]["path"]).json()
        theirs = exchange["response"]["json"]
        assert type(ours) is type(theirs)
        if isinstance(theirs, dict):
            assert ours.keys() == theirs.keys()
        elif theirs and ours:
            assert ours[0].keys() == theirs[-1].keys()

    @pytest.mark.parametrize(
        "name",
        [
            "txt2img-steps-string",
            "txt2img-malformed-json",
            "txt2img-no-body",
            "txt2img-null-prompt",
            "txt2img-steps-zero",
            "txt2img-script-unknown",
            "txt2img-hires-bad-upscaler",
            "get-no-such-endpoint",
            "get-txt2img",
        ],
    )
    def test_refuses_as_recorded(self, forge, name):
        exchange = recording(name)
        request = exchange["request"]
        answer = requests.request(
            request["method"],
            forge.url + request["path"],
            data=request.get("raw_body") or json.dumps(request["json"])
            if request.get("json") or request.get("raw_body")
            else None,
            timeout=10,
        )
        assert answer.status_code == exchange["response"]["status"]
        assert answer.json() == exchange["response"]["json"]

    def test_answers_in_the_recorded_shape(self, forge):
        told = recording("txt2img-basic")["response"]["json"]
        answer = forge.paint()
        assert answer["parameters"].keys() == told["parameters"].keys()
        assert answer["info"].keys() == json.loads(told["info"]).keys()

    def test_asks_for_a_log_in_by_name(self):
        with running_demo_webui(auth="a:b", dialect="forge") as url:
            answer = requests.get(f"{url}/sdapi/v1/progress", timeout=5)
        assert answer.status_code == 401
        assert answer.json() == {"detail": "Not authenticated"}
        assert answer.headers["WWW-Authenticate"] == "Basic"

    def test_has_no_list_of_vaes(self, forge):
        assert forge.get("/sdapi/v1/sd-vae").status_code == 404


class TestSDNext:
    @pytest.mark.parametrize(
        "path", ["interrupt", "skip", "refresh-checkpoints", "reload-checkpoint"]
    )
    def test_answers_nothing_where_nothing_is_to_tell(self, sdnext, path):
        answer = sdnext.post(f"/sdapi/v1/{path}")
        assert (answer.status_code, answer.content) == (204, b"")

    def test_has_defaults_of_its_own(self, sdnext):
        asked = sdnext.post(TXT2IMG, {"width": 64, "height": 64, "seed": 1}).json()["parameters"]
        assert (asked["steps"], asked["cfg_scale"], asked["sampler_name"]) == (20, 6.0, "Default")

    def test_tells_which_it_is(self, sdnext):
        assert sdnext.get("/sdapi/v1/version").json()["version"] == "demo-painter 1.0"
        info = sdnext.paint(sampler_name="euler A")["info"]
        assert "sd_model_name" not in info
        assert "Sampler: Euler a" in info["infotexts"][0]
        assert "App: SD.Next" in info["infotexts"][0]

    def test_knows_no_task_of_ours(self, sdnext):
        sdnext.paint(force_task_id="mine")
        task = sdnext.task("mine")
        assert (task["active"], task["completed"]) == (False, False)
        assert "id" in sdnext.progress()

    @pytest.mark.parametrize(
        ("path", "body", "status", "told"),
        [
            (IMG2IMG, {}, 400, {"error": "Init image is none"}),
            (TXT2IMG, {"sampler_name": "nope"}, 404, {"code": 404, "detail": "Sampler not found"}),
            (TXT2IMG, {"steps": 0}, 500, {"code": 500, "error": "ZeroDivisionError"}),
            ("/sdapi/v1/options", {"nope": 1}, 500, {"code": 500, "error": "KeyError"}),
        ],
    )
    def test_refuses_with_a_code(self, sdnext, path, body, status, told):
        answer = sdnext.post(path, (SMALL if path == TXT2IMG else {}) | body)
        assert answer.status_code == status
        assert answer.json().items() >= told.items()

    def test_answers_a_type_error_with_bare_words(self, sdnext):
        answer = sdnext.post(TXT2IMG, SMALL | {"steps": None})
        assert answer.status_code == 500
        assert isinstance(answer.json(), str)

    def test_paints_a_second_pass_only_when_forced(self, sdnext):
        fields = {"enable_hr": True, "hr_upscaler": "Lanczos", "hr_scale": 2}
        size = [
            opened(sdnext.paint(**fields, hr_resize_mode=mode)["files"][0]).size for mode in (0, 1)
        ]
        assert size == [(64, 48), (128, 96)]

    def test_describes_by_backend(self, sdnext):
        image = as_base64(TEAL)
        assert "teal" in sdnext.post("/sdapi/v1/openclip", {"image": image}).json()["caption"]
        assert "teal" in sdnext.post("/sdapi/v1/tagger", {"image": image}).json()["tags"]
        body = {"image": image, "backend": "tagger"}
        assert sdnext.post("/sdapi/v1/caption", body).json()["backend"] == "tagger"
        assert sdnext.post("/sdapi/v1/interrogate", {"image": image}).status_code == 404

    def test_guards_more(self):
        with running_demo_webui(auth="a:b", dialect="sdnext") as url:
            answer = requests.post(f"{url}/internal/progress", json={}, timeout=5)
            wrong = requests.get(f"{url}/sdapi/v1/loras", auth=("a", "c"), timeout=5)
        assert answer.status_code == 401
        assert wrong.json()["detail"] == "Unauthorized"
        assert wrong.json()["code"] == 401

    def test_allows_so_many_requests_a_minute(self):
        limit = RateLimit(10)
        assert [limit.allows("me", TXT2IMG) for _number in range(3)] == [True, True, False]
        assert limit.allows("other", TXT2IMG)
        assert limit.allows("me", "/internal/progress")
        assert not limit.allows("me", "/sdapi/v1/options")

    def test_answers_429_beyond(self):
        with running_demo_webui(dialect="sdnext") as url:
            status = {requests.get(f"{url}/sdapi/v1/version", timeout=5).status_code}
            while len(status) < 2:
                answer = requests.get(f"{url}/sdapi/v1/version", timeout=5)
                status.add(answer.status_code)
        assert status == {200, 429}
        assert answer.json()["detail"].endswith("rate limit exceeded")


class TestSDCpp:
    def test_tells_nothing_but_in_the_file(self, sdcpp):
        raw = sdcpp.post(TXT2IMG, SMALL).json()
        assert raw["info"] == ""
        assert raw["parameters"] == SMALL
        text = opened(sdcpp.paint()["files"][0]).info["parameters"]
        assert 'Version: stable-diffusion.cpp, SDCPP: {"auto_resize_ref_image":true,' in text

    def test_counts_pictures_by_the_batch(self, sdcpp):
        assert len(sdcpp.paint(batch_size=2, n_iter=3)["files"]) == 2

    @pytest.mark.parametrize(
        ("body", "status", "told"),
        [
            (b"", 400, {"error": "empty body"}),
            (b'{"width": 0}', 400, {"error": "width and height must be positive"}),
            (b'{"seed": 1}', 400, {"error": "prompt required"}),
            (b'{"prompt": "a", "steps": "x"}', 500, {"error": "server_error"}),
            (b'{"prompt": ', 500, {"error": "server_error"}),
            (b'{"prompt": "a", "lora": [{"path": "no"}]}', 400, {"error": "invalid lora path: no"}),
        ],
    )
    def test_refuses_in_few_words(self, sdcpp, body, status, told):
        answer = requests.post(sdcpp.url + TXT2IMG, data=body, timeout=5)
        assert answer.status_code == status
        assert answer.json().items() >= told.items()

    @pytest.mark.parametrize(
        "path",
        ["/sdapi/v1/progress", "/internal/ping", "/sdapi/v1/embeddings", "/openapi.json", "/nope"],
    )
    def test_lacks_much_and_says_nothing_of_it(self, sdcpp, path):
        answer = sdcpp.get(path)
        assert (answer.status_code, answer.content) == (404, b"")

    def test_takes_another_sampler_silently(self, sdcpp):
        file = sdcpp.paint(sampler_name="nope")["files"][0]
        assert "Sampler: euler_a," in opened(file).info["parameters"]

    def test_paints_as_if_asked_for_none_without_a_picture(self, sdcpp):
        plain = sdcpp.paint()["images"]
        assert sdcpp.done(IMG2IMG, SMALL | {"init_images": ["@@"]})["images"] == plain
        assert sdcpp.paint_over(TEAL, denoising_strength=0.3)["images"] != plain

    def test_takes_loras_beside_the_prompt_only(self, sdcpp):
        path = sdcpp.get("/sdapi/v1/loras").json()[0]["path"]
        plain = sdcpp.paint(prompt="lake")["files"]
        beside = sdcpp.paint(prompt="lake", lora=[{"path": path, "multiplier": 1.0}])["files"]
        assert beside != plain

    def test_enlarges_in_a_second_pass(self, sdcpp):
        fields = {"enable_hr": True, "hr_scale": 1.5, "hr_upscaler": "Lanczos", "hr_steps": 2}
        assert opened(sdcpp.paint(**fields)["files"][0]).size == (96, 72)

    def test_tells_its_capabilities(self, sdcpp):
        found = sdcpp.get("/sdcpp/v1/capabilities").json()
        assert found["current_mode"] == "img_gen"
        assert found["model"]["stem"] == "demo-painter"
        assert {"euler_a"} <= set(found["samplers"])
