"""The demo WebUI fails on request: on the wire each fault is what its name promises."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import socket
import threading
import time
from urllib.parse import urlsplit

import numpy as np
import pytest
import requests
from django.core.management import CommandError, call_command, load_command_class

from sd_bridge.demo_webui.faults import FAULTS, parse_faults
from sd_bridge.demo_webui.testing import running_demo_webui
from sd_bridge.tests.demo_client import SMALL, TXT2IMG, Client, opened


def painted(fault: str, **more) -> requests.Response:
    """What comes of one request for a picture, redirects not followed."""
    with running_demo_webui(fault=fault, **more) as url:
        return requests.post(
            url + TXT2IMG,
            json=SMALL,
            headers={"Accept-Encoding": "identity"},
            timeout=20,
            allow_redirects=False,
        )


class TestNames:
    def test_are_those_agreed_on(self):
        assert set(FAULTS) == {
            "refuses", "hangs", "unauthorised", "not-found", "validation", "error-a1111",
            "error-forge", "error-sdnext", "error-sdcpp", "proxy-html", "half-json",
            "truncated-base64", "no-images", "huge-image", "wrong-type", "slow-drip",
            "closes-early", "redirect", "too-late", "wrong-count", "interrupted", "black",
            "no-info",
        }  # fmt: skip

    def test_go_together_from_stage_to_stage(self):
        assert parse_faults("black, slow-drip") == {"black", "slow-drip"}
        assert parse_faults("") == frozenset()

    @pytest.mark.parametrize("text", ["nope", "hangs,redirect", "black,no-images"])
    def test_are_refused_when_unknown_or_contrary(self, text):
        with pytest.raises(ValueError, match=r"no fault|exclude"):
            parse_faults(text)


class TestDoor:
    def test_refuses_every_connection(self):
        with running_demo_webui(fault="refuses") as url:
            address = urlsplit(url)
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((address.hostname, address.port), timeout=5)

    @pytest.mark.parametrize(("fault", "status"), [("unauthorised", 401), ("not-found", 404)])
    def test_answers_the_same_to_everybody(self, fault, status):
        with running_demo_webui(fault=fault) as url:
            client = Client(url)
            answers = [client.get(f"/sdapi/v1/{name}") for name in ("samplers", "options")]
            answers.append(client.post(TXT2IMG, SMALL))
        assert {answer.status_code for answer in answers} == {status}


class TestLists:
    @pytest.mark.parametrize("fault", [name for name, f in FAULTS.items() if f.stage != "door"])
    def test_are_there_all_the_same(self, fault):
        with running_demo_webui(fault=fault) as url:
            assert len(Client(url).get("/sdapi/v1/samplers").json()) > 10


class TestInsteadOfPainting:
    @pytest.mark.parametrize(
        ("fault", "status", "keys"),
        [
            ("validation", 422, {"detail"}),
            ("error-a1111", 500, {"error", "detail", "body", "errors"}),
            ("error-forge", 500, {"error", "detail", "body", "message"}),
            ("error-sdnext", 500, {"error", "code", "detail", "body", "errors"}),
            ("error-sdcpp", 500, {"error", "message"}),
        ],
    )
    def test_fails_in_that_dialect(self, fault, status, keys):
        answer = painted(fault)
        assert (answer.status_code, set(answer.json())) == (status, keys)

    def test_a_proxy_answers_with_its_page(self):
        answer = painted("proxy-html")
        assert answer.status_code == 504
        assert answer.text.startswith("<html>")

    def test_sends_elsewhere(self):
        answer = painted("redirect")
        assert answer.status_code == 307
        assert "169.254.169.254" in answer.headers["Location"]

    def test_hangs_and_seems_at_work(self):
        with running_demo_webui(fault="hangs") as url:
            client = Client(url)
            with pytest.raises(requests.ReadTimeout):
                requests.post(
                    url + TXT2IMG, json=SMALL | {"force_task_id": "mine"}, timeout=(5, 0.5)
                )
            assert client.task("mine")["active"]
            assert client.progress()["state"]["job_count"] == 1


class TestPictures:
    def test_are_another_number(self):
        body = painted("wrong-count").json()
        assert len(body["images"]) == 2
        assert len(json.loads(body["info"])["all_seeds"]) == 2

    def test_are_half_painted_and_the_flag_stays(self):
        with running_demo_webui(fault="interrupted") as url:
            client = Client(url)
            answer = client.paint(steps=8, n_iter=2)
            assert client.progress()["state"]["interrupted"] is True
        assert len(answer["files"]) == 1
        assert answer["info"]["all_seeds"] == [42, 43]
        assert "Steps: 8" in answer["info"]["infotexts"][0]

    def test_are_black(self):
        [image] = painted("black").json()["images"]
        assert np.asarray(opened(base64.b64decode(image))).max() == 0

    def test_are_cut_short(self):
        [image] = painted("truncated-base64").json()["images"]
        assert len(image) % 4 == 1

    def test_are_none(self):
        body = painted("no-images").json()
        assert body["images"] == []
        assert body["info"]

    def test_are_something_else(self):
        [image] = painted("wrong-type").json()["images"]
        assert base64.b64decode(image).startswith(b"GIF8")

    def test_are_huge(self):
        with running_demo_webui(fault="huge-image") as url:
            answer = requests.post(url + TXT2IMG, json=SMALL, timeout=20, stream=True)
            assert int(answer.headers["Content-Length"]) > 299 * 10**6
            assert next(answer.iter_content(20)).startswith(b'{"images": ["')
            answer.close()

    def test_tell_nothing(self):
        body = painted("no-info").json()
        assert body["info"] == ""
        assert "parameters" not in opened(base64.b64decode(body["images"][0])).info

    def test_come_when_nobody_waits_any_more(self):
        with running_demo_webui(fault="too-late", late_seconds=1.0) as url:
            began = time.monotonic()
            client = Client(url)
            painting = client.painting(force_task_id="late")
            time.sleep(0.4)
            assert client.task("late")["active"]
            assert painting.result()["files"]
        assert time.monotonic() - began > 1.0


class TestWay:
    def test_half_of_the_answer_passes_for_the_whole(self):
        answer = painted("half-json")
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        with pytest.raises(ValueError):
            json.loads(answer.content)

    def test_breaks_off_in_the_middle(self):
        with pytest.raises(requests.exceptions.RequestException):
            painted("closes-early")

    def test_drips(self):
        with running_demo_webui(fault="slow-drip") as url:
            answer = requests.post(url + TXT2IMG, json=SMALL, timeout=5, stream=True)
            began = time.monotonic()
            read = b"".join(answer.raw.read(1) for _number in range(3))
            assert read == b'{"i'
            assert time.monotonic() - began > 1.5
            answer.close()


class TestEnd:
    @pytest.mark.parametrize("fault", ["hangs", "slow-drip", "too-late", "refuses"])
    def test_comes_at_once_whatever_lasts(self, fault):
        with running_demo_webui(fault=fault) as url:
            caller = threading.Thread(target=_try, args=[url], daemon=True)
            caller.start()
            time.sleep(0.3)
            began = time.monotonic()
        assert time.monotonic() - began < 3


def _try(url: str) -> None:
    with contextlib.suppress(requests.RequestException):
        requests.post(url + TXT2IMG, json=SMALL, timeout=30)


class TestCommand:
    def help_text(self) -> str:
        command = load_command_class("sd_bridge", "demo_webui")
        return command.create_parser("manage.py", "demo_webui").format_help()

    def test_tells_every_fault_and_dialect(self):
        text = self.help_text()
        for fault in FAULTS.values():
            assert re.search(rf"^  {fault.name} +{re.escape(fault.told)}$", text, re.MULTILINE)
        assert "{a1111,forge,sdnext,sdcpp}" in text

    @pytest.mark.parametrize("fault", ["nope", "hangs,redirect"])
    def test_does_not_start_with_what_there_is_not(self, fault):
        with pytest.raises(CommandError, match=r"no fault nope|hangs and redirect exclude"):
            call_command("demo_webui", "--fault", fault)
