"""What visitors began before they signed in."""

from __future__ import annotations

from django.db import models


class Intent(models.Model):
    """Waits for the log-in of the browser that began it; the row goes when it is carried out."""

    nonce = models.CharField(max_length=32, unique=True)
    browser = models.CharField(max_length=64)  # digest of what its cookie holds
    kind = models.CharField(max_length=20)
    target = models.JSONField()
    back = models.CharField(max_length=2000)
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            models.Index(fields=["browser", "created_at", "id"], name="intent_of_browser"),
            models.Index(fields=["created_at"], name="intent_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} begun at {self.created_at:%H:%M}"
