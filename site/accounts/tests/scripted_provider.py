"""An OpenID provider on a real socket that fails in whichever way a test wants."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "hkpictures"


@dataclass
class ScriptedProvider:
    """`token` and `userinfo` are laid over what would be right; None takes a claim away.

    `broken` maps the last part of an address to how it fails: error, hang, drip, garbage, large.
    """

    address: str = ""
    token: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    sign: Callable[[ScriptedProvider, dict[str, Any]], str] | None = None
    sub: str = "sub-1"
    key: Any = None
    published: Any = None
    key_name: str = "first"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.change_key()

    def change_key(self, *, publish: bool = True, name: str = "first") -> None:
        self.key, self.key_name = rsa.generate_private_key(65537, 2048), name
        if publish:
            self.published = self.key.public_key()

    def claims(self, nonce: str) -> dict[str, Any]:
        now = int(time.time())
        right = {
            "iss": self.address,
            "sub": self.sub,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        return laid_over(right, self.token)

    def signed(self, claims: dict[str, Any]) -> str:
        if self.sign is not None:
            return self.sign(self, claims)
        return jwt.encode(claims, self.key, "RS256", headers={"kid": self.key_name})

    def answer(self, name: str, form: dict[str, str]) -> Any:
        if name == "openid-configuration":
            places = {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/jwks",
            }
            return laid_over(places, self.configuration)
        if name == "jwks":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published))
            return {"keys": [{**key, "kid": self.key_name, "use": "sig"}]}
        if name == "token":
            begun = self.codes.pop(form["code"])
            token = self.signed(self.claims(begun.get("nonce", "")))
            return {"access_token": "access", "token_type": "Bearer", "id_token": token}
        return laid_over({"sub": self.sub}, self.userinfo)


def laid_over(right: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**right, **other}.items() if value is not None}


def unsigned(provider: ScriptedProvider, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, "none")


def signed_with_the_public_key(provider: ScriptedProvider, claims: dict[str, Any]) -> str:
    """What a library believes that takes the algorithm from the token."""
    secret = provider.published.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head = _part({"alg": "HS256", "kid": provider.key_name})
    body = f"{head}.{_part(claims)}"
    digest = hmac.new(secret, body.encode(), hashlib.sha256).digest()
    return f"{body}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


class Handler(BaseHTTPRequestHandler):
    provider: ScriptedProvider

    def do_GET(self) -> None:
        self._respond({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._respond({name: values[0] for name, values in parse_qs(body).items()})

    def _respond(self, form: dict[str, str]) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        name = parts.path.rpartition("/")[2]
        self.provider.asked.append(name)
        failure = self.provider.broken.get(name, "")
        if name == "detour":  # services like to lead through several of their own hosts
            self.send_response(302)
            port = self.provider.address.rpartition(":")[2]
            self.send_header("Location", f"http://localhost:{port}/authorize?{parts.query}")
            self.end_headers()
        elif name == "authorize":
            self._send_back(query)
        elif failure:
            getattr(self, f"_{failure}")()
        else:
            self._send(json.dumps(self.provider.answer(name, form)).encode())

    def _send_back(self, query: dict[str, str]) -> None:
        code = f"code-{len(self.provider.asked)}"
        self.provider.codes[code] = query
        self.send_response(302)
        back = urlencode({"code": code, "state": query["state"]})
        self.send_header("Location", f"{query['redirect_uri']}?{back}")
        self.end_headers()

    def _send(self, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _error(self) -> None:
        self._send(b"{}", 500)

    def _garbage(self) -> None:
        self._send(b'["' + b"x" * 100 + b'"]')

    def _large(self) -> None:
        self._send(b'{"a": "' + b"x" * 3_000_000 + b'"}')

    def _hang(self) -> None:
        self.provider.over.wait(30)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "10000")
        self.end_headers()
        while not self.provider.over.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()

    def handle(self) -> None:
        with suppress(OSError):  # the site has hung up, as it should
            super().handle()

    def log_message(self, *arguments: Any) -> None:
        """Not on the console of the tests."""


@contextmanager
def running_provider() -> Iterator[ScriptedProvider]:
    provider = ScriptedProvider()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Bound", (Handler,), {"provider": provider})
    )
    server.daemon_threads = True
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.over.set()
        server.shutdown()
        server.server_close()
