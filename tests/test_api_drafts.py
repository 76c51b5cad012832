"""`/api/v1/drafts/pictures`: what an editor's program changes, and what becomes public of it."""

from __future__ import annotations

import pytest

from pictures.models import PicturePage
from rest.scopes import Scope
from rest.tokens import make_token
from topics.factories import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, ana):
    """`ask("patch", "drafts/pictures/1", {…}, user=bo, seen=7)`."""
    tokens = {}

    def asking(method, path, body=None, *, user=ana, seen=None):
        if user.pk not in tokens:
            tokens[user.pk] = make_token(
                user=user, name="x", scopes=[Scope.CURATE], expires_at=None
            )[1]
        headers = {"Authorization": f"Bearer {tokens[user.pk]}"}
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        sent = {} if method == "get" else {"data": body or {}, "content_type": "application/json"}
        return getattr(client, method)(f"/api/v1/{path}", headers=headers, **sent)

    return asking


def public_titles(client):
    return [item["title"] for item in client.get("/api/v1/pictures").json()["items"]]


class TestChange:
    def test_waits_for_publishing(self, hang, ask, client, django_capture_on_commit_callbacks):
        picture = hang("등대")
        at = f"drafts/pictures/{picture.pk}"
        read = ask("get", at).json()
        changes = {
            "title": "새 등대",
            "tags": ["sea", "sea"],
            "recipe": {"steps": 33, "loras": [{"name": "mist", "weight": 0.5}]},
        }

        changed = ask("patch", at, changes, seen=read["revision"])

        assert changed.status_code == 200
        said = changed.json()
        assert (said["title"], said["tags"], said["recipe"]["steps"]) == ("새 등대", ["sea"], 33)
        assert said["has_unpublished_changes"]
        assert said["is_recipe_corrected"]
        assert public_titles(client) == ["등대"]
        with django_capture_on_commit_callbacks(execute=True):
            assert ask("post", f"{at}/publish", seen=said["revision"]).json()["is_live"]
        assert public_titles(client) == ["새 등대"]

    def test_of_an_older_version_is_refused(self, hang, ask):
        picture = hang("등대")
        at = f"drafts/pictures/{picture.pk}"
        read = ask("get", at).json()["revision"]
        ask("patch", at, {"title": "Mine"}, seen=read)

        late = ask("patch", at, {"title": "Yours"}, seen=read)

        assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
        assert ask("patch", at, {"title": "Yours"}).status_code == 428
        assert ask("get", at).json()["title"] == "Mine"

    def test_of_a_locked_picture_is_refused(self, hang, ask, admin_user):
        picture = hang("등대")
        PicturePage.objects.filter(pk=picture.pk).update(locked=True, locked_by=admin_user)
        read = ask("get", f"drafts/pictures/{picture.pk}").json()
        answer = ask(
            "patch", f"drafts/pictures/{picture.pk}", {"title": "x"}, seen=read["revision"]
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "locked")

    @pytest.mark.parametrize(
        "changes", [{"licence": "nope"}, {"title": ""}, {"title": "a\x00"}, {"owner": 1}]
    )
    def test_of_something_that_cannot_be_is_refused(self, hang, ask, changes):
        picture = hang("등대")
        at = f"drafts/pictures/{picture.pk}"
        answer = ask("patch", at, changes, seen=ask("get", at).json()["revision"])
        assert answer.status_code == 422

    def test_of_the_sensitivity_holds_at_once(self, hang, ask):
        picture = hang("등대")
        at = f"drafts/pictures/{picture.pk}"
        read = ask("get", at).json()
        ask("patch", at, {"sensitivity": "sensitive"}, seen=read["revision"])
        picture.image.refresh_from_db()
        assert picture.image.sensitivity == "sensitive"


class TestActs:
    def test_unpublish_move_and_delete(self, hang, ask, client, django_capture_on_commit_callbacks):
        picture, other = hang("등대"), open_topic("다른 주제")
        at = f"drafts/pictures/{picture.pk}"
        assert ask("post", f"{at}/move", {"topic": other.pk}).json()["topic"] == other.pk
        with django_capture_on_commit_callbacks(execute=True):
            assert not ask("post", f"{at}/unpublish").json()["is_live"]
        assert public_titles(client) == []
        assert ask("delete", at).status_code == 204
        assert ask("get", at).status_code == 404

    def test_publish_says_what_is_missing(self, hang, ask):
        picture = hang("등대", publish=False, alt_text="")
        answer = ask("post", f"drafts/pictures/{picture.pk}/publish")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"] == ["body", "alt_text"]

    def test_go_through_moderation(self, hang, ask, client, django_capture_on_commit_callbacks):
        picture = hang("등대", publish=False)
        at = f"drafts/pictures/{picture.pk}"
        submitted = ask("post", f"{at}/submit").json()
        assert submitted["workflow"]["status"] == "in_progress"
        assert ask("post", f"{at}/submit").status_code == 409


class TestOthers:
    def test_are_told_no_of_what_is_public_and_nothing_of_drafts(self, hang, ask, bo):
        public, draft = hang("등대"), hang("초안", publish=False)
        assert ask("get", f"drafts/pictures/{public.pk}", user=bo).status_code == 403
        assert ask("get", f"drafts/pictures/{draft.pk}", user=bo).status_code == 404
        assert ask("delete", f"drafts/pictures/{public.pk}", user=bo).status_code == 403
