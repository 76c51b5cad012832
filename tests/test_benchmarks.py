"""What the benchmark measures with, on servers of known cost."""

from __future__ import annotations

import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from benchmarks.load import BadAnswerError, Measured, Target, measure
from benchmarks.rows import FLOOR, KEPT, kept_rows, page_rows
from benchmarks.servers import Server, cpu_ticks, require_proc
from benchmarks.table import Row, markdown
from benchmarks.weight import weigh

FILES = {
    "/": b'<link rel="stylesheet" href="/a.css"><script type="module" src="/a.js"></script>',
    "/a.css": b"a{}" * 10,
    "/a.js": b'import { b } from "./b.js";\nimport "./c.js";',
    "/b.js": b'import "./c.js";',
    "/c.js": b"c();",
}


@pytest.fixture(scope="module")
def floor(tmp_path_factory):
    server = Server(
        "benchmarks.floor:application",
        {**os.environ, "FLOOR_BYTES": "4000"},
        tmp_path_factory.mktemp("floor") / "log",
    )
    try:
        server.wait("/")
        yield server
    finally:
        server.stop()


def quiet(number: int, rounds: int) -> None:
    pass


class TestMeasure:
    def test_counts_the_servers_own_cpu(self, floor):
        require_proc()
        found = measure([Target("floor", floor, "/")], rounds=2, seconds=0.4, progress=quiet)
        measured = found["floor"]
        assert len(measured.cpu) == 2
        assert 0 < measured.cpu_ms < 50
        assert 0 < measured.p50 < 5000
        assert cpu_ticks(os.getpid()) > 0

    def test_stops_at_a_page_that_fails(self, floor):
        with pytest.raises(BadAnswerError):
            measure([Target("x", floor, "/none")], rounds=1, seconds=0.1, progress=quiet)

    def test_compares_round_by_round(self):
        one, twice = Measured(cpu=[1.0, 5.0, 1.0]), Measured(cpu=[2.0, 10.0, 2.2])
        assert twice.growth_from(one) == 2.0


class Files(BaseHTTPRequestHandler):
    def do_GET(self):
        body = FILES[self.path]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class TestWeigh:
    def test_follows_the_modules_and_counts_each_once(self):
        with HTTPServer(("127.0.0.1", 0), Files) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            weight = weigh(f"http://127.0.0.1:{server.server_port}/")
            server.shutdown()
        assert weight.html == len(FILES["/"])
        assert weight.styles == 30
        assert weight.scripts == sum(len(FILES[name]) for name in ("/a.js", "/b.js", "/c.js"))


class TestTable:
    def test_tells_what_was_held(self):
        text = markdown([Row("a", 1.2, 1.3), Row("b", 3, 2), Row("c", 4.5, None)], ["said"])
        assert "| a | 1.20 | ≤ 1.30 | yes |  |" in text
        assert "| b | 3 | ≤ 2 | **no** |  |" in text
        assert "| c | 4.50 |  |  |  |" in text
        assert "- said" in text


class TestRows:
    def test_hold_pages_against_the_floor_kept_and_made(self):
        measured = {FLOOR: Measured(cpu=[0.5], p50s=[1.0])}
        for name in ("list, page 1", "list, deep", "topic, page 1", "topic, deep"):
            for site, cpu in (("small", 5.0), ("large", 6.0)):
                measured[f"{name}, {site}"] = Measured(cpu=[cpu], p50s=[cpu])
            measured[f"{KEPT}{name}"] = Measured(cpu=[0.6], p50s=[1.0])
        made = {row.what: row for row in page_rows(measured, 9_000)}
        assert made["CPU per request, floor = 1: list, page 1, 9,000 pictures"].value == 12
        assert made["CPU, 1,000 → 9,000 pictures: list, deep"].value == 1.2
        assert made["p50, 1,000 → 9,000 pictures: topic, deep"].value == 1.2
        kept = kept_rows(measured, 9_000)
        assert [row.value for row in kept] == [1.2] * 4
        assert all(row.verdict == "yes" for row in kept)
