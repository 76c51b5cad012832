"""A site that is being worked on says so at every public address."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.core.management import call_command

from config import maintenance


@pytest.fixture(autouse=True)
def closed(settings, tmp_path, monkeypatch):
    """The switch of this test alone, looked at every time."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(maintenance, "LOOK_SECONDS", 0.0)
    call_command("maintenance", "on", "--minutes", "30", verbosity=0)


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/pictures/", "/en/topics/x/", "/me/state/", "/feeds/latest.atom"]
)
def test_every_public_address_answers_503_without_a_database(client, path):
    """No mark of this test lets it touch one."""
    answer = client.get(path)
    assert answer.status_code == 503
    assert 29 * 60 <= int(answer["Retry-After"]) <= 30 * 60
    assert answer["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    language = "en" if path.startswith("/en/") else "ko"
    assert answer["Content-Language"] == language
    body = answer.content.decode()
    assert f'<html lang="{language}">' in body
    assert f'href="{path}"' in body, "tries the same address again"


def test_a_form_is_not_taken(client):
    assert client.post("/en/me/likes/1/").status_code == 503


def test_the_process_still_lives(client):
    assert client.get("/livez").status_code == 200


@pytest.mark.django_db
def test_who_works_on_it_can_log_in_and_look(client, ana):
    assert client.get("/en/accounts/login/").status_code == 200
    client.force_login(ana)
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_kept_pages_are_not_shown_either_and_come_back(client, hang, settings):
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    call_command("maintenance", "off", verbosity=0)
    hang("등대")
    assert client.get("/pictures/")["X-Page-Cache"] == "miss"
    call_command("maintenance", "on", verbosity=0)
    assert client.get("/pictures/").status_code == 503
    call_command("maintenance", "off", verbosity=0)
    assert client.get("/pictures/")["X-Page-Cache"] == "hit"
    caches["pages"].clear()


def test_a_file_made_by_hand_does_as_well(client):
    maintenance.switch().write_text("")
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
