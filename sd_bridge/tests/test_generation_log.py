"""The register of generations: who reads it, what it holds, that nobody writes it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from sd_bridge import running
from sd_bridge.models import Generation

pytestmark = pytest.mark.django_db

INDEX = "/admin/generations/log/"


@pytest.fixture
def reader(client, ana):
    client.force_login(ana)
    return client


@pytest.fixture
def generation(engine, queue, ana, topic) -> Generation:
    queue(requested_by=ana, page=topic, prompt="a lighthouse", count=1)
    return running.run_oldest()


class TestLog:
    def test_lists_filters_and_finds(self, reader, generation, queue, ana, topic):
        queue(requested_by=ana, page=topic, prompt="a windmill")

        assert reader.get(INDEX).content.decode().count("/inspect/") >= 2
        for query in ("?state=done", "?engine=webui&state=done", "?q=lighthouse"):
            html = reader.get(INDEX + query).content.decode()
            assert "a lighthouse" in html
            assert "a windmill" not in html

    @pytest.mark.parametrize(
        "query",
        [
            "?requested_by=x",
            "?preset_label=nobody",
            "?kind=nothing",
            "?requested_by=",
            "?state=nothing",
            "?p=99",
            "?q=%00",
            "?engine=%00",
            "?o=9",
        ],
    )
    def test_takes_no_harm_from_odd_addresses(self, reader, generation, query):
        assert reader.get(INDEX + query).status_code < 500

    def test_shows_one_with_its_pictures(self, reader, generation):
        html = reader.get(f"{INDEX}inspect/{generation.pk}/").content.decode()

        assert "a lighthouse" in html
        assert generation.results.get().url in html

    def test_is_exported(self, reader, generation):
        answer = reader.get(f"{INDEX}?export=csv")

        text = b"".join(answer.streaming_content).decode()
        assert str(generation.uuid) in text
        assert "a lighthouse" in text

    def test_tells_kind_and_preset_and_can_be_narrowed_to_them(self, reader, queue, ana, topic):
        queue(requested_by=ana, page=topic, prompt="a windmill", preset_label="House v2")
        described = queue(
            requested_by=ana, kind="interrogate", prompt="", caption="a boat", settings={"x": 1}
        )

        for query, found in (("?kind=interrogate", "a boat"), ("?q=boat", "a boat")):
            html = reader.get(INDEX + query).content.decode()
            assert found in html
            assert "a windmill" not in html
        html = reader.get(f"{INDEX}?preset_label=House+v2").content.decode()
        assert "a windmill" in html
        assert "a boat" not in html
        labels = [
            row["label"] for row in reader.get(f"{INDEX}inspect/{described.pk}/").context["fields"]
        ]
        assert len(labels) == len(set(labels))
        assert "x: 1" in reader.get(f"{INDEX}inspect/{described.pk}/").content.decode()

    def test_cannot_be_written(self, reader, generation, admin_client):
        for client in (reader, admin_client):
            for action in ("create/", f"edit/{generation.pk}/", f"delete/{generation.pk}/"):
                assert client.get(INDEX + action).status_code in (302, 403, 404)
                assert client.post(INDEX + action).status_code in (302, 403, 404)
        generation.refresh_from_db()
        assert generation.prompt == "a lighthouse"

    def test_has_a_menu_item_for_those_who_may_generate(self, reader, ana):
        home = reverse("wagtailadmin_home")
        assert INDEX in reader.get(home).content.decode()

        ana.groups.get().permissions.remove(Permission.objects.get(codename="generate"))
        assert INDEX not in reader.get(home).content.decode()
        assert reader.get(INDEX).status_code in (302, 403)

    def test_hides_what_belongs_to_others(self, client, generation, django_user_model):
        stranger = django_user_model.objects.create_user("sam", "sam@example.com", "sam")
        stranger.user_permissions.set(
            Permission.objects.filter(codename__in=["generate", "access_admin"])
        )
        client.force_login(stranger)

        assert "a lighthouse" not in client.get(INDEX).content.decode()
        assert client.get(f"{INDEX}inspect/{generation.pk}/").status_code in (302, 403, 404)
