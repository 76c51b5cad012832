"""Rules propose pictures; curators decide; what was rejected does not come back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pictures.models import Placement, PlacementState, Total
from topics import hanging, periodic, rules
from topics.factories import open_topic
from topics.models import TopicPage, TopicRule

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


@pytest.fixture
def waves(topic) -> TopicPage:
    return open_topic("물결")


def add_rule(topic: TopicPage, **fields) -> TopicRule:
    return TopicRule.objects.create(topic=topic, **fields)


def proposed(topic: TopicPage, state: str = PlacementState.PROPOSED) -> set[str]:
    places = Placement.objects.in_topic(topic.pk).filter(state=state)
    return set(places.values_list("picture__title", flat=True))


class TestRule:
    def test_asks_for_something(self, waves):
        for empty in ({}, {"tags": " , "}):
            with pytest.raises(ValidationError):
                TopicRule(topic=waves, **empty).full_clean()
        with pytest.raises(ValidationError):
            TopicRule(topic=waves, tags=",".join("abcdefghijkl")).full_clean()

    @pytest.mark.parametrize(
        "fields",
        [
            {"tags": "sea"},
            {"tags": "Sea, night"},
            {"model_name": "DEMO-painter", "tags": "sea"},
            {"format": "wide"},
            {"by": "Monet"},
        ],
    )
    def test_proposes_what_meets_all_of_it(self, waves, hang, fields):
        hang("Yes", seed=1, tags=["sea", "night"], format="wide", author_name="monet")
        hang("No", seed=2, tags=["night"], format="square", author_name="Manet")
        add_rule(waves, **fields)
        assert rules.propose(waves) == 1
        assert proposed(waves) == {"Yes"}

    def test_knows_authors_by_their_public_name(self, waves, hang, ana):
        ana.public_name = "서리"
        ana.save()
        hang("Yes", seed=1)
        hang("No", seed=2, author_name="다른 사람")
        add_rule(waves, by="서리")
        rules.propose(waves)
        assert proposed(waves) == {"Yes"}

    def test_proposes_no_draft(self, waves, hang):
        hang("Draft", tags=["sea"], publish=False)
        add_rule(waves, tags="sea")
        assert rules.propose(waves) == 0

    def test_proposes_nothing_to_the_public(self, client, waves, hang):
        hang("Yes", tags=["sea"])
        add_rule(waves, tags="sea")
        rules.propose(waves)
        assert client.get(waves.url).context["card_page"].cards == []
        assert client.get("/topics/").context["topics"][0].title != waves.title

    def test_leaves_what_hangs_there(self, topic, hang):
        hang("Own", tags=["sea"])
        add_rule(topic, tags="sea")
        assert rules.propose(topic) == 0


class TestRejected:
    def test_does_not_come_back(self, waves, hang, ana):
        picture = hang("No", tags=["sea"])
        add_rule(waves, tags="sea")
        rules.propose(waves)
        hanging.reject(picture, waves, user=ana)
        picture.save_revision().publish()
        assert rules.propose(waves) == 0
        assert proposed(waves) == set()
        assert proposed(waves, PlacementState.REJECTED) == {"No"}

    def test_may_hang_all_the_same_when_a_curator_says_so(self, waves, hang, ana):
        picture = hang("No", tags=["sea"])
        add_rule(waves, tags="sea")
        rules.propose(waves)
        hanging.reject(picture, waves, user=ana)
        hanging.hang(picture, waves, user=ana)
        assert Total.objects.get(pk=waves.pk).pictures == 1


class TestRun:
    def test_follows_the_publishing_of_a_picture(self, waves, hang):
        add_rule(waves, tags="sea")
        hang("Yes", tags=["sea"])
        assert proposed(waves) == {"Yes"}

    def test_follows_the_publishing_of_the_topic(
        self, waves, hang, django_capture_on_commit_callbacks
    ):
        hang("Yes", tags=["sea"])
        waves.rules.add(TopicRule(tags="sea"))
        with django_capture_on_commit_callbacks(execute=True):
            waves.save_revision().publish()
        assert proposed(waves) == {"Yes"}

    def test_is_repeated_by_the_scheduler(self, waves, hang):
        hang("Yes", tags=["sea"])
        add_rule(waves, tags="sea")
        periodic.propose_pictures()
        periodic.propose_pictures()
        assert proposed(waves) == {"Yes"}

    def test_stops_where_too_much_waits(self, waves, hang, monkeypatch):
        monkeypatch.setattr(rules, "MOST_WAITING", 2)
        for number in range(1, 4):
            hang(f"{number}", seed=number, tags=["sea"])
        add_rule(waves, tags="sea")
        assert rules.propose(waves) == 2
        assert rules.propose(waves) == 0
        assert proposed(waves) == {"3", "2"}


class TestScreen:
    @pytest.fixture
    def picture(self, waves, hang):
        add_rule(waves, tags="sea")
        return hang("Yes", tags=["sea"])

    def press(self, client, waves, picture, decision):
        return client.post(
            reverse("topic_admin:proposals", args=[waves.pk]),
            {"picture": picture.pk, "decision": decision},
            headers={"Accept": "application/json"},
        )

    def test_accepts_rejects_and_takes_back(self, client, ana, waves, picture):
        client.force_login(ana)
        for decision, state in (("reject", "rejected"), ("undo", "proposed"), ("accept", "placed")):
            assert self.press(client, waves, picture, decision).status_code == 200
            assert proposed(waves, state) == {"Yes"}
        assert [card.id for card in client.get(waves.url).context["card_page"].cards] == [
            picture.pk
        ]

    def test_shows_what_waits_and_what_was_rejected(self, client, ana, waves, picture):
        client.force_login(ana)
        address = reverse("topic_admin:proposals", args=[waves.pk])
        assert len(client.get(address).context["tiles"]) == 1
        hanging.reject(picture, waves, user=ana)
        assert client.get(address).context["tiles"] == []
        assert len(client.get(f"{address}?state=rejected").context["tiles"]) == 1

    def test_refuses_what_is_not_proposed(self, client, ana, waves, picture, hang):
        client.force_login(ana)
        assert self.press(client, waves, hang("Other", seed=9), "reject").status_code == 409
        assert self.press(client, waves, picture, "nonsense").status_code == 409

    def test_is_reached_from_the_topic(self, client, ana, waves, picture):
        client.force_login(ana)
        form = client.get(reverse("wagtailadmin_pages:edit", args=[waves.pk])).content.decode()
        assert reverse("topic_admin:proposals", args=[waves.pk]) in form
        assert reverse("topic_admin:arrange", args=[waves.pk]) in form
