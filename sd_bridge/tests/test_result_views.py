"""Who may fetch results and previews, and how they are sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from sd_bridge import result_files, running
from sd_bridge.access import generations_visible_to
from sd_bridge.models import Generation, Result
from sd_bridge.tests.scripted_engine import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(engine, queue, ana, topic) -> Result:
    queue(requested_by=ana, page=topic)
    return running.run_oldest().results.select_related("generation").get()


@pytest.fixture
def deputy(django_user_model, ana):
    """Curates too, and may generate."""
    user = django_user_model.objects.create_user("dee", "dee@example.com", "dee")
    user.groups.set(ana.groups.all())
    return user


def status(client: Client, url: str) -> int:
    response = client.get(url)
    if response.streaming:
        list(response.streaming_content)  # closes its file
    return response.status_code


class TestResultFile:
    def test_is_sent_to_its_requester_and_kept_out_of_caches(self, client, ana, result):
        client.force_login(ana)

        response = client.get(result.url)

        assert b"".join(response.streaming_content) == png()
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]

    def test_is_sent_to_whoever_may_generate_on_its_page(self, client, deputy, result):
        client.force_login(deputy)

        assert status(client, result.url) == 200

    def test_is_not_there_for_visitors_and_members(self, client, bo, result):
        assert status(client, result.url) == 404
        client.force_login(bo)
        assert status(client, result.url) == 404

    def test_is_not_there_for_editors_who_may_not_generate(self, client, deputy, result):
        deputy.groups.get().permissions.remove(Permission.objects.get(codename="generate"))
        client.force_login(deputy)

        assert status(client, result.url) == 404

    def test_is_not_there_for_members_who_may_generate_but_not_edit(self, client, bo, result):
        bo.user_permissions.add(Permission.objects.get(codename="generate"))
        client.force_login(bo)

        assert status(client, result.url) == 404

    def test_without_a_page_is_its_requesters_alone(self, client, ana, deputy, result):
        Generation.objects.update(page=None)

        client.force_login(deputy)
        assert status(client, result.url) == 404
        client.force_login(ana)
        assert status(client, result.url) == 200

    def test_cannot_be_posted_to(self, client, ana, result):
        client.force_login(ana)

        assert client.post(result.url).status_code == 405

    def test_is_gone_when_expired_or_unknown(self, client, ana, result):
        client.force_login(ana)
        assert status(client, result.url.replace("/0", "/9")) == 404
        Result.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        assert status(client, result.url) == 404


class TestPreviewFile:
    def test_is_sent_while_there_is_one(self, client, ana, bo, queue, engine):
        generation = queue(requested_by=ana)
        client.force_login(ana)
        assert status(client, f"/files/previews/{generation.uuid}") == 404
        Generation.objects.update(preview=result_files.write_preview(generation, png()))
        generation.refresh_from_db()

        assert status(client, generation.preview_url) == 200
        client.force_login(bo)
        assert status(client, generation.preview_url) == 404


class TestVisibleGenerations:
    def test_are_ones_own_and_those_of_pages_one_may_edit(self, ana, deputy, bo, topic, queue):
        own, on_page = queue(requested_by=bo), queue(requested_by=ana, page=topic)
        elsewhere = queue(requested_by=ana)

        assert set(generations_visible_to(bo)) == {own}
        assert set(generations_visible_to(deputy)) == {on_page}
        assert set(generations_visible_to(ana)) == {on_page, elsewhere}
