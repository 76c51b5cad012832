"""How often pages are looked at and topics followed, in days; nothing of who did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FreshView(models.Model):
    """A view that waits to be added to its day; the number may name no page at all."""

    page = models.PositiveBigIntegerField()
    day = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("fresh view")

    def __str__(self) -> str:
        return f"{self.page} on {self.day}"


class DailyViews(models.Model):
    """How often a topic or a picture was looked at on a day, while it was public."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("views of a day")
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="views_once_a_day")]
        indexes = [models.Index(fields=["day", "page"], name="views_by_day")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.views} on {self.day}"


class DailySubscribers(models.Model):
    """How many people followed a topic at the end of a day."""

    topic = models.ForeignKey("topics.TopicPage", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    subscribers = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subscribers of a day")
        constraints = [
            models.UniqueConstraint(fields=["topic", "day"], name="subscribers_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.subscribers} on {self.day}"
