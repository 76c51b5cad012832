"""`/api/v1/drafts/topics`: topics that a curator's program makes and changes."""

from __future__ import annotations

import pytest

from rest.scopes import Scope
from rest.tokens import make_token
from topics.models import TopicPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, ana):
    _row, token = make_token(user=ana, name="x", scopes=[Scope.CURATE], expires_at=None)

    def asking(method, path, body=None, **headers):
        headers = {"Authorization": f"Bearer {token}", **headers}
        sent = {} if method == "get" else {"data": body or {}, "content_type": "application/json"}
        address = path if path.startswith("http") else f"/api/v1/{path}"
        return getattr(client, method)(address, headers=headers, **sent)

    return asking


class TestTopics:
    def test_are_made_changed_published_and_deleted(self, ask, client):
        made = ask("post", "drafts/topics", {"title": "등대들"})
        assert made.status_code == 201
        at = made["Location"]
        read = ask("get", at).json()
        assert (read["title"], read["is_live"]) == ("등대들", False)

        words = {"description": '<p>Light <script>x</script><a href="javascript:x">a</a></p>'}
        changed = ask("patch", at, words, **{"If-Match": str(read["revision"])})
        assert changed.status_code == 200
        said = changed.json()["description"]
        assert "Light" in said
        assert "script" not in said
        late = ask("patch", at, words, **{"If-Match": str(read["revision"])})
        assert late.status_code == 412

        live = ask("post", f"{at}/publish").json()
        assert client.get(live["url"]).status_code == 200
        assert not ask("post", f"{at}/unpublish").json()["is_live"]
        assert ask("delete", at).status_code == 204
        assert not TopicPage.objects.filter(pk=read["id"]).exists()

    def test_lie_in_others(self, ask, topic):
        made = ask("post", "drafts/topics", {"title": "안", "parent": topic.pk, "publish": True})
        assert (made.json()["parent"], made.json()["is_live"]) == (topic.pk, True)

    def test_are_made_once_with_a_key(self, ask):
        for _twice in range(2):
            ask("post", "drafts/topics", {"title": "등대들"}, **{"Idempotency-Key": "k"})
        assert TopicPage.objects.filter(title="등대들").count() == 1
