"""What the Generate panel does with results, and with what still runs."""

from __future__ import annotations

from typing import Any

import pytest

from pictures.models import GalleryImage, PicturePage
from sd_bridge import running
from sd_bridge.models import Generation, Result
from sd_bridge.tests.scripted_engine import encoded, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def done_for_picture(engine, queue, ana, hang) -> Generation:
    queue(requested_by=ana, page=hang(publish=False), count=1)
    return running.run_oldest()


class TestKeeping:
    def test_makes_drafts_of_the_selected(self, panel, done):
        answer = panel.post("keep", done.uuid, {"results": [0, 2]})

        assert answer.status_code == 200
        assert PicturePage.objects.filter(live=False).count() == 2
        tiles = panel.get("state", done.uuid).json()["results"]
        assert [tile["can_keep"] for tile in tiles] == [False, True, False]
        assert tiles[0]["edit_url"].endswith("/edit/")

    def test_twice_makes_one(self, panel, done):
        first = panel.post("keep", done.uuid, {"results": [1]}).json()

        assert panel.post("keep", done.uuid, {"results": [1, 1]}).json() == first
        assert PicturePage.objects.count() == 1

    def test_for_a_picture_gives_what_its_form_takes(self, panel, done_for_picture):
        answer = panel.post("keep", done_for_picture.uuid, {"results": [0]}).json()["picture"]

        image = GalleryImage.objects.get(pk=answer["chosen"]["id"])
        assert answer["chosen"]["preview"]["url"]
        assert answer["proposals"] == {"format": "square", "alt_text": image.description}
        assert done_for_picture.page.specific.image_id != image.pk

    def test_for_a_picture_takes_one(self, panel, engine, queue, ana, hang):
        engine.images = [encoded(png("teal")), encoded(png("navy"))]
        queue(requested_by=ana, page=hang(publish=False), count=2)
        generation = running.run_oldest()

        assert panel.post("keep", generation.uuid, {"results": [0, 1]}).status_code == 400

    @pytest.mark.parametrize("chosen", [None, [], [99], ["0"], [True], {"0": 1}, "0", [0.0], [-1]])
    def test_answers_a_wrong_choice(self, panel, done, chosen):
        for action in ("keep", "discard"):
            answer = panel.post(action, done.uuid, {"results": chosen})
            assert answer.status_code == 400
            assert answer.json()["problem"]
        assert Result.objects.in_tray().count() == 3

    def test_of_a_discarded_result_says_that_it_is_gone(self, panel, done):
        assert panel.post("discard", done.uuid, {"results": [0]}).status_code == 200
        assert panel.post("discard", done.uuid, {"results": [0]}).status_code == 200

        assert panel.post("keep", done.uuid, {"results": [0]}).status_code == 410

    def test_after_the_topic_is_gone_says_so(self, panel, done, topic, admin_user):
        topic.delete()
        panel.client.force_login(admin_user)

        answer = panel.post("keep", done.uuid, {"results": [0]})

        assert answer.status_code == 409
        assert answer.json()["problem"]

    def test_a_kept_result_is_not_discarded(self, panel, done):
        panel.post("keep", done.uuid, {"results": [0]})

        assert panel.post("discard", done.uuid, {"results": [0]}).status_code == 409

    def test_on_a_full_disk_says_so(self, panel, done, monkeypatch):
        def full(*_args: Any, **_more: Any) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(type(GalleryImage._meta.get_field("file").storage), "_save", full)
        answer = panel.post("keep", done.uuid, {"results": [0]})

        assert answer.status_code == 409
        assert not PicturePage.objects.exists()


class TestRunning:
    def test_a_waiting_one_is_cancelled_once(self, panel, engine, queue, ana, topic):
        waiting = queue(requested_by=ana, page=topic)

        for _press in range(2):
            assert panel.post("cancel", waiting.uuid).json()["state"] == "cancelled"

    def test_again_asks_for_the_same(self, panel, done):
        answer = panel.post("again", done.uuid)

        assert answer.status_code == 201
        repeated = Generation.objects.get(uuid=answer.json()["id"])
        assert (repeated.prompt, repeated.run_again_of) == (done.prompt, done)
