"""What every answer of the API has in common."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rest.models import ApiToken
from rest.scopes import Scope
from rest.tokens import make_token, revoke_token

pytestmark = pytest.mark.django_db
PICTURES = "/api/v1/pictures"
PROBLEM = "application/problem+json"


@pytest.fixture
def token(bo) -> str:
    return make_token(user=bo, name="Test", scopes=[Scope.READ], expires_at=None)[1]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class TestProblem:
    @pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/", "/api/v1/pictures/"])
    def test_tells_of_an_address_that_is_not_there(self, client, path):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
        assert answer.json()["code"] == "not_found"

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_tells_which_methods_an_address_knows(self, client, method):
        answer = getattr(client, method)(PICTURES)
        assert (answer.status_code, answer["Allow"]) == (405, "GET")
        assert answer.json()["code"] == "method"

    def test_tells_nothing_of_an_error_of_ours_which_is_logged(self, monkeypatch, caplog):
        def fail(*args, **kwargs):
            raise RuntimeError("the secret cause")

        monkeypatch.setattr("pictures.browsing.browse", fail)
        answer = Client(raise_request_exception=False).get(PICTURES)
        assert (answer.status_code, answer.json()["code"]) == (500, "broken")
        assert "secret" not in answer.content.decode()
        assert "the secret cause" in caplog.text

    @pytest.mark.parametrize(("language", "word"), [("en", "Something"), ("ko", "")])
    def test_speaks_the_language_that_is_asked_for(self, client, language, word):
        answer = client.get(f"{PICTURES}?sort=nope", headers={"Accept-Language": language})
        assert answer["Content-Language"] == language
        assert answer.json()["title"].startswith(word)

    def test_says_what_is_wrong_where(self, client):
        headers = {"Accept-Language": "en"}
        told = client.get(f"{PICTURES}?min_size=0", headers=headers).json()["errors"][0]
        assert told["where"][-1] == "min_size"
        assert told["why"] == "At least 1."


class TestAnswer:
    def test_holds_korean_as_it_is(self, client, hang):
        hang("물가의 빛")
        assert "물가의 빛".encode() in client.get(PICTURES).content

    def test_to_head_is_that_to_get_without_its_body(self, client, hang):
        hang("그림")
        whole, head = client.get(PICTURES), client.head(PICTURES)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
            assert head[name] == whole[name]

    @pytest.mark.parametrize("encoding", ["gzip", "br"])
    def test_is_packed_for_who_can_unpack(self, client, hang, encoding):
        hang("그림")
        answer = client.get(PICTURES, headers={"Accept-Encoding": encoding})
        assert answer["Content-Encoding"] == encoding
        assert "Accept-Encoding" in answer["Vary"]
        headers = {"If-None-Match": answer["ETag"], "Accept-Encoding": encoding}
        assert client.get(PICTURES, headers=headers).status_code == 304

    def test_is_not_packed_for_a_session(self, client, hang, bo):
        hang("그림")
        client.force_login(bo)
        answer = client.get(PICTURES, headers={"Accept-Encoding": "gzip"})
        assert not answer.has_header("Content-Encoding")

    def test_sets_no_cookie(self, client, hang):
        hang("그림")
        assert not client.get(PICTURES).cookies


class TestSharedCaches:
    def test_keep_what_a_visitor_gets(self, client):
        answer = client.get(PICTURES)
        assert "public" in answer["Cache-Control"]
        assert {"Authorization", "Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))

    def test_keep_nothing_of_a_member(self, client, bo, token):
        assert "private" in client.get(PICTURES, headers=bearer(token))["Cache-Control"]
        client.force_login(bo)
        assert "private" in client.get(PICTURES)["Cache-Control"]

    def test_keep_nothing_of_a_visitor_whose_session_opens_a_private_page(self, client):
        session = client.session
        session["passed_page_view_restrictions"] = [1]
        session.save()
        assert "private" in client.get(PICTURES)["Cache-Control"]

    def test_keep_no_problem(self, client):
        for path in (f"{PICTURES}?sort=nope", "/api/v1/nowhere"):
            assert client.get(path)["Cache-Control"] == "private, no-store"


class TestToken:
    def test_is_refused_where_it_is_wrong_whoevers_session_comes_along(self, client, bo):
        client.force_login(bo)
        for said in ("Bearer hkp_wrong", "Bearer", "Basic Ym86Ym8=", ""):
            answer = client.get(PICTURES, headers={"Authorization": said})
            assert (answer.status_code, answer.json()["code"]) == (401, "token_unknown")
            assert "invalid_token" in answer["WWW-Authenticate"]

    def test_is_refused_once_it_is_revoked(self, client, bo, token):
        assert client.get(PICTURES, headers=bearer(token)).status_code == 200
        assert revoke_token(user=bo, pk=ApiToken.objects.get().pk)
        assert client.get(PICTURES, headers=bearer(token)).status_code == 401

    def test_is_refused_once_it_has_expired(self, client, bo, token):
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        answer = client.get(PICTURES, headers=bearer(token))
        assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")

    def test_of_who_was_shut_out_is_refused(self, client, bo, token):
        bo.is_active = False
        bo.save()
        assert client.get(PICTURES, headers=bearer(token)).status_code == 401

    def test_is_not_to_be_found_in_the_database(self, token):
        row = ApiToken.objects.get()
        assert token not in json.dumps([row.digest, row.start, row.name])
        assert len(row.start) < len(token) / 3


class TestLimit:
    @pytest.fixture(autouse=True)
    def stated(self, settings, monkeypatch):
        from limits.rules import RULES, Rule

        settings.RATE_LIMIT_FACTOR = 1
        monkeypatch.setitem(RULES, "api", Rule("2/h", "3/h"))

    def test_is_told_with_every_answer(self, client):
        answer = client.get(PICTURES)
        assert answer["RateLimit-Policy"] == '"network";q=3;w=3600'
        assert answer["RateLimit"].startswith('"network";r=2;t=')
        assert client.get("/api/v1/nowhere")["RateLimit"].startswith('"network";r=1;t=')

    def test_is_told_for_the_account_too(self, client, token):
        answer = client.get(PICTURES, headers=bearer(token))
        assert answer["RateLimit-Policy"] == '"account";q=2;w=3600, "network";q=3;w=3600'

    def test_ends_in_a_problem_that_says_when_to_come_back(self, client):
        answers = [client.get(PICTURES) for _time in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[-1].json()["code"] == "too_many"
        assert 0 < int(answers[-1]["Retry-After"]) <= 3600
        assert answers[-1]["RateLimit"].startswith('"network";r=0;')

    def test_counts_wrong_tokens(self, client):
        for _time in range(3):
            client.get(PICTURES, headers=bearer("hkp_wrong"))
        assert client.get(PICTURES).status_code == 429


class TestOtherOrigins:
    ASKING = {"Origin": "https://app.example.com"}

    def test_are_not_answered_unless_they_are_named(self, client):
        assert not client.get(PICTURES, headers=self.ASKING).has_header(
            "Access-Control-Allow-Origin"
        )

    def test_that_are_named_read_by_token_alone(self, client, settings):
        settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
        answer = client.get(PICTURES, headers=self.ASKING)
        assert answer["Access-Control-Allow-Origin"] == "https://app.example.com"
        assert not answer.has_header("Access-Control-Allow-Credentials")
        asked = {**self.ASKING, "Access-Control-Request-Method": "POST"}
        allowed = client.options(PICTURES, headers=asked)["Access-Control-Allow-Headers"]
        assert {"authorization", "idempotency-key"} <= set(allowed.split(", "))

    def test_read_nothing_but_the_api(self, client, settings):
        settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
        for path in ("/pictures/", "/me/state/"):
            answer = client.get(path, headers=self.ASKING)
            assert not answer.has_header("Access-Control-Allow-Origin")
