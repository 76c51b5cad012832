"""A refusal says how long to wait: on a page to people, in JSON to scripts."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from limits.checking import CannotTell, TooMany
from limits.middleware import LimitsMiddleware
from limits.words import waiting


def answer(error: Exception, **headers: str):
    middleware = LimitsMiddleware(lambda _request: HttpResponse())
    return middleware.process_exception(RequestFactory().post("/", headers=headers), error)


class TestRefusal:
    def test_is_a_page_that_says_how_long(self):
        with translation.override("en"):
            response = answer(TooMany(90), Accept="text/html")
        assert response.status_code == 429
        assert response["Retry-After"] == "90"
        assert response["Cache-Control"] == "private, no-store"
        page = response.content.decode()
        assert "429" in page
        assert "2 minutes" in page

    @pytest.mark.parametrize("headers", [{"Accept": "application/json"}])
    def test_is_json_for_scripts(self, headers):
        response = answer(TooMany(90), **headers)
        assert response["Content-Type"] == "application/json"
        assert b'"retry_after": 90' in response.content

    def test_is_another_one_when_nobody_can_tell(self):
        response = answer(CannotTell(30))
        assert response.status_code == 503
        assert response["Retry-After"] == "30"

    def test_is_left_to_others_when_it_is_another_error(self):
        assert answer(ValueError()) is None


class TestWaiting:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (1, "1 second."),
            (59, "59 seconds."),
            (60, "1 minute."),
            (61, "2 minutes."),
            (3599, "60 minutes."),
            (3600, "1 hour."),
            (3601, "2 hours."),
            (86_400, "24 hours."),
        ],
    )
    def test_is_in_words_and_never_too_early(self, seconds, words):
        with translation.override("en"):
            assert waiting(seconds).endswith(f"in {words}")
