"""Which version of a preset a picture was made with, and the report that tells it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sd_bridge import engine_registry, presets, running
from sd_bridge.generating import request_generation
from sd_bridge.keeping import KeepChoice, keep_for_picture, keep_for_topic, keep_results
from sd_bridge.models import MadeWith, Preset, Result
from sd_bridge.sources import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(ana) -> Preset:
    return presets.save_from_fields(ana, "House style", {"prompt": "{subject}, oil painting"})


@pytest.fixture
def make(engine, ana, topic, house):
    """A result made with the house style as it is now."""

    def paint(**values) -> Result:
        asked = {"preset": house, "slots": {"subject": "a lighthouse"}, "format": "square"}
        request_generation(
            user=ana, page=topic, width=64, height=64, steps=2, **{**asked, **values}
        )
        return running.run_oldest().results.get()

    return paint


def publish_again(house, ana) -> None:
    house.refresh_from_db()
    house.save_revision(user=ana).publish(user=ana)


class TestRecord:
    def test_is_written_when_a_result_is_kept(self, make, topic, ana, house):
        result = make()
        publish_again(house, ana)  # kept later than asked
        [picture] = keep_results(
            user=ana, choices=[KeepChoice(result=result, title="등대")], topic=topic
        )

        made = MadeWith.objects.get()
        assert (made.page_id, made.preset, made.label) == (
            picture.pk,
            house,
            "House style v1",
        )
        assert made.preset_revision == house.revisions.order_by("pk").first()
        assert made.generation == result.generation

    def test_is_written_in_the_panel_of_a_topic_too(self, make, topic, ana):
        keep_for_topic(result=make(), topic=topic, user=ana)

        assert MadeWith.objects.get().label == "House style v1"

    def test_is_not_written_without_a_preset(self, make, topic, ana):
        keep_for_topic(result=make(preset=None, prompt="x"), topic=topic, user=ana)

        assert not MadeWith.objects.exists()

    def test_follows_the_image_of_a_picture(self, make, hang, ana, house):
        picture = hang()
        first = keep_for_picture(result=make(), user=ana)
        publish_again(house, ana)
        second = keep_for_picture(result=make(), user=ana)
        other = picture.image

        labels = []
        for image in (first, second, other):
            picture.image = image
            picture.save_revision(user=ana).publish(user=ana)
            labels.append([made.label for made in MadeWith.objects.all()])

        assert labels == [["House style v1"], ["House style v2"], []]

    def test_stays_when_the_preset_goes(self, make, topic, ana, house):
        keep_for_topic(result=make(), topic=topic, user=ana)
        house.delete()

        made = MadeWith.objects.get()
        assert (made.preset, made.preset_revision, made.label) == (
            None,
            None,
            "House style v1",
        )

    def test_goes_with_its_picture(self, make, topic, ana):
        keep_for_topic(result=make(), topic=topic, user=ana).delete()

        assert not MadeWith.objects.exists()

    def test_is_handed_on_to_an_enlarged_picture(self, make, ana):
        source = Source.from_result(make())
        engine_registry.forget_lists("webui")  # it enlarges nothing, but nobody knows

        generation = request_generation(user=ana, kind="upscale", source=source, upscaler="x")
        assert generation.preset_label == "House style v1"


class TestReport:
    URL = "/admin/reports/made-with/"

    @pytest.fixture
    def pictures(self, make, topic, ana, house):
        first = keep_for_topic(result=make(), topic=topic, user=ana, title="첫째")
        publish_again(house, ana)
        second = keep_for_topic(result=make(), topic=topic, user=ana, title="둘째")
        return first, second

    @pytest.fixture
    def report(self, client, ana):
        client.force_login(ana)
        return lambda query="": client.get(f"{self.URL}{query}")

    def test_lists_pictures_with_their_version(self, report, pictures):
        page = report()

        assert page.status_code == 200
        assert "첫째" in page.text
        assert "House style v2" in page.text
        assert reverse("wagtailadmin_pages:edit", args=[pictures[0].pk]) in page.text

    def test_can_be_narrowed_to_one_version(self, report, pictures, house):
        rows = report(f"?preset={house.pk}&label=House+style+v1").context["object_list"]

        assert [row.page_id for row in rows] == [pictures[0].pk]

    def test_finds_a_picture_by_its_title(self, report, pictures):
        rows = report("?q=둘째").context["object_list"]

        assert [row.page_id for row in rows] == [pictures[1].pk]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_can_be_taken_along(self, report, pictures, kind):
        answer = report(f"?export={kind}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content

        assert answer.status_code == 200
        assert kind == "xlsx" or "둘째" in content.decode()

    def test_takes_as_many_queries_for_sixty_pictures_as_for_two(
        self, report, pictures, hang, topic
    ):
        report()

        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as context:
                assert report().status_code == 200
            return len(context)

        few = queries()
        for number in range(20):
            MadeWith.objects.create(page=hang(f"그림 {number}", publish=False), label="x")
        assert queries() == few

    def test_leaves_out_pictures_that_one_may_not_edit(self, client, bo, pictures):
        bo.user_permissions.add(
            Permission.objects.get(codename="access_admin"),
            Permission.objects.get(codename="change_preset"),
        )
        client.force_login(bo)

        assert list(client.get(self.URL).context["object_list"]) == []

    def test_is_not_for_who_may_not_write_presets(self, client, bo):
        bo.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(bo)

        assert client.get(self.URL).status_code == 302
        assert "made-with" not in client.get("/admin/").text

    def test_is_in_the_menu_and_on_the_presets_own_screens(self, client, ana, pictures, house):
        client.force_login(ana)

        assert self.URL in client.get("/admin/").text
        link = f"{self.URL}?preset={house.pk}"
        listing = client.get(reverse(Preset.snippet_viewset.get_url_name("list")))
        assert link in listing.text
        edit = client.get(reverse(Preset.snippet_viewset.get_url_name("edit"), args=[house.pk]))
        assert link in edit.text
