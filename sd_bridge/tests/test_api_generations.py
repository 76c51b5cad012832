"""`/api/v1/generations`: asked for, looked at, kept, by a program with a token."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pictures.factories import picture_file
from rest.scopes import Scope
from sd_bridge import running
from sd_bridge.models import Generation, GenerationRules, Preset
from sd_bridge.tests.api_client import Program

pytestmark = pytest.mark.django_db

ASKED = {"prompt": "a lighthouse on a cliff", "format": "square", "steps": 4}


@pytest.fixture
def program(ana) -> Program:
    return Program(ana)


@pytest.fixture
def rules(db):
    def set_rules(**values) -> None:
        site = GenerationRules.load()
        for name, value in values.items():
            setattr(site, name, value)
        site.save()

    return set_rules


class TestEngines:
    def test_tell_how_they_stand_and_never_where_they_are(self, program, engine):
        answer = program.get("engines")

        [one] = answer.json()["items"]
        assert (one["name"], one["queue"], one["is_busy"]) == ("webui", 0, False)
        full = program.get("engines/webui")
        assert [each["value"] for each in full.json()["samplers"]] == ["Euler a"]
        assert full.json()["is_ready"]
        assert full.json()["absent"]
        for said in (answer, full):
            assert engine.url.encode() not in said.content

    def test_that_are_off_are_told_with_the_reason(self, program, settings):
        settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}

        told = program.get("engines/webui").json()

        assert not told["is_ready"]
        assert told["reason"]
        assert told["models"] == []

    def test_that_do_not_exist_are_not_found(self, program, engine):
        assert program.get("engines/nope").status_code == 404


class TestCreate:
    def test_waits_then_has_pictures_that_become_public(
        self, program, engine, topic, client, django_capture_on_commit_callbacks
    ):
        answer = program.post("generations", {**ASKED, "topic": topic.pk})

        assert answer.status_code == 202
        waiting = program.get(answer["Location"]).json()
        assert (waiting["state"], waiting["queue"]["position"]) == ("queued", 1)
        assert waiting["settings"]["steps"] == 4

        running.run_oldest()
        done = program.get(answer["Location"]).json()
        assert (done["state"], done["is_finished"], len(done["results"])) == ("done", True, 1)
        file = program.get(done["results"][0]["url"])
        assert (file.status_code, file["Content-Type"]) == (200, "image/png")

        with django_capture_on_commit_callbacks(execute=True):
            kept = program.post(
                f"generations/{done['id']}/keep",
                {
                    "topic": topic.pk,
                    "action": "publish",
                    "choices": [{"result": 0, "title": "등대", "alt_text": "절벽 위의 등대"}],
                },
            )
        assert kept.status_code == 201
        [picture] = kept.json()["items"]
        assert picture["is_public"]
        assert [each["id"] for each in client.get("/api/v1/pictures").json()["items"]] == [
            picture["id"]
        ]
        assert "등대" in client.get(picture["url"]).content.decode()

    def test_is_asked_of_a_real_server_too(self, program, settings, engine, topic, fresh):
        settings.SD_ENGINES = {"webui": fresh.url}
        sent = {**ASKED, "steps": 1, "width": 64, "height": 64, "topic": topic.pk}

        made = program.post("generations", sent).json()
        running.run_oldest()

        [result] = program.get(f"generations/{made['id']}").json()["results"]
        assert (result["width"], result["height"]) == (64, 64)

    def test_sent_twice_with_its_key_is_one(self, program, engine):
        first = program.post("generations", ASKED, **{"Idempotency-Key": "once"})
        again = program.post("generations", ASKED, **{"Idempotency-Key": "once"})

        assert (again.status_code, again["Location"]) == (202, first["Location"])
        assert again.json() == first.json()
        assert Generation.objects.count() == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("prompt", ""),
            ("prompt", "zero \x00 byte"),
            ("width", 63),
            ("steps", 9999),
            ("count", 9),
            ("format", "round"),
            ("model", "unheard-of"),
            ("engine", "nope"),
            ("nonsense", 1),
        ],
    )
    def test_says_at_the_field_what_is_wrong(self, program, engine, field, value):
        program.get("engines/webui")
        answer = program.post("generations", {**ASKED, field: value})

        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert any(field in error["where"] for error in answer.json()["errors"])
        assert not Generation.objects.exists()

    def test_obeys_blocked_words(self, program, engine, rules):
        rules(blocked_words="cliff")
        answer = program.post("generations", ASKED)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert "cliff" in answer.json()["errors"][0]["why"]

    def test_obeys_the_share_of_the_day(self, program, engine, rules):
        rules(daily_quota=1)
        assert program.post("generations", ASKED).status_code == 202
        answer = program.post("generations", ASKED)
        assert (answer.status_code, answer.json()["code"]) == (429, "quota_used_up")
        assert program.get("engines").json()["share"]["pictures_today"] == 1

    def test_fills_a_preset(self, program, engine, ana):
        preset = Preset(name="Oil", prompt_template="{subject}, oil painting", steps=7)
        preset.format = "wide"
        preset.save()
        preset.save_revision(user=ana).publish()

        refused = program.post("generations", {"preset": preset.pk})
        made = program.post("generations", {"preset": preset.pk, "slots": {"subject": "a cat"}})

        assert refused.status_code == 422
        said = made.json()["settings"]
        assert (said["prompt"], said["steps"], said["format"]) == ("a cat, oil painting", 7, "wide")
        assert made.json()["preset"] == preset.pk

    def test_begins_with_a_picture_of_the_gallery(self, program, engine, hang):
        picture = hang()
        made = program.post(
            "generations",
            {**ASKED, "kind": "image", "denoising": 0.4, "source": {"page": picture.pk}},
        )
        assert made.status_code == 202
        assert made.json()["source"]["page"] == picture.pk
        assert made.json()["settings"]["denoising"] == 0.4

    def test_begins_with_a_file_that_came_along(self, program, engine, private_files):
        file = SimpleUploadedFile("own.png", picture_file(3), "image/png")
        sent = {"image": file, "settings": '{"kind": "image", "prompt": "in winter"}'}

        made = program.upload("generations/from-upload", sent)

        assert made.status_code == 202
        assert any(name.startswith("sources/") for name in private_files())
        broken = SimpleUploadedFile("own.png", b"GIF89a nonsense", "image/png")
        refused = program.upload("generations/from-upload", {**sent, "image": broken})
        assert (refused.status_code, refused.json()["code"]) == (422, "refused")

    def test_without_an_engine_is_refused(self, program, settings):
        settings.SD_ENGINES = {}
        answer = program.post("generations", ASKED)
        assert (answer.status_code, answer.json()["code"]) == (409, "no_engine")


class TestCancel:
    def test_ends_what_waits(self, program, engine):
        made = program.post("generations", ASKED).json()
        answer = program.post(f"generations/{made['id']}/cancel")
        assert answer.json()["state"] == "cancelled"
        assert running.run_oldest() is None


class TestAgain:
    def test_asks_for_the_same(self, program, engine):
        made = program.post("generations", {**ASKED, "seed": 5}).json()
        running.run_oldest()
        answer = program.post(f"generations/{made['id']}/again")
        assert answer.status_code == 202
        assert answer.json()["id"] != made["id"]
        assert answer.json()["settings"]["seed"] == 5


class TestOthers:
    def test_generations_are_not_there(self, done, stranger):
        program = Program(stranger)
        at = f"generations/{done.uuid}"
        assert program.get(at).status_code == 404
        assert program.get(f"{at}/results/0/file").status_code == 404
        assert program.post(f"{at}/cancel").status_code == 404
        assert program.post(f"{at}/discard", {"results": [0]}).status_code == 404
        assert program.get("generations?who=all").json()["items"] == []
        assert program.get("tray?who=all").json()["items"] == []

    def test_members_may_not_ask(self, bo, engine):
        answer = Program(bo).post("generations", ASKED)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert answer.json()["detail"]

    def test_tokens_without_the_scope_may_not(self, ana, done):
        answer = Program(ana, Scope.CURATE).get(f"generations/{done.uuid}")
        assert answer.json()["code"] == "scope_missing"


class TestLists:
    def test_go_on_behind_the_cursor(self, program, queue, ana, engine):
        made = [str(queue(requested_by=ana).uuid) for _ in range(30)]
        first = program.get("generations").json()
        second = program.get(f"generations?after={first['next']}").json()
        found = [each["id"] for each in [*first["items"], *second["items"]]]
        assert found == made[::-1]
        assert second["next"] is None

    def test_take_the_same_queries_however_long(self, program, queue, ana, engine, topic):
        counts = []
        program.get("engines")  # notes that the token is used
        for _round in range(2):
            for _each in range(3):
                queue(requested_by=ana, page=topic)
                running.run_oldest()
            queue(requested_by=ana)
            for path in ("generations", "tray"):
                with CaptureQueriesContext(connection) as queries:
                    assert program.get(path).status_code == 200
                counts.append(len(queries))
        assert counts[:2] == counts[2:]


class TestKeep:
    def test_proposes_words_and_makes_drafts(self, program, done, topic, client):
        answer = program.post(
            f"generations/{done.uuid}/keep",
            {"topic": topic.pk, "choices": [{"result": 0}, {"result": 2}]},
        )
        assert answer.status_code == 201
        assert [each["is_public"] for each in answer.json()["items"]] == [False, False]
        assert all(each["title"] for each in answer.json()["items"])
        again = program.post(
            f"generations/{done.uuid}/keep",
            {"topic": topic.pk, "choices": [{"result": 0}]},
        )
        assert again.json()["items"][0]["id"] == answer.json()["items"][0]["id"]
        assert len(program.get("tray?kept=false").json()["items"]) == 1

    def test_keeps_nothing_where_one_cannot_be(self, program, done, topic):
        choices = [{"result": 0, "alt_text": ""}, {"result": 1, "alt_text": "A lighthouse"}]
        answer = program.post(
            f"generations/{done.uuid}/keep",
            {"topic": topic.pk, "action": "publish", "choices": choices},
        )
        assert answer.status_code == 422
        assert ["body", "0", "alt_text"] in [each["where"] for each in answer.json()["errors"]]
        assert len(program.get("tray?kept=true").json()["items"]) == 0

    def test_needs_the_scope_of_curating(self, ana, done, topic):
        asked = {"topic": topic.pk, "choices": [{"result": 0}]}
        answer = Program(ana, Scope.GENERATE).post(f"generations/{done.uuid}/keep", asked)
        assert answer.json()["code"] == "scope_missing"

    def test_discards_others(self, program, done):
        answer = program.post(f"generations/{done.uuid}/discard", {"results": [1]})
        assert answer.json() == {"discarded": [1]}
        left = program.get(f"generations/{done.uuid}").json()["results"]
        assert [each["index"] for each in left] == [0, 2]


class TestPresets:
    ASKED = {"name": "Oil", "prompt": "{subject}, oil painting", "steps": 7, "format": "wide"}

    def test_are_made_changed_and_deleted(self, admin_user):
        program = Program(admin_user)
        made = program.post("presets", self.ASKED)
        assert made.status_code == 201
        assert (made.json()["slots"], made.json()["version"]) == (["subject"], 1)
        at = made["Location"]
        changed = program.send("PUT", at, {**self.ASKED, "name": "Oils", "steps": 9}).json()
        assert (changed["name"], changed["version"], changed["settings"]["steps"]) == ("Oils", 2, 9)
        assert [each["name"] for each in program.get("presets").json()["items"]] == ["Oils"]
        assert program.delete(at).status_code == 204
        assert program.get(at).status_code == 404

    def test_of_one_name_are_one(self, program):
        program.post("presets", self.ASKED)
        answer = program.post("presets", self.ASKED)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"] == ["body", "name"]

    def test_are_made_by_who_may_only(self, stranger, engine):
        assert Program(stranger).post("presets", self.ASKED).status_code == 403

    def test_are_deleted_by_who_may_only(self, program, ana):
        made = program.post("presets", self.ASKED)
        assert program.delete(made["Location"]).status_code == 403
        assert Preset.objects.count() == 1
