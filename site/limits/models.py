"""What was spent of each limit, for when the cache cannot tell."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Spending(models.Model):
    """How often something was done under one key within one window of time."""

    key = models.CharField(max_length=80)
    window = models.BigIntegerField()  # its number since 1970
    times = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("spending")
        constraints = [
            models.UniqueConstraint(fields=["key", "window"], name="one_spending_a_window"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.times}"
