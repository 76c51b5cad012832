"""The demo WebUI while it works: progress, queue, interrupting, hanging up, ending."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path

import pytest
import requests

from sd_bridge.demo_webui.painted import painted_file
from sd_bridge.tests.demo_client import SMALL, TXT2IMG, Client, opened

ROOT = Path(__file__).resolve().parents[2]


def at_step(number: int):
    return lambda progress: progress["state"]["sampling_step"] >= number


class TestProgress:
    def test_tells_of_the_running_job(self, slow):
        idle = slow.progress()
        assert (idle["progress"], idle["state"]["job_count"], idle["current_image"]) == (0, 0, None)
        painting = slow.painting(steps=12, force_task_id="mine")
        first = slow.wait_for(lambda progress: progress["state"]["job_count"] == 1)
        assert first["current_image"] is None
        later = slow.wait_for(at_step(6))
        assert 0.4 < later["progress"] < 1
        assert later["eta_relative"] > 0
        assert later["state"]["sampling_steps"] == 12
        preview = opened(base64.b64decode(later["current_image"]))
        assert max(preview.size) <= 320
        assert slow.progress(skip_current_image="true")["current_image"] is None
        mine = slow.task("mine")
        assert mine["active"]
        assert mine["live_preview"].startswith("data:image/png;base64,")
        assert painting.result()["info"]["steps"] == 12
        assert slow.task("mine")["completed"]

    def test_shows_no_preview_before_enough_steps(self, slow):
        slow.post("/sdapi/v1/options", {"show_progress_every_n_steps": 10})
        painting = slow.painting(steps=8)
        assert slow.wait_for(at_step(5))["current_image"] is None
        painting.result()

    def test_knows_nothing_of_unknown_tasks(self, shared):
        assert shared.task("nope") == {
            "active": False,
            "queued": False,
            "completed": False,
            "progress": None,
            "eta": None,
            "live_preview": None,
            "id_live_preview": -1,
            "textinfo": "Waiting...",
        }

    def test_leaves_a_task_that_crashed_active(self, fresh):
        fresh.post(TXT2IMG, SMALL | {"steps": 0, "force_task_id": "crashed"})
        assert fresh.task("crashed")["active"]
        fresh.paint()
        assert not fresh.task("crashed")["active"]
        assert not fresh.task("crashed")["completed"]


class TestQueue:
    def test_serves_in_the_order_of_coming(self, slow):
        order: list[int] = []

        def begin(number: int, **fields) -> Future:
            job = slow.painting(force_task_id=f"job-{number}", **fields)
            job.add_done_callback(lambda _: order.append(number))
            return job

        jobs = [begin(0, steps=6)]
        slow.wait_for(lambda progress: progress["state"]["job_count"] == 1)
        for number in (1, 2, 3):
            jobs.append(begin(number, steps=2))
            end = time.monotonic() + 5
            while slow.get("/internal/pending-tasks").json()["size"] < number:
                assert time.monotonic() < end
        assert slow.task("job-2")["textinfo"] == "In queue: 2/3"
        for job in jobs:
            job.result()
        assert order == [0, 1, 2, 3]
        assert all(slow.task(f"job-{number}")["completed"] for number in range(4))

    def test_interrupt_leaves_the_waiting_alone(self, slow):
        first = slow.painting(steps=60)
        slow.wait_for(at_step(2))
        second = slow.painting(steps=4, seed=7, force_task_id="second")
        while not slow.task("second")["queued"]:
            time.sleep(0.01)
        slow.post("/sdapi/v1/interrupt")
        first.result()
        assert second.result()["files"] == slow.paint(steps=4, seed=7)["files"]


class TestInterrupt:
    def test_gives_200_with_the_half_picture_claiming_all_steps(self, slow):
        painting = slow.painting(steps=60, n_iter=3)
        slow.wait_for(at_step(3))
        assert slow.post("/sdapi/v1/interrupt").json() == {}
        half = painting.result(timeout=5)
        whole = painted_file("새벽 산", "", 42, 64, 48, 60, 7.0, "Euler")
        assert len(half["files"]) == len(half["info"]["infotexts"]) == 1
        assert half["info"]["all_seeds"] == [42, 43, 44]
        assert "Steps: 60" in half["info"]["infotexts"][0]
        assert opened(half["files"][0]).size == (64, 48)
        assert half["files"] != [whole]

    def test_lingers_in_the_state_until_the_next_job(self, slow):
        painting = slow.painting(steps=60)
        slow.wait_for(at_step(1))
        slow.post("/sdapi/v1/interrupt")
        painting.result()
        assert slow.progress()["state"]["interrupted"] is True
        slow.paint(steps=1)
        assert slow.progress()["state"]["interrupted"] is False

    def test_does_nothing_when_idle(self, fresh):
        assert fresh.post("/sdapi/v1/interrupt").status_code == 200
        assert fresh.paint()["files"] == fresh.paint()["files"]

    def test_skip_ends_one_picture_and_goes_on(self, slow):
        painting = slow.painting(steps=12, n_iter=2)
        slow.wait_for(at_step(2))
        assert slow.post("/sdapi/v1/skip").json() is None
        skipped, whole = painting.result()["files"]
        assert skipped != painted_file("새벽 산", "", 42, 64, 48, 12, 7.0, "Euler")
        assert whole == painted_file("새벽 산", "", 43, 64, 48, 12, 7.0, "Euler")


class TestConnection:
    def test_survives_a_caller_who_hangs_up(self, slow):
        host, port = slow.url.removeprefix("http://").split(":")
        body = json.dumps(SMALL | {"steps": 4, "force_task_id": "gone"}).encode()
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            head = f"POST {TXT2IMG} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode() + body)
            slow.wait_for(lambda progress: progress["state"]["job_count"] == 1)
        end = time.monotonic() + 5
        while not slow.task("gone")["completed"]:
            assert time.monotonic() < end
            time.sleep(0.01)

    def test_refuses_a_huge_body_unread(self, shared):
        answer = requests.post(
            shared.url + TXT2IMG, headers={"Content-Length": str(2**40)}, timeout=5
        )
        assert answer.status_code == 413


class TestCommand:
    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", "demo_webui", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
        )

    @pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
    def test_serves_until_it_is_told_to_end(self, how):
        process = self.start("--port", "0", "--auth", "a:b", "--seconds-per-step", "0.5")
        killer = threading.Timer(90, process.kill)
        killer.start()
        try:
            line = process.stdout.readline()
            assert "not Stable Diffusion" in line
            client = Client(line.split()[-1])
            assert client.get("/internal/ping").json() == {}
            assert client.get("/sdapi/v1/progress").status_code == 401
            process.send_signal(how)
            assert process.wait(timeout=20) == 0
        finally:
            killer.cancel()
            process.kill()
            process.communicate()

    def test_says_when_the_port_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            process = self.start("--port", str(taken.getsockname()[1]))
            output, _ = process.communicate(timeout=30)
        assert process.returncode == 1
        assert "Cannot listen on" in output
        assert "Traceback" not in output
