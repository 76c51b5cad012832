"""Who is let in where: every address of ours × roles × methods, against rules written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sd_bridge.tests.conftest import done, engine, impatient, queue  # noqa: F401
from tests.permissions.rules import RULES
from tests.permissions.scene import people, scene
from tests.permissions.table import ROLES, Rule

pytestmark = pytest.mark.django_db

OURS = {"accounts", "community", "config", "home", "limits", "outbox", "pictures", "sd_bridge"} | {
    *("rest", "topics")
}
# Viewsets and registers of ours are classes of Wagtail's.
OUR_NAMESPACES = ("sd_", "import", "moderation", "community", "webhooks")
OTHER_METHODS = ("put", "patch", "delete")


def addresses() -> Iterator[tuple[str, str]]:
    """Name and module of every address, once for both languages."""

    def walk(resolver: URLResolver, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inner = (*names, pattern.namespace) if pattern.namespace else names
                yield from walk(pattern, inner)
            elif isinstance(pattern, URLPattern):
                view = getattr(pattern.callback, "view_class", pattern.callback)
                name = pattern.name or str(pattern.pattern)
                yield ":".join((*names, name)), view.__module__

    yield from walk(get_resolver(), ())


def ours() -> set[str]:
    found = set()
    for name, module in addresses():
        package = module.partition(".")[0]
        if package in OURS or package == "allauth" or name.startswith(OUR_NAMESPACES):
            found.add(name)
    return found - {"wagtail_serve"}  # pages: see WAGTAIL's rules and test_visibility


class TestRules:
    def test_are_written_for_every_address(self):
        assert sorted(ours() - RULES.keys()) == []

    def test_are_about_addresses_that_exist(self):
        assert sorted(RULES.keys() - {name for name, _module in addresses()}) == []

    def test_have_a_letter_for_each_role(self):
        cells = [text for rule in RULES.values() for text in (rule.get, rule.post) if text]
        assert [
            text for text in cells if len(text) != len(ROLES) or set(text) - set("+~L-0M")
        ] == []


@pytest.fixture
def cast(ana) -> dict[str, Any]:
    return people(ana)


@pytest.fixture
def everything(cast, topic, hang, done):  # noqa: F811
    return scene(cast, topic, hang, done)


# Who is let in is decided in Python. On other databases the one who is let in everywhere goes
# through all addresses, so that each of them has answered there.
ONLY_HERE = [pytest.param(role, marks=pytest.mark.same_everywhere) for role in ROLES[:-1]]


@pytest.mark.parametrize("role", [*ONLY_HERE, ROLES[-1]])
def test_is_let_in_where_the_rules_say_and_nowhere_else(role, everything, cast):
    client = Client(raise_request_exception=False)
    if role != "visitor":
        client.force_login(cast[role], backend=settings.AUTHENTICATION_BACKENDS[-1])
    wrong = []
    for name, rule in RULES.items():
        for method in ("get", "post", *OTHER_METHODS):
            expected = cell(rule, method, ROLES.index(role))
            found = ask(client, method, name, rule, everything)
            if found not in expected:
                wrong.append(f"{method.upper()} {name}: {found} instead of {expected}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def cell(rule: Rule, method: str, place: int) -> str:
    """The letters that are right.

    Where the address does not take the method, it may lead elsewhere, having done nothing, but let
    nobody in. Class-based views take PUT for POST: then the same rule holds for both.
    """
    cells = {"get": rule.get, "post": rule.post}.get(method, "")
    if cells:
        return "+~" if cells[place] == "+" else cells[place]
    return "LM-0>" + (rule.post[place] if rule.post and method not in ("get", "post") else "")


def ask(client: Client, method: str, name: str, rule: Rule, everything: Any) -> str:
    """What becomes of one request; whatever it changed is taken back."""
    address = reverse(name, args=rule.arguments(everything))
    fields = rule.fields(everything) if method == "post" else []
    cache.clear()  # limits are tested on their own; here everything is asked a hundred times
    with transaction.atomic():
        before = client.cookies.copy()
        answer = getattr(client, method)(
            address, fields or None, headers={"Accept": "application/json, text/html"}
        )
        client.cookies = before
        transaction.set_rollback(True)
    return letter(answer)


def letter(answer: HttpResponse) -> str:
    status = answer.status_code
    if status in (301, 302, 303):
        target = answer["Location"]
        if "/accounts/login/" in target:
            return "L"
        if target == reverse("wagtailadmin_home"):
            return "-"
        return ">" if answer.request["REQUEST_METHOD"] not in ("GET", "POST") else "+"
    known = {401: "L", 403: "-", 404: "0", 405: "M", 422: "~"}
    if status >= 500 or status == 429:
        return str(status)
    return known.get(status, "+")
