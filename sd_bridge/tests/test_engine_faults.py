"""Servers that break off, lie, drip or flood: one class of error, in bounded time."""

from __future__ import annotations

import gzip
import json
import socket
import time
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from sd_bridge.engines import transport
from sd_bridge.engines.errors import (
    EngineFailed,
    EngineRefused,
    EngineTimedOut,
    EngineUnavailable,
    EngineUnreadable,
)
from sd_bridge.engines.webui import WebUI
from sd_bridge.tests.engine_cast import (
    KINDS,
    LIGHTHOUSE,
    TASK,
    codes,
    failure,
    forge,
    info,
    slowly,
)
from sd_bridge.tests.replay import TXT2IMG, painted, placeholder

HTML = "<html><head><title>Welcome to nginx!</title></head><body>…</body></html>"


every_kind = pytest.mark.parametrize("path", KINDS)


class TestNoConnection:
    @every_kind
    def test_refused(self, path):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # bound, not listening
            engine = WebUI(f"http://127.0.0.1:{taken.getsockname()[1]}")
            with pytest.raises(EngineUnavailable) as caught:
                engine.run(KINDS[path], task_id=TASK)
        assert caught.value.code == "unreachable"
        assert not caught.value.may_still_work
        assert engine.status().state == "unreachable"

    def test_no_such_name(self):
        engine = WebUI("http://no-such-host.invalid:7860")
        with pytest.raises(EngineUnavailable) as caught:
            engine.samplers()
        assert caught.value.code == "unreachable"
        assert "no-such-host" not in caught.value.detail

    @pytest.mark.parametrize("address", ["", "host:7860", "ftp://host", "http://", "http://h:x"])
    def test_an_address_that_is_none(self, address):
        with pytest.raises(ValueError):
            WebUI(address)


class TestTime:
    @every_kind
    def test_a_server_that_hangs(self, path):
        started = time.monotonic()
        error = failure(slowly(1.0), timeout=0.3, path=path)
        assert (type(error), error.code) == (EngineTimedOut, "timed_out")
        assert error.may_still_work
        assert time.monotonic() - started < 3

    @every_kind
    @pytest.mark.parametrize("has_length", [True, False])
    @pytest.mark.parametrize("drips_headers", [True, False])
    def test_a_server_that_drips(self, monkeypatch, drips_headers, has_length, path):
        """Each byte comes in time, the whole never: the total is bounded, too."""
        monkeypatch.setattr(transport, "CONNECT_TIMEOUT", 0.2)

        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            head += b"Content-Length: 1000000\r\n" if has_length else b""
            if not drips_headers:
                handler.wfile.write(head + b"\r\n")
                head = b" " * 10_000
            for byte in head * 100:
                try:
                    handler.wfile.write(bytes([byte]))
                except OSError:
                    return
                time.sleep(0.05)

        started = time.monotonic()
        error = failure(drip, timeout=0.5, path=path)
        assert (type(error), error.code) == (EngineTimedOut, "timed_out")
        assert time.monotonic() - started < 3

    def test_a_list_that_hangs(self, monkeypatch):
        monkeypatch.setattr(transport, "LIST_TIMEOUT", 0.3)
        with forge() as (server, engine):
            server.answer("GET", "/sdapi/v1/progress", slowly(1.0))
            server.answer("POST", "/internal/progress", slowly(1.0))
            assert engine.progress(TASK).problem == "timed_out"
            assert engine.progress(None).problem == "timed_out"
            assert engine.status().state == "unreachable"
            assert engine.interrupt(TASK) is False


class TestStatus:
    @pytest.mark.parametrize(
        ("status", "kind", "code"),
        [
            (400, EngineRefused, "refused"),
            (401, EngineRefused, "not_allowed"),
            (403, EngineRefused, "not_allowed"),
            (422, EngineRefused, "refused"),
            (500, EngineFailed, "failed"),
            (503, EngineUnavailable, "gateway"),
        ],
    )
    @pytest.mark.parametrize("body", [HTML, "", "null", '"words"', '{"detail": {"msg": "words"}}'])
    @every_kind
    def test_is_understood_whatever_the_body(self, status, kind, code, body, path):
        error = failure({"status": status, "text": body}, path=path)
        assert (type(error), error.code) == (kind, code)

    @every_kind
    def test_404_with_a_page_is_another_server(self, path):
        assert failure({"status": 404, "text": HTML}, path=path).code == "starting"

    @every_kind
    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_a_redirect_is_not_followed(self, status, path):
        with forge() as (other, _engine), forge() as (server, engine):
            headers = {"Location": f"{other.url}/latest/meta-data/"}
            answer = {"status": status, "text": "", "headers": headers}
            server.answer("POST", path, answer)
            with pytest.raises(EngineRefused) as caught:
                engine.run(KINDS[path], task_id=TASK)
            assert caught.value.code == "redirected"
            assert other.received == []


class TestBody:
    @every_kind
    @pytest.mark.parametrize("text", [HTML, '{"images": ["iVBO', "[" * 100_000, "\x00\xff"])
    def test_that_is_no_json(self, text, path):
        error = failure({"status": 200, "text": text}, path=path)
        assert (type(error), error.code) == (EngineUnreadable, "not_json")

    @every_kind
    @pytest.mark.parametrize("body", [[], "x", 7, None, {}, {"picture": "x"}, {"images": "x"}])
    def test_of_another_shape(self, body, path):
        error = failure({"status": 200, "json": body}, path=path)
        assert (type(error), error.code) == (EngineUnreadable, "wrong_shape")

    @every_kind
    @pytest.mark.parametrize("has_length", [True, False])
    def test_that_breaks_off(self, has_length, path):
        def break_off(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            length = b"Content-Length: 5000\r\n" if has_length else b""
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + length + b'\r\n{"images": ["iVBORw0')

        expected = "connection_lost" if has_length else "not_json"
        assert failure(break_off, path=path).code == expected

    @every_kind
    def test_without_end(self, monkeypatch, path):
        monkeypatch.setattr(transport, "MAX_ANSWER_BYTES", 1_000_000)
        written = 0

        def flood(handler: BaseHTTPRequestHandler) -> None:
            nonlocal written
            handler.close_connection = True
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while written < 50_000_000:
                try:
                    written += handler.wfile.write(b" " * 100_000)
                except OSError:
                    return

        assert failure(flood, path=path).code == "too_large"
        assert written < 20_000_000

    @every_kind
    def test_that_announces_too_much_is_not_even_read(self, path):
        started = time.monotonic()

        def announce(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n")
            time.sleep(1.0)

        assert failure(announce, path=path).code == "too_large"
        assert time.monotonic() - started < 3

    def test_that_grows_when_unpacked(self, monkeypatch):
        monkeypatch.setattr(transport, "MAX_ANSWER_BYTES", 1_000_000)
        bomb = gzip.compress(b" " * 100_000_000)
        answer = {"status": 200, "body": bomb, "headers": {"Content-Encoding": "gzip"}}
        assert failure(answer).code == "too_large"

    def test_with_a_list_without_end(self, monkeypatch):
        monkeypatch.setattr(transport, "MAX_LIST_BYTES", 1_000)
        with forge() as (server, engine):
            engine_lists = [{"name": "x" * 100_000_000}]
            answer = {"status": 200, "json": engine_lists}
            server.answer("GET", "/sdapi/v1/samplers", answer)
            with pytest.raises(EngineUnreadable, match="too_large"):
                engine.samplers()

    @pytest.mark.parametrize("packed", [gzip.compress, zlib.compress])
    def test_that_is_compressed_is_read(self, packed):
        encoding = "gzip" if packed is gzip.compress else "deflate"
        body = {"images": [placeholder()], "parameters": {}, "info": json.dumps(info())}
        content = packed(json.dumps(painted(body)).encode())
        with forge() as (server, engine):
            headers = {"Content-Encoding": encoding}
            server.answer("POST", TXT2IMG, {"status": 200, "body": content, "headers": headers})
            answer = engine.txt2img(LIGHTHOUSE, task_id=TASK)
            assert server.calls(TXT2IMG)[0].headers["Accept-Encoding"] == "identity"
        assert (len(answer.pictures), codes(answer)) == (1, [])

    def test_that_comes_in_chunks_is_read(self):
        body = {"images": [placeholder()], "parameters": {}, "info": json.dumps(info())}
        content = json.dumps(painted(body)).encode()

        def in_chunks(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for start in range(0, len(content), 1000):
                chunk = content[start : start + 1000]
                handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            handler.wfile.write(b"0\r\n\r\n")

        with forge() as (server, engine):
            server.answer("POST", TXT2IMG, in_chunks)
            assert codes(engine.txt2img(LIGHTHOUSE, task_id=TASK)) == []

    def test_that_is_compressed_and_damaged(self):
        content = gzip.compress(b'{"images": []}')[:-4] + b"xxxx"
        answer = {"status": 200, "body": content, "headers": {"Content-Encoding": "gzip"}}
        assert failure(answer).code == "not_json"


class TestSecrets:
    def test_are_not_repeated(self):
        body = {
            "error": "RuntimeError",
            "errors": "s3cret in /home/sd/webui/models/x.ckpt and C:\\sd\\webui\\y.ckpt, "
            'api_auth: "editor:other" ' + "A" * 5_000,
        }
        with forge() as (server, _engine):
            server.answer("POST", TXT2IMG, {"status": 500, "json": body})
            engine = WebUI(server.url, auth=("editor", "s3cret"))
            with pytest.raises(EngineFailed) as caught:
                engine.txt2img(LIGHTHOUSE, task_id=TASK)
        detail = caught.value.detail
        assert "RuntimeError" in detail
        for secret in ("s3cret", "editor", "/home", "C:\\", "webui", "AAAA"):
            assert secret not in detail
        assert len(failure({"status": 500, "text": "word " * 9_000}).detail) == 2_000

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("http://sd:7860", "sd_model at …, ask editor"),
            ("http://sd.lan/x", "sd_model at sd:7860, ask editor"),
            ("http://u:editor@10.0.0.5:7860", "sd_model at sd:7860, ask …"),
        ],
    )
    def test_are_taken_out_without_garbling_words(self, address, words):
        assert transport.Transport(address).scrub("sd_model at sd:7860, ask editor") == words

    def test_are_taken_out_of_addresses_with_all_they_hold(self):
        said = transport.Transport("http://sd.lan").scrub(
            "no answer from https://u:pw@gpu-01.internal:7860/x?key=1, tried 2 times"
        )
        assert said == "no answer from <address> tried 2 times"

    def test_go_only_into_the_header(self):
        with forge("txt2img-basic") as (server, _engine):
            engine = WebUI(server.url.replace("://", "://editor:s3cret@"))
            engine.txt2img(LIGHTHOUSE, task_id=TASK)
            assert "s3cret" not in engine.address
            for call in server.received:
                assert "s3cret" not in call.path + json.dumps(call.body)

    def test_path_prefix_is_kept(self):
        with forge() as (server, _engine):
            server.play("get-progress", path="/sd/one/sdapi/v1/progress")
            assert WebUI(f"{server.url}/sd/one/").is_reachable()

    def test_netrc_and_proxies_are_not_used(self, monkeypatch, tmp_path):
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login me password mine\n")
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        with forge() as (server, engine):
            assert engine.is_reachable()
            assert "Authorization" not in server.received[0].headers
