"""Where a picture stands in lists."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

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


def random_order() -> int:
    return secrets.randbelow(2**31)


class PlacementState(models.TextChoices):
    PLACED = "placed", _("Placed")
    PROPOSED = "proposed", _("Proposed")
    REJECTED = "rejected", _("Rejected")


class PlacementQuerySet(models.QuerySet):
    def listed(self) -> PlacementQuerySet:
        """What visitors may see."""
        return self.filter(state=PlacementState.PLACED, listed_at__isnull=False)

    def in_topic(self, topic_id: int) -> PlacementQuerySet:
        return self.filter(topic_id=topic_id)


class Placement(models.Model):
    """One picture in one list, with everything the list can be sorted by.

    `topic` is a topic page, or the site's home page for the list of all pictures. The columns
    know nothing of likes or comments: whoever counts those writes through `pictures.scores`.
    `listed_at` is null while the public may not see the picture.
    """

    topic = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="placements"
    )
    state = models.CharField(
        max_length=10, choices=PlacementState.choices, default=PlacementState.PLACED
    )
    position = models.PositiveIntegerField(null=True, blank=True)
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
            models.Index(fields=["topic", "position", "picture"], name="placement_position"),
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
