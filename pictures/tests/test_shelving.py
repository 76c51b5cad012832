"""Filters and the lists of tags and people follow what is stored of a picture."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from pictures import scores
from pictures.colours import COLOURS, colour_name
from pictures.models import PersonPlacement, PictureTag, Placement, TagPlacement, UsedLora

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]

PROMPT = "a lighthouse <lora:slow_shutter:0.8>"


def tags_of(picture) -> set[str]:
    return set(TagPlacement.objects.filter(picture=picture).values_list("tag__name", flat=True))


def filters_of(picture) -> set[tuple]:
    rows = Placement.objects.filter(picture=picture)
    return set(rows.values_list("model", "sampler", "format", "colour", "shorter_side"))


class TestPublishing:
    def test_copies_what_is_filtered_by_to_every_place(self, hang):
        picture = hang(size=(96, 144))
        assert len(Placement.objects.filter(picture=picture)) == 2
        [(model, sampler, shape, colour, side)] = filters_of(picture)
        assert (model, sampler, shape, side) == ("demo-painter", "Euler a", "portrait", 96)
        assert colour == colour_name(picture.image.dominant_colour)

    def test_lists_a_picture_under_its_tags_and_its_author(self, hang, ana):
        picture = hang(tags=["lake", "mist"])
        assert tags_of(picture) == {"lake", "mist"}
        assert PersonPlacement.objects.get(picture=picture).person == ana

    def test_lists_no_draft(self, hang):
        picture = hang(tags=["lake"], publish=False)
        assert tags_of(picture) == set()
        assert not PersonPlacement.objects.filter(picture=picture).exists()

    def test_gives_no_person_what_bears_another_name(self, hang):
        assert not PersonPlacement.objects.filter(picture=hang(author_name="안나")).exists()

    def test_remembers_the_loras_visitors_may_read(self, hang):
        picture = hang(prompt=PROMPT)
        assert UsedLora.objects.get().name == "slow_shutter"
        picture.recipe_visibility = "parameters"
        picture.save_revision().publish()
        assert not UsedLora.objects.exists()

    def test_tells_no_filter_of_a_hidden_recipe(self, hang):
        [(model, sampler, _shape, colour, _side)] = filters_of(hang(recipe_visibility="hidden"))
        assert (model, sampler) == ("", "")
        assert colour


class TestChange:
    def test_of_tags_changes_their_lists(self, hang):
        picture = hang(tags=["lake", "mist"])
        picture.tags.remove("mist")
        picture.tags.add("snow")
        picture.save_revision().publish()
        assert tags_of(picture) == {"lake", "snow"}

    def test_of_side_takes_a_picture_out_of_all_and_back_with_its_numbers(self, hang):
        picture = hang(tags=["lake"], prompt=PROMPT)
        scores.add_likes(picture.pk, 3, given_at=timezone.now())
        picture.unpublish()
        assert not TagPlacement.objects.exists()
        assert not PersonPlacement.objects.exists()
        assert not UsedLora.objects.exists()
        picture.save_revision().publish()
        assert TagPlacement.objects.get().popularity == 3
        assert PersonPlacement.objects.get().popularity_day == 3

    def test_of_a_topic_hides_its_pictures_from_tags(self, hang, topic):
        hang(tags=["lake"])
        topic.unpublish()
        assert not TagPlacement.objects.exists()

    def test_of_likes_reaches_every_list(self, hang):
        picture = hang(tags=["lake"])
        scores.add_likes(picture.pk, 2, given_at=timezone.now() - timedelta(days=2))
        for table in scores.TABLES:
            for row in table._default_manager.filter(picture=picture):
                assert (row.popularity, row.popularity_week, row.popularity_day) == (2, 2, 0)

    def test_by_deletion_leaves_nothing(self, hang):
        picture = hang(tags=["lake", "mist"], prompt=PROMPT)
        picture.delete()
        for model in (PictureTag, TagPlacement, PersonPlacement, Placement, UsedLora):
            assert not model._default_manager.exists()


class TestTrend:
    def test_falls_with_age_and_rises_with_likes(self):
        day, hour = timedelta(days=1), timedelta(hours=1)
        assert scores.trend(1, hour) > scores.trend(1, day)
        assert scores.trend(2, day) > scores.trend(1, day)
        assert scores.trend(3, -day) == scores.trend(3, 0 * day)  # a clock that is behind

    def test_is_written_to_every_list_and_then_left_alone(self, hang):
        picture, other = hang(tags=["lake"], seed=1), hang(tags=["lake"], seed=2)
        scores.add_likes(picture.pk, 1, given_at=timezone.now())
        assert scores.recompute_trends() == 1
        assert scores.recompute_trends() == 0
        for table in scores.TABLES:
            assert table._default_manager.filter(picture=picture, trend__gt=0.3).exists()
            assert not table._default_manager.filter(picture=other, trend__gt=0).exists()

    def test_ends_when_the_likes_have_grown_old(self, hang):
        picture = hang()
        scores.add_likes(picture.pk, 1, given_at=timezone.now())
        scores.recompute_trends()
        Placement.objects.update(popularity_month=0)
        assert scores.recompute_trends() == 1
        assert not Placement.objects.filter(trend__gt=0).exists()


class TestShuffle:
    def test_draws_each_place_anew(self, hang):
        hang(tags=["lake"])
        before = set(Placement.objects.values_list("pk", "shuffle"))
        scores.reshuffle()
        after = set(Placement.objects.values_list("pk", "shuffle"))
        assert not before & after
        assert all(0 <= number < 2**31 for _pk, number in after)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        *(("#ff0000", "red"), ("#e2763c", "orange"), ("#e2b64c", "yellow"), ("#8ba24c", "lime")),
        *(("#3d7a52", "green"), ("#2e8f8c", "teal"), ("#3d72a8", "blue"), ("#3a3c80", "indigo")),
        *(("#7a489a", "purple"), ("#c0688c", "pink"), ("#ffffff", "grey"), ("#1c1c20", "black")),
        *(("#8b5a2b", "orange"), ("", ""), ("red", ""), ("#12", "")),
    ],
)
def test_a_colour_has_the_name_people_give_it(code, name):
    assert colour_name(code) == name
    assert name in (*COLOURS, "")
