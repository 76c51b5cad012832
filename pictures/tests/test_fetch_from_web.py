"""A picture by its address: nothing inside is ever asked, and all ends in the promised time."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from outbox import asking
from outbox.asking import Rules
from outbox.tests.inside import MACHINE, SPECIAL
from outbox.tests.web_servers import OPEN, Canary, Web, web
from outbox.web_addresses import is_public, resolve
from pictures.importing.fetching import fetch
from pictures.importing.refusals import ImportRefusedError


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as server:
        yield server


def rules(port: int, **more) -> Rules:
    """`OPEN` is the public web; one port is open."""
    return Rules(ports=frozenset({port}), is_open=lambda each: f"{each}" == OPEN, **more)


def code_of(address: str, told: Rules) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        fetch(address, name="cat.png", rules=told)
    assert "cat.png" in str(refused.value)
    return refused.value.code


def public_test(host: str, port: int):
    """As a resolver would, but that the one public name leads nowhere."""
    if "public.test" in host:
        raise OSError("not known here")
    return resolve(host, port)


class TestInside:
    @pytest.mark.parametrize("form", MACHINE)
    def test_the_machine_itself_is_never_asked(self, canary: Canary, form: str):
        told = Rules(ports=frozenset({canary.port, 80, 443}), resolve=public_test)
        code = code_of(form.replace("{port}", f"{canary.port}"), told)
        assert code in {"web_address", "web_closed", "web_unreachable"}
        assert canary.hits == 0

    @pytest.mark.parametrize("number", SPECIAL)
    def test_no_name_leads_to_a_special_address(self, canary: Canary, number: str):
        told = Rules(ports=frozenset({canary.port}), resolve=lambda *_asked: [ip_address(number)])
        assert code_of(f"http://public.test:{canary.port}/", told) == "web_closed"

    def test_one_bad_number_among_good_ones_closes_the_name(self, canary: Canary):
        numbers = [ip_address("8.8.8.8"), ip_address("127.0.0.1")]
        told = Rules(ports=frozenset({canary.port}), resolve=lambda *_asked: numbers)
        assert code_of(f"http://public.test:{canary.port}/", told) == "web_closed"

    @pytest.mark.parametrize("number", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1"])
    def test_the_public_web_is_open(self, number: str):
        assert is_public(ip_address(number))

    @pytest.mark.parametrize("port", [22, 25, 6379, 8000])
    def test_only_the_ports_of_the_web_are_asked(self, port: int):
        assert code_of(f"http://public.test:{port}/", Rules(resolve=public_test)) == "web_closed"

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_leads_nowhere_inside(self, canary: Canary, server: Web, status: int):
        there = f"http://127.0.0.1:{canary.port}/"
        told = Rules(
            ports=frozenset({canary.port, server.port}), is_open=lambda each: f"{each}" == OPEN
        )
        assert code_of(server.gives("/cat.png", b"", status, Location=there), told) == "web_closed"
        assert server.asked == ["/cat.png"]
        assert canary.hits == 0

    @pytest.mark.parametrize("there", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://["])
    def test_a_redirect_stays_on_the_web(self, server: Web, there: str):
        address = server.gives("/cat.png", b"", 302, Location=there)
        assert code_of(address, rules(server.port)) in {"web_address", "web_broken"}

    def test_a_name_that_changes_meanwhile_is_not_asked_again(self, canary: Canary, server: Web):
        answers = iter([[ip_address(OPEN)], [ip_address("127.0.0.1")]])
        told = rules(server.port, resolve=lambda *_asked: next(answers))
        server.gives("/cat.png", b"picture")
        address = server.address("/cat.png", host="rebound.test")
        assert fetch(address, name="cat.png", rules=told) == b"picture"
        assert code_of(address, told) == "web_closed", "a second question is checked anew"
        assert canary.hits == 0


class TestAsking:
    def test_gives_the_bytes_and_tells_nothing_of_us(self, server: Web, monkeypatch):
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
        address = server.gives("/a%20b/cat.png?size=2&x=[1]", b"picture")
        assert fetch(address, name="cat.png", rules=rules(server.port)) == b"picture"
        assert server.headers["Host"] == f"{OPEN}:{server.port}"
        assert server.headers["User-Agent"].startswith("HKPictures")
        assert not {"Cookie", "Authorization", "Referer"} & set(server.headers)

    def test_follows_four_redirects_and_no_fifth(self, server: Web):
        server.gives("/0", b"picture")
        for number in range(1, 6):
            server.gives(f"/{number}", b"", 302, Location=f"/{number - 1}")
        told = rules(server.port)
        assert fetch(server.address("/4"), name="cat.png", rules=told) == b"picture"
        assert code_of(server.address("/5"), told) == "web_redirects"

    @pytest.mark.parametrize(
        ("expected", "status", "headers"),
        [
            ("web_status", 404, {}),
            ("web_status", 500, {}),
            ("web_status", 302, {}),
            ("web_page", 200, {"Content_Type": "text/html; charset=utf-8"}),
            ("web_broken", 200, {"Content_Encoding": "gzip"}),
            ("web_broken", 200, {"Content_Length": "100"}),
            ("too_large", 200, {"Content_Length": "2000000"}),
        ],
    )
    def test_says_what_came_instead(self, server: Web, expected, status, headers):
        address = server.gives("/cat.png", b"words", status, **headers)
        assert code_of(address, rules(server.port, max_bytes=1024**2)) == expected

    def test_ends_a_body_that_never_ends(self, server: Web):
        def endless(handler) -> None:
            handler.send_response(200)
            handler.end_headers()
            while True:
                handler.wfile.write(b"x" * 65536)

        server.pages["/cat.png"] = endless
        told = rules(server.port, max_bytes=1024**2)
        assert code_of(server.address("/cat.png"), told) == "too_large"

    @pytest.mark.parametrize(
        "raw",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + b"x" * 900,
            b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 900,
        ],
        ids=["body", "header"],
    )
    def test_one_byte_after_the_other_ends_in_time(self, server: Web, raw: bytes):
        address = server.drips("/cat.png", raw, pause=0.05)
        begin = time.monotonic()
        assert code_of(address, rules(server.port, seconds=0.5)) == "web_slow"
        assert time.monotonic() - begin < 5

    def test_a_resolver_that_hangs_ends_in_time(self):
        told = Rules(seconds=0.2, resolve=lambda *_asked: time.sleep(2) or [])
        begin = time.monotonic()
        assert code_of("http://public.test/", told) == "web_slow"
        assert time.monotonic() - begin < 1.5

    @pytest.mark.parametrize(
        "raw", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200]
    )
    def test_what_is_no_answer_is_said(self, server: Web, raw: bytes):
        assert code_of(server.drips("/cat.png", raw, pause=0), rules(server.port)) == "web_broken"

    def test_a_closed_port_is_said(self, server: Web):
        with web() as other:
            port = other.port
        assert code_of(f"http://{OPEN}:{port}/", rules(port)) == "web_unreachable"


class TestCertificates:
    @pytest.fixture
    def secured(self, tmp_path, monkeypatch) -> Iterator[Web]:
        """Trusted, for the name `gallery.test` only."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gallery.test")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("gallery.test")]), False)
            .sign(key, hashes.SHA256())
        )
        file = tmp_path / "trusted.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
        monkeypatch.setattr(asking, "DEFAULT_CA_BUNDLE_PATH", str(file))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        with web(partial(context.wrap_socket, server_side=True)) as server:
            yield server

    def test_of_the_name_that_was_asked_for_are_taken(self, secured: Web):
        secured.gives("/cat.png", b"picture")
        told = rules(secured.port, resolve=lambda *_asked: [ip_address(OPEN)])
        address = secured.address("/cat.png", "https", "gallery.test")
        assert fetch(address, name="cat.png", rules=told) == b"picture"

    def test_of_another_name_are_refused(self, secured: Web):
        secured.gives("/cat.png", b"picture")
        told = rules(secured.port, resolve=lambda *_asked: [ip_address(OPEN)])
        assert code_of(secured.address("/cat.png", "https", "other.test"), told) == (
            "web_unreachable"
        )
        assert secured.asked == []
