"""`GET /api/v1/pictures`: the same pictures in the same order as on the page."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(client):
    return lambda query="": client.get(f"/api/v1/pictures{query}").json()["items"]


class TestPictures:
    def test_are_those_of_the_page_in_its_order(self, hang, listed, client):
        hung = [hang(f"그림 {number}") for number in range(3)]
        assert [item["id"] for item in listed()] == [picture.pk for picture in reversed(hung)]

    def test_of_a_draft_tell_nothing(self, hang, listed):
        hang("초안", publish=False)
        assert listed() == []

    def test_are_not_asked_for_in_an_order_that_does_not_exist(self, client):
        answer = client.get("/api/v1/pictures?sort=nope")
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "invalid"

    def test_are_not_sent_twice_to_who_has_them(self, hang, client):
        hang("그림")
        first = client.get("/api/v1/pictures")
        again = client.get("/api/v1/pictures", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
