"""The import screen's addresses: every file a row, every refusal a sentence, never a 5xx."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.asking import Rules
from outbox.tests.web_servers import OPEN, Web, web
from pictures.factories import picture_file, unlike_file
from pictures.importing import receiving
from pictures.models import ImportBatch, ImportFile, PicturePage

POSTS = ("options", "edit", "decide", "leave_out", "retry", "register", "add_folder", "add_address")


@pytest.fixture
def curator(client, ana):
    client.force_login(ana)
    return client


@pytest.fixture
def batch(curator, topic) -> ImportBatch:
    answer = post(curator, reverse("import:start"), {"topic": topic.pk, "publish": False})
    assert answer.status_code == 201
    return ImportBatch.objects.get(uuid=answer.json()["id"])


def post(client, url: str, data: object):
    body = data if isinstance(data, str) else json.dumps(data)
    return client.post(url, body, content_type="application/json")


def to(batch: ImportBatch, name: str) -> str:
    return reverse(f"import:{name}", args=[batch.uuid])


def upload(client, batch: ImportBatch, data: bytes, name: str = "lake.png", folder: str = ""):
    file = SimpleUploadedFile(name, data)
    return client.post(to(batch, "add_file"), {"file": file, "folder": folder})


def state(client, batch: ImportBatch, **query) -> dict:
    return client.get(to(batch, "state"), query).json()


class TestFiles:
    def test_a_picture_becomes_a_ready_row_with_its_recipe(self, curator, batch, topic):
        assert upload(curator, batch, picture_file(1, prompt="a quiet lake")).status_code == 201
        [row] = batch.files.all()
        assert (row.state, row.recipe.seed, row.topic_id) == ("ready", 1, topic.pk)
        [shown] = state(curator, batch)["rows"]
        assert "a quiet lake" in shown["html"]

    def test_a_refused_file_is_a_row_that_says_why(self, curator, batch):
        assert upload(curator, batch, b"not a picture", "노을.png").status_code == 201
        [row] = batch.files.all()
        assert row.state == "failed"
        assert row.sentence
        assert not row.file
        assert "노을.png" in state(curator, batch)["rows"][0]["html"]

    def test_the_same_file_again_is_left_out(self, curator, batch):
        for name in ("one.png", "two.png"):
            upload(curator, batch, picture_file(1), name)
        assert [row.state for row in batch.files.order_by("position")] == ["ready", "duplicate"]

    def test_what_is_there_is_known_by_folder_name_and_size(self, curator, batch):
        data = picture_file(1)
        upload(curator, batch, data, "lake.png", folder="가을/산")
        known = curator.get(to(batch, "known")).json()["known"]
        assert known == [f"가을/산/lake.png/{len(data)}"]

    def test_a_name_that_looks_like_markup_is_shown_as_text(self, curator, batch):
        upload(curator, batch, b"x", "<img src=x onerror=alert(1)>.png")
        assert "<img src=x" not in state(curator, batch)["rows"][0]["html"]


class TestWords:
    @pytest.fixture
    def row(self, curator, batch) -> ImportFile:
        upload(curator, batch, picture_file(1))
        return batch.files.get()

    def test_words_topic_and_licence_can_be_changed(self, curator, batch, row):
        changes = {"title": "고요한  호수", "tags": "호수, 밤 ,호수", "licence": "cc0", "topic": ""}
        answer = post(curator, to(batch, "edit"), {"files": [str(row.uuid)], "changes": changes})
        assert answer.status_code == 200
        row.refresh_from_db()
        assert (row.title, row.tags, row.licence) == ("고요한 호수", ["호수", "밤"], "cc0")
        assert row.topic_id is None

    def test_tags_are_added_to_all_that_are_shown(self, curator, batch, row):
        upload(curator, batch, unlike_file(2), "second.png")
        before = {each.pk: each.tags for each in batch.files.all()}
        post(curator, to(batch, "edit"), {"all": "ready", "changes": {"add_tags": "2026 가을"}})
        for each in batch.files.all():
            assert each.tags == [*before[each.pk], "2026 가을"]

    def test_options_reach_the_files_that_had_the_former_ones(self, curator, batch, row):
        upload(curator, batch, unlike_file(2), "second.png")
        second = batch.files.get(name="second.png")
        post(
            curator,
            to(batch, "edit"),
            {"files": [str(second.uuid)], "changes": {"licence": "cc0"}},
        )
        post(curator, to(batch, "options"), {"licence": "cc-by-sa"})
        row.refresh_from_db()
        second.refresh_from_db()
        assert (row.licence, second.licence) == ("cc-by-sa", "cc0")

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"title": 3},
            {"title": "x" * 300},
            {"tags": ["a"]},
            {"licence": "mine"},
            {"topic": "x"},
            {"topic": 10**12},
            "title",
        ],
    )
    def test_nonsense_is_refused_and_changes_nothing(self, curator, batch, row, changes):
        answer = post(curator, to(batch, "edit"), {"files": [str(row.uuid)], "changes": changes})
        assert 400 <= answer.status_code < 500
        assert answer.json()["problem"]
        title = row.title
        row.refresh_from_db()
        assert row.title == title

    def test_its_dialog_shows_recipe_and_words(self, curator, row):
        answer = curator.get(reverse("import:file", args=[row.uuid]))
        assert answer.status_code == 200
        assert "Euler a" in answer.content.decode()

    def test_its_thumbnail_is_a_picture(self, curator, row):
        answer = curator.get(reverse("import:thumbnail", args=[row.uuid]))
        assert answer["Content-Type"] == "image/webp"
        assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


class TestRegister:
    def test_ready_files_become_drafts_in_their_topic(
        self, curator, batch, topic, django_capture_on_commit_callbacks
    ):
        upload(curator, batch, picture_file(1, prompt="a quiet lake"))
        with django_capture_on_commit_callbacks(execute=True):
            answer = post(curator, to(batch, "register"), {"all": "ready"})
        assert answer.json() == {"count": 1}
        [row] = batch.files.all()
        assert row.state == "done"
        picture = PicturePage.objects.child_of(topic).get()
        assert not picture.live
        assert (
            reverse("wagtailadmin_pages:edit", args=[picture.pk])
            in (state(curator, batch)["rows"][0]["html"])
        )

    def test_a_near_picture_waits_for_a_decision(self, curator, batch, hang):
        hang("등대", seed=1)
        near = picture_file(1, prompt="another word, same picture")
        upload(curator, batch, near)
        row = batch.files.get()
        assert row.state == "near"
        dialog = curator.get(reverse("import:file", args=[row.uuid])).content.decode()
        assert "등대" in dialog
        post(curator, to(batch, "decide"), {"files": [str(row.uuid)], "decision": "import"})
        row.refresh_from_db()
        assert row.state == "ready"


class TestAccess:
    def test_visitors_and_members_are_turned_away(self, client, batch, bo):
        for user in (None, bo):
            client.logout()
            if user:
                client.force_login(user)
            assert client.get(reverse("import:index")).status_code in (302, 403)
            assert client.get(to(batch, "state")).status_code in (302, 403)
            assert post(client, to(batch, "register"), {"all": "ready"}).status_code in (302, 403)

    def test_somebody_elses_import_stays_closed(self, client, batch, django_user_model, ana):
        other = django_user_model.objects.create_user("dan", "dan@example.com", "dan")
        other.groups.set(ana.groups.all())
        client.force_login(other)
        assert client.get(to(batch, "batch")).status_code in (302, 403)
        for name in POSTS:
            assert post(client, to(batch, name), {"all": "all"}).status_code == 403
        assert upload(client, batch, picture_file(1)).status_code == 403
        assert not batch.files.exists()

    @pytest.mark.parametrize("body", ["", "[]", "{", "null", '{"files": "x"}', '{"files": ["x"]}'])
    @pytest.mark.parametrize("name", [name for name in POSTS if name != "options"])
    def test_garbage_is_answered_in_words(self, curator, batch, name, body):
        answer = post(curator, to(batch, name), body)
        assert 400 <= answer.status_code < 500
        assert answer.json()["problem"]

    def test_an_import_that_is_not_there_is_a_404(self, curator):
        assert curator.get(reverse("import:batch", args=[uuid4()])).status_code == 404
        assert curator.get(reverse("import:state", args=[uuid4()])).status_code == 404

    @pytest.mark.parametrize("query", ["show=x", "page=0", "page=-1", "page=99999", "page=x"])
    def test_an_odd_query_shows_a_page_all_the_same(self, curator, batch, query):
        assert curator.get(f"{to(batch, 'state')}?{query}").status_code == 200

    def test_an_odd_topic_in_the_address_is_no_topic(self, curator, topic):
        for value in ("x", "0", "99999999999999999", "", "¹"):
            assert curator.get(reverse("import:index"), {"topic": value}).status_code == 200


class TestWeb:
    @pytest.fixture
    def open_web(self, monkeypatch) -> Iterator[Web]:
        with web() as server:
            told = Rules(frozenset({server.port}), is_open=lambda each: f"{each}" == OPEN)
            # The default of a keyword is where the view takes its rules from.
            monkeypatch.setitem(receiving.add_address.__kwdefaults__, "rules", told)
            yield server

    def test_a_picture_comes_in_with_its_recipe(self, curator, batch, open_web):
        address = open_web.gives("/deep/a%20lake.png?x=1", picture_file(7, prompt="a far lake"))
        answer = post(curator, to(batch, "add_address"), {"address": f" {address} "})
        assert (answer.status_code, answer.json()["state"]) == (201, "ready")
        [row] = batch.files.all()
        assert (row.name, row.folder, row.recipe.prompt) == ("a lake.png", OPEN, "a far lake")

    def test_one_that_was_refused_may_come_again(self, curator, batch, open_web):
        for answers, expected in ((b"", "failed"), (b"", "failed"), (picture_file(8), "ready")):
            address = open_web.gives("/lake.png", answers, 200 if answers else 503)
            post(curator, to(batch, "add_address"), {"address": address})
            [row] = batch.files.all()
            assert row.state == expected

    @pytest.mark.parametrize(
        "address",
        ["http://127.0.0.1/cat.png", "file:///etc/passwd", "x", "http://[", "\ud800", "a\x00b"],
    )
    def test_what_may_not_be_asked_is_a_row_that_says_so(self, curator, batch, address):
        answer = post(curator, to(batch, "add_address"), {"address": address})
        assert (answer.status_code, answer.json()["state"]) == (201, "failed")
        [shown] = state(curator, batch)["rows"]
        assert re.search("public web|no address that begins", shown["html"])

    def test_an_empty_address_is_no_row(self, curator, batch):
        for data in ({}, {"address": " "}, {"address": 7}):
            assert post(curator, to(batch, "add_address"), data).status_code == 400
        assert not batch.files.exists()


class TestCost:
    def test_queries_do_not_grow_with_the_rows(self, curator, batch):
        counts = []
        for amount in (2, 12):
            for seed in range(batch.files.count(), amount):
                upload(curator, batch, unlike_file(seed), f"{seed}.png")
            with CaptureQueriesContext(
                connection,
            ) as found:
                state(curator, batch)
            counts.append(len(found))
        assert counts[0] == counts[1]
