"""What is decided by somebody who may."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Decided(models.Model):
    """Who decided and when; both null until then, and the first once they have left."""

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
