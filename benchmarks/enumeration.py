"""`python -m benchmarks.enumeration`: do answers tell who has an account here?

Log-in, sign-up and reset are asked in turn for somebody known and somebody unknown. Status, body
and the median of the time must be alike, the time within 10 %. Exits with 1 where they are not.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import run
from uuid import uuid4

import requests

from benchmarks.servers import ROOT, Server
from benchmarks.sites import Site

ALLOWED = 0.10
MANAGE = (sys.executable, "manage.py")
MAKE_KNOWN = """
import os
from allauth.account.models import EmailAddress
from accounts.models import User
from django.contrib.auth.hashers import make_password
password = make_password("right-" + os.urandom(8).hex())
for number in range({tries}):
    name = f"known{{number:04}}"
    user = User.objects.create(username=name, email=name + "@example.com", password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""


@dataclass
class Door:
    """`form` makes the fields for a name; `path` is where they are posted."""

    name: str
    path: str
    field: str
    more: dict[str, str]
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"known": [], "unknown": []})
    answers: dict[str, set[tuple[int, str, str]]] = field(
        default_factory=lambda: {"known": set(), "unknown": set()}
    )

    def knock(self, url: str, kind: str, number: int) -> None:
        name = f"{kind}{number:04}" + ("" if self.name == "log-in by name" else "@example.com")
        fresh = f"fresh{uuid4().hex[:12]}"
        with requests.Session() as session:
            page = session.get(url + self.path, timeout=60)
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
            fields = {"csrfmiddlewaretoken": token[1] if token else "", self.field: name}
            fields |= {key: value.replace("FRESH", fresh) for key, value in self.more.items()}
            begin = time.perf_counter()
            answer = session.post(url + self.path, fields, allow_redirects=False, timeout=60)
            self.seconds[kind].append(time.perf_counter() - begin)
        body = re.sub(r'value="[^"]*"', "", answer.text.replace(name, "").replace(fresh, ""))
        there = answer.headers.get("Location", "")
        self.answers[kind].add((answer.status_code, there, body))

    def difference(self) -> float:
        known, unknown = (statistics.median(self.seconds[kind]) for kind in ("known", "unknown"))
        return abs(known - unknown) / unknown

    def row(self) -> str:
        known, unknown = (statistics.median(self.seconds[kind]) for kind in ("known", "unknown"))
        alike = "yes" if self.is_alike() else "NO"
        return (
            f"| {self.name} | {alike} | {known * 1000:.1f} | {unknown * 1000:.1f} "
            f"| {self.difference():.1%} |"
        )

    def is_alike(self) -> bool:
        return self.answers["known"] == self.answers["unknown"] and len(self.answers["known"]) == 1


def doors() -> list[Door]:
    password = {"password": "wrong-1234"}
    return [
        Door("log-in by name", "/en/accounts/login/", "login", password),
        Door("log-in by address", "/en/accounts/login/", "login", password),
        Door(
            "sign-up",
            "/en/accounts/signup/",
            "email",
            {"username": "FRESH", "password1": "a-long-enough-one"},
        ),
        Door("reset", "/en/accounts/password/reset/", "email", {}),
    ]


def main() -> int:
    parser = ArgumentParser(prog="python -m benchmarks.enumeration", description=__doc__)
    parser.add_argument("--tries", type=int, default=200, help="for each door and kind of name")
    tries = parser.parse_args().tries
    measured = doors()
    with tempfile.TemporaryDirectory(prefix="hkpictures-enumeration-") as name:
        knock_everywhere(measured, tries, Path(name))
    head = ["door", "status, address and body alike", "known, ms", "unknown, ms", "difference"]
    lines = [
        f"| {' | '.join(head)} |",
        "|---" * len(head) + "|",
        *(each.row() for each in measured),
    ]
    text = f"# Do answers tell who is known? {tries} tries each\n\n" + "\n".join(lines) + "\n"
    report = ROOT / "reports" / "enumeration.md"
    report.parent.mkdir(exist_ok=True)
    report.write_text(text)
    print(text)
    return 0 if all(door.is_alike() and door.difference() <= ALLOWED for door in measured) else 1


def knock_everywhere(measured: list[Door], tries: int, folder: Path) -> None:
    """On a site of its own, with a known account for each try: one name may be tried rarely."""
    site = Site(folder, "site")
    site.create()
    make = [*MANAGE, "shell", "--command", MAKE_KNOWN.format(tries=tries)]
    run(make, cwd=ROOT, env=site.env, check=True)
    # Mails are stored for the worker, as in production; none is running.
    env = {**site.env, "RATE_LIMIT_FACTOR": "1000000"}
    server = Server("config.wsgi:application", env, folder / "log")
    try:
        server.wait("/livez")
        for number in range(tries):
            for door in measured:
                for kind in ("known", "unknown") if number % 2 else ("unknown", "known"):
                    door.knock(server.url, kind, number)
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
