"""Long lists: what is worked out for them costs the same however long they are."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from pictures import scale, side_totals
from pictures.models import PersonPlacement, PersonTotal
from pictures.publishing import next_slug
from pictures.side_totals import FEW, count_everything, made_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_list(topic, bo):
    """More pictures of Bo than are counted each time; their slugs end in 1, 2, 3 …"""
    scale.load(topic, FEW + 5, images=scale.store_images(shrink=8), user=bo)
    return topic


class TestNextSlug:
    def test_is_the_first_that_is_free_in_a_long_series(self, long_list):
        assert next_slug(long_list, "scale") == "scale"
        Page.objects.filter(slug="scale-1").update(slug="scale")
        assert next_slug(long_list, "scale") == f"scale-{FEW + 6}"
        Page.objects.filter(slug="scale-77").update(slug="else")
        assert next_slug(long_list, "scale") == "scale-77"


class TestMadeBy:
    def test_counts_a_long_list_once_and_a_short_one_each_time(self, long_list, bo):
        home_id = PersonPlacement.objects.values_list("home_id", flat=True)[0]
        assert made_by(bo.pk, home_id) == FEW + 5  # no total is kept yet
        count_everything()
        PersonTotal.objects.update(pictures=7 * FEW)
        assert made_by(bo.pk, home_id) == 7 * FEW
        PersonPlacement.objects.filter(picture__slug__in=["scale-1", "scale-2"]).delete()
        assert made_by(bo.pk, home_id) == 7 * FEW
        short = PersonPlacement.objects.order_by("pk").values_list("pk", flat=True)[3:]
        PersonPlacement.objects.filter(pk__in=list(short)).delete()
        assert made_by(bo.pk, home_id) == 3

    def test_is_none_of_somebody_without_pictures(self, long_list, ana):
        home_id = PersonPlacement.objects.values_list("home_id", flat=True)[0]
        assert made_by(ana.pk, home_id) == 0
        assert side_totals.tagged(0, home_id) == 0
