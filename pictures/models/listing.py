"""Where a picture stands in lists."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from pictures.public_versions import changed

SORT_COLUMNS = (
    "listed_at",
    "popularity",
    "popularity_year",
    "popularity_month",
    "popularity_week",
    "popularity_day",
    "trend",
    "discussion",
    "shuffle",
)
FILTER_COLUMNS = ("model", "sampler", "format", "colour")


def random_order() -> int:
    return secrets.randbelow(2**31)


class PlacementState(models.TextChoices):
    PLACED = "placed", _("Placed")
    PROPOSED = "proposed", _("Proposed")
    REJECTED = "rejected", _("Rejected")


# Columns that change with every like or comment: no page is made anew for them.
COUNTED = frozenset(SORT_COLUMNS) - {"listed_at"}


class PlacementQuerySet(models.QuerySet):
    def listed(self) -> PlacementQuerySet:
        """What visitors may see."""
        return self.filter(state=PlacementState.PLACED, listed_at__isnull=False)

    def in_topic(self, topic_id: int) -> PlacementQuerySet:
        return self.filter(topic_id=topic_id)

    def update(self, **kwargs: Any) -> int:
        return self._told(super().update(**kwargs), kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        return self._told(super().bulk_create(objs, *args, **kwargs))

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **kwargs: Any) -> int:
        return self._told(super().bulk_update(objs, fields, *args, **kwargs), fields)

    def _told(self, done: Any, columns: Iterable[str] = ("picture",)) -> Any:
        """No signal tells of many rows at once; visitors see them all the same."""
        if not COUNTED.issuperset(columns):
            changed()
        return done


class Sortable(models.Model):
    """What a list of pictures can be sorted by, written through `pictures.scores`."""

    listed_at = models.DateTimeField(null=True, blank=True)
    popularity = models.PositiveIntegerField(default=0)
    popularity_year = models.PositiveIntegerField(default=0)
    popularity_month = models.PositiveIntegerField(default=0)
    popularity_week = models.PositiveIntegerField(default=0)
    popularity_day = models.PositiveIntegerField(default=0)
    trend = models.FloatField(default=0.0)
    discussion = models.PositiveIntegerField(default=0)
    shuffle = models.PositiveIntegerField(default=random_order)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class Placement(Sortable):
    """One picture in one list, with everything the list can be sorted and filtered by.

    `topic` is a topic page, or the site's home page for the list of all pictures. The columns
    know nothing of likes or comments: whoever counts those writes through `pictures.scores`.
    `listed_at` is null while the public may not see the picture. What is filtered by is copied
    here from picture and image by `pictures.shelving`.
    """

    topic = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="placements"
    )
    state = models.CharField(
        max_length=10, choices=PlacementState.choices, default=PlacementState.PLACED
    )
    # Where curators put it by hand: the highest comes first, those with 0 follow by themselves.
    position = models.PositiveIntegerField(default=0)
    model = models.CharField(max_length=200, blank=True, default="")
    sampler = models.CharField(max_length=100, blank=True, default="")
    format = models.CharField(max_length=10, blank=True, default="")
    colour = models.CharField(max_length=10, blank=True, default="")
    shorter_side = models.PositiveIntegerField(default=0)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        constraints = [
            models.UniqueConstraint(fields=["topic", "picture"], name="one_placement_a_topic"),
        ]
        indexes = [
            *(
                models.Index(
                    fields=["topic", "state", column, "picture"], name=f"placement_{column}"
                )
                for column in SORT_COLUMNS
            ),
            *(
                models.Index(
                    fields=["topic", "state", column, "listed_at", "picture"],
                    name=f"placement_{column}",
                )
                for column in FILTER_COLUMNS
            ),
            models.Index(
                fields=["topic", "state", "position", "picture"], name="placement_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.topic_id} ({self.state})"


class Total(models.Model):
    """How many pictures the public sees in a list; kept beside it, so that no page counts rows."""

    topic = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    pictures = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("total")

    def __str__(self) -> str:
        return f"{self.pictures} in {self.topic_id}"
