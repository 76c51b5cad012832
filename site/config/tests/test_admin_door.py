"""Who gets into the admin, and what the others are told."""

import pytest

pytestmark = pytest.mark.django_db


class TestAdmin:
    def test_asks_visitors_to_log_in_at_the_one_door(self, client):
        answer = client.get("/admin/")
        assert answer.status_code == 302
        assert answer["Location"] == "/accounts/login/?next=/admin/"

    def test_turns_members_away_without_a_loop(self, client, bo):
        client.force_login(bo)
        assert client.get("/admin/").status_code == 403
        assert client.get("/admin/pages/").status_code == 403

    def test_lets_curators_in(self, client, ana):
        client.force_login(ana)
        assert client.get("/admin/").status_code == 200

    def test_has_no_log_in_form_of_its_own(self, client):
        answer = client.get("/admin/login/?next=/admin/images/")
        assert answer["Location"] == "/accounts/login/?next=/admin/images/"

    def test_offers_no_second_way_to_reset_a_password(self, client):
        assert client.get("/admin/password_reset/").status_code in {302, 404}


class TestLogIn:
    @pytest.mark.parametrize("login", ["ana", "ana@example.com"])
    def test_takes_name_or_address_and_returns_to_where_one_was(self, client, ana, login):
        answer = client.post(
            "/accounts/login/", {"login": login, "password": "ana", "next": "/pictures/"}
        )
        assert answer.status_code == 302
        assert answer["Location"] == "/pictures/"
        assert client.get("/me/state/").json()["user"]["name"] == "ana"

    def test_sets_a_hint_cookie_that_log_out_takes_away(self, client, ana):
        answer = client.post("/accounts/login/", {"login": "ana", "password": "ana"})
        assert answer.cookies["hkp_member"].value == "1"
        answer = client.post("/accounts/logout/")
        assert answer.cookies["hkp_member"].value == ""
        assert client.get("/me/state/").json()["user"] is None

    @pytest.mark.parametrize(
        "target", ["//evil.example", "https://evil.example/", "/\\evil.example"]
    )
    def test_leads_to_no_other_site(self, client, ana, target):
        answer = client.post(
            "/accounts/login/", {"login": "ana", "password": "ana", "next": target}
        )
        assert "evil" not in answer.get("Location", "")

    def test_log_out_by_get_changes_nothing(self, client, ana):
        client.force_login(ana)
        client.get("/accounts/logout/")
        assert client.get("/me/state/").json()["user"]["name"] == "ana"


class TestState:
    def test_gives_curators_the_link_to_edit_the_page_they_see(self, client, ana, hang):
        picture = hang()
        client.force_login(ana)
        links = client.get(f"/me/state/?page={picture.pk}").json()["links"]
        assert links["admin"] == "/admin/"
        assert links["edit"] == f"/admin/pages/{picture.pk}/edit/"

    @pytest.mark.parametrize("page", ["", "x", "99999999", "1' OR 1=1", "9" * 500, "²"])
    def test_survives_any_page_number(self, client, ana, page):
        client.force_login(ana)
        assert client.get("/me/state/", {"page": page}).status_code == 200

    def test_gives_members_no_links(self, client, bo):
        client.force_login(bo)
        assert client.get("/me/state/").json()["links"] == {}
