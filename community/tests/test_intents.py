"""What a visitor began waits for their log-in, in their browser, for an hour, once."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from community import confirming, intents
from community.models import Intent, Like
from pictures.models import Placement

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver", "Referer": "http://testserver/en/pictures/?sort=likes"}


@pytest.fixture
def picture(hang):
    return hang("등대")


@pytest.fixture
def cy() -> Client:
    """A visitor's browser, whose forms carry no token."""
    return Client(enforce_csrf_checks=True)


def begin(browser: Client, picture, **headers: str) -> str:
    """Press a heart as a visitor; where the log-in is told to lead."""
    answer = browser.post(f"/en/me/likes/{picture.pk}/", headers={**HERE, **headers}, follow=False)
    assert answer.status_code == 303, answer.content
    log_in = urlsplit(answer["Location"])
    assert log_in.path == "/en/accounts/login/"
    return parse_qs(log_in.query)["next"][0]


def log_in(browser: Client, name: str, then: str):
    page = browser.get("/en/accounts/login/", {"next": then})
    token = page.context["csrf_token"]
    fields = {"login": name, "password": name, "next": then, "csrfmiddlewaretoken": str(token)}
    return browser.post("/en/accounts/login/", fields, follow=True)


def sign_up(browser: Client, name: str, then: str):
    page = browser.get("/en/accounts/signup/", {"next": then})
    fields = {
        "email": f"{name}@example.com",
        "username": name,
        "password1": "a lighthouse by night",
        "password2": "a lighthouse by night",
        "next": then,
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }
    return browser.post("/en/accounts/signup/", fields, follow=True)


def told(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


class TestIntent:
    def test_is_carried_out_after_log_in_and_leads_back(self, cy, bo, picture):
        answer = log_in(cy, "bo", begin(cy, picture))
        path, status = answer.redirect_chain[-1]
        assert path == f"/en/pictures/?sort=likes#picture-{picture.pk}"
        assert status == 302
        assert Like.objects.get().user_id == bo.pk
        assert Placement.objects.filter(popularity=1).count() == 2
        assert not Intent.objects.exists()

    def test_is_carried_out_after_sign_up(self, cy, picture, django_user_model):
        answer = sign_up(cy, "dana", begin(cy, picture))
        assert answer.redirect_chain[-1][0].startswith("/en/pictures/?sort=likes")
        assert Like.objects.get().user == django_user_model.objects.get(username="dana")

    def test_says_on_the_log_in_page_what_waits(self, cy, picture):
        then = begin(cy, picture)
        body = cy.get("/en/accounts/login/", {"next": then}).content.decode()
        assert 'class="notice' in body

    def test_survives_that_somebody_else_had_been_signed_in(self, cy, ana, bo, picture):
        """Django throws the session away when another account signs in."""
        cy.force_login(ana)
        ana.is_active = False  # nobody now, but the session still names her
        ana.save()
        then = begin(cy, picture)
        log_in(cy, "bo", then)
        assert Like.objects.get().user_id == bo.pk

    def test_survives_a_log_in_and_log_out_in_between(self, cy, ana, bo, picture):
        then = begin(cy, picture)
        log_in(cy, "ana", "/en/")
        token = cy.get("/me/state/").json()["csrf"]
        cy.post("/en/accounts/logout/", headers={"X-CSRFToken": token})
        assert cy.get("/me/state/").json()["user"] is None
        log_in(cy, "bo", then)
        assert Like.objects.get().user_id == bo.pk

    def test_is_carried_out_once(self, cy, bo, picture):
        then = begin(cy, picture)
        log_in(cy, "bo", then)
        Like.objects.all().delete()
        answer = cy.get(then)
        assert answer.status_code == 302
        assert len(told(answer)) >= 1
        assert not Like.objects.exists()

    def test_does_nothing_in_another_browser(self, cy, bo, picture):
        then = begin(cy, picture)
        other = Client(enforce_csrf_checks=True)
        other.force_login(bo)
        assert other.get(then).status_code == 302
        other.cookies[intents.COOKIE] = "guessed"
        assert other.get(then).status_code == 302
        assert not Like.objects.exists()
        log_in(cy, "bo", then)  # and still waits in its own
        assert Like.objects.count() == 1

    def test_is_forgotten_after_an_hour(self, cy, bo, picture, monkeypatch):
        then = begin(cy, picture)
        cy.force_login(bo)
        monkeypatch.setattr(intents, "SECONDS", -1)
        cy.get(then)
        assert not Like.objects.exists()
        monkeypatch.undo()
        Intent.objects.update(created_at=timezone.now() - timedelta(seconds=3601))
        assert intents.forget_old() == 1
        assert not Intent.objects.exists()

    def test_with_a_changed_token_does_nothing(self, cy, bo, picture):
        token = begin(cy, picture).rstrip("/").rpartition("/")[2]
        cy.force_login(bo)
        for changed in (f"{token[:-3]}abc", "x", f"{token}x"):
            answer = cy.get(reverse("carry_out_intent", args=[changed]))
            assert answer.status_code == 302
        assert not Like.objects.exists()
        assert Intent.objects.count() == 1

    def test_leads_a_visitor_to_the_log_in_first(self, cy, picture):
        then = begin(cy, picture)
        answer = cy.get(then)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]
        assert Intent.objects.count() == 1

    def test_is_looked_at_by_get_alone(self, cy, bo, picture):
        then = begin(cy, picture)
        cy.force_login(bo)
        for method in (cy.head, cy.post, cy.put):
            assert method(then).status_code in {403, 405}
        assert Intent.objects.count() == 1
        assert not Like.objects.exists()

    def test_of_a_picture_that_is_gone_says_so(self, cy, bo, picture):
        then = begin(cy, picture)
        Placement.objects.update(listed_at=None)
        answer = log_in(cy, "bo", then)
        assert answer.redirect_chain[-1][0].startswith("/en/pictures/")
        assert not Like.objects.exists()

    def test_tells_a_script_where_to_log_in(self, client, picture):
        answer = client.post(
            reverse("like", args=[picture.pk]), headers={"Accept": "application/json"}
        )
        assert answer.status_code == 401
        assert unquote(answer.json()["log_in"]).startswith("/accounts/login/?next=/me/intent/")

    def test_waits_beside_four_others_at_most(self, cy, bo, hang):
        pictures = [hang(f"Number {seed}", seed=seed) for seed in range(1, 8)]
        for picture in pictures:
            last = begin(cy, picture)
        assert Intent.objects.count() == intents.MOST
        log_in(cy, "bo", last)
        assert Like.objects.get().picture_id == pictures[-1].pk

    def test_leaves_a_cookie_that_no_script_reads(self, cy, picture):
        begin(cy, picture)
        cookie = cy.cookies[intents.COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == intents.SECONDS
        assert cookie.value not in Intent.objects.get().browser


class TestVisitorsPost:
    """Stored only where a page of ours sent it, or with a token."""

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Referer": "https://evil.example/"},
            {"Origin": "http://testserver:81"},
            {"Origin": "https://testserver"},
            {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
            {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
            {"Referer": "http://testserver.evil.example/"},
        ],
    )
    def test_from_elsewhere_is_refused(self, cy, picture, headers):
        answer = cy.post(reverse("like", args=[picture.pk]), headers=headers)
        assert answer.status_code == 403
        assert not Intent.objects.exists()
        assert intents.COOKIE not in answer.cookies

    def test_with_a_token_waits(self, cy, picture):
        token = cy.get("/me/state/").json()["csrf"]
        answer = cy.post(
            reverse("like", args=[picture.pk]), headers={"X-CSRFToken": token}, follow=False
        )
        assert answer.status_code == 303
        assert Intent.objects.count() == 1

    def test_is_begun_by_no_view_that_confirms_nothing(self, picture):
        request = RequestFactory().post("/")
        with pytest.raises(PermissionDenied):
            intents.begin(request, "like", {}, back="/")
        assert not confirming.is_confirmed(request)


class TestConfirmPage:
    """For members whose browser runs no scripts."""

    @pytest.fixture
    def member(self, cy, bo) -> Client:
        cy.force_login(bo)
        return cy

    def test_asks_once_more_with_a_token_and_does_it_then(self, member, picture):
        address = f"/en/me/likes/{picture.pk}/"
        page = member.post(address, {"unlike": "1", "x": "<b>"}, headers=HERE)
        assert page.status_code == 200
        assert not Like.objects.exists()
        body = page.content.decode()
        assert '<input type="hidden" name="unlike" value="1">' in body
        assert 'value="&lt;b&gt;"' in body
        assert 'name="next" value="/en/pictures/?sort=likes"' in body
        fields = {
            "next": "/en/pictures/?sort=likes",
            "csrfmiddlewaretoken": str(page.context["csrf_token"]),
        }
        answer = member.post(address, fields, headers={"Referer": f"http://testserver{address}"})
        assert answer.status_code == 303
        assert answer["Location"] == f"/en/pictures/?sort=likes#picture-{picture.pk}"
        assert Like.objects.count() == 1

    def test_is_shown_in_no_frame_and_kept_by_no_cache(self, member, picture):
        page = member.post(reverse("like", args=[picture.pk]), headers=HERE)
        policy = page["Content-Security-Policy"]
        rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert rules["frame-ancestors"] == "'none'"
        assert rules["script-src"] == "'self'"
        assert page["X-Frame-Options"] == "DENY"
        assert page["Cache-Control"] == "private, no-store"

    def test_is_shown_to_nobody_who_comes_from_elsewhere(self, member, picture):
        for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            answer = member.post(reverse("like", args=[picture.pk]), headers=headers)
            assert answer.status_code == 403
        assert not Like.objects.exists()

    def test_never_answers_a_get(self, member, picture):
        answer = member.get(reverse("like", args=[picture.pk]), headers=HERE)
        assert answer.status_code == 405
