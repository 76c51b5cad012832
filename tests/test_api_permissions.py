"""Who is let in by the API: every operation × roles × ways to sign in, against written rules."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from config.api import api
from rest.models import ApiToken
from rest.scopes import Scope
from rest.tokens import make_token
from sd_bridge.tests.conftest import done, engine, impatient, queue  # noqa: F401
from tests.permissions.api_rules import API_RULES
from tests.permissions.api_table import Call
from tests.permissions.scene import people, scene
from tests.permissions.table import ROLES

pytestmark = pytest.mark.django_db

ALL = [scope.value for scope in Scope]


class Operation(NamedTuple):
    method: str
    path: str
    needs_somebody: bool


def operations() -> dict[str, Operation]:
    """By operation_id, as the published schema names them."""
    return {
        operation["operationId"]: Operation(method, path, _needs_somebody(operation))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
        if "operationId" in operation
    }


def _needs_somebody(operation: dict[str, Any]) -> bool:
    security = operation.get("security", [])
    return bool(security) and {} not in security


class TestRules:
    def test_are_written_for_every_operation(self):
        assert sorted(operations().keys() - API_RULES.keys()) == []

    def test_are_about_operations_that_exist(self):
        assert sorted(API_RULES.keys() - operations().keys()) == []

    def test_have_a_letter_for_each_role(self):
        cells = {name: rule.cells for name, rule in API_RULES.items()}
        assert {
            name: text
            for name, text in cells.items()
            if len(text) != len(ROLES) or set(text) - set("+L-0")
        } == {}


@pytest.fixture
def cast(ana) -> dict[str, Any]:
    return people(ana)


@pytest.fixture
def everything(cast, topic, hang, done):  # noqa: F811
    return scene(cast, topic, hang, done)


def client_of(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def token_of(user: Any, scopes: list[str]) -> dict[str, str]:
    _row, token = make_token(user=user, name="Test", scopes=scopes, expires_at=None)
    return {"Authorization": f"Bearer {token}"}


# As in test_permissions: on other databases the one who is let in everywhere asks everything.
ONLY_HERE = [pytest.param(role, marks=pytest.mark.same_everywhere) for role in ROLES[:-1]]
EACH = pytest.mark.parametrize("role", [*ONLY_HERE, ROLES[-1]])


@EACH
def test_a_session_is_let_in_where_the_rules_say_and_nowhere_else(role, everything, cast):
    compare(client_of(cast.get(role)), {}, role, everything)


@EACH
def test_a_token_is_let_in_where_its_member_is(role, everything, cast):
    if role == "visitor":
        pytest.skip("nobody's token")
    compare(Client(raise_request_exception=False), token_of(cast[role], ALL), role, everything)


@pytest.mark.same_everywhere
def test_a_token_without_the_scope_is_refused_whoevers_it_is(everything, cast):
    wrong = []
    found = operations()
    for name, rule in API_RULES.items():
        others = [scope for scope in ALL if scope != str(rule.scope)]
        headers = token_of(cast["admin"], others)
        answer = ask(Client(raise_request_exception=False), headers, found[name], rule, everything)
        is_refused = answer.status_code == 403 and answer.json().get("code") == "scope_missing"
        if is_refused != bool(rule.scope):
            wrong.append(f"{name}: {answer.status_code} without {rule.scope or 'any scope'}")
        ApiToken.objects.all().delete()
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.same_everywhere
def test_the_schema_says_where_somebody_is_needed(everything):
    said = {name: found.needs_somebody for name, found in operations().items()}
    assert said == {name: bool(rule.scope) for name, rule in API_RULES.items()}


def compare(client: Client, headers: dict[str, str], role: str, everything: Any) -> None:
    wrong = []
    found = operations()
    for name, rule in API_RULES.items():
        expected = rule.cells[ROLES.index(role)]
        answer = ask(client, headers, found[name], rule, everything)
        if letter(answer.status_code) != expected:
            said = answer.content.decode(errors="replace")[:200]
            wrong.append(f"{name}: {answer.status_code} instead of {expected}: {said}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def ask(
    client: Client, headers: dict[str, str], operation: Operation, rule: Call, everything: Any
) -> Any:
    """The answer to one request; whatever it changed is taken back."""
    named = {name: quote(str(value)) for name, value in rule.path(everything).items()}
    address = operation.path.format(**named)
    query = urlencode(rule.query(everything), doseq=True)
    sent: dict[str, Any] = {}
    if rule.form is not None:
        sent = {"data": rule.form(everything)}
    elif rule.body is not None:
        sent = {"data": rule.body(everything), "content_type": "application/json"}
    cache.clear()  # limits are tested on their own; here everything is asked a hundred times
    with transaction.atomic():
        before = client.cookies.copy()
        address = f"{address}?{query}" if query else address
        answer = getattr(client, operation.method)(address, headers=headers, **sent)
        client.cookies = before
        transaction.set_rollback(True)
    return answer


def letter(status: int) -> str:
    if status >= 500 or status in (405, 429):
        return str(status)
    return {401: "L", 403: "-", 404: "0"}.get(status, "+")
