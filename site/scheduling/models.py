"""What the scheduler remembers between its ticks and its processes."""

from __future__ import annotations

from django.db import models


class SchedulerLease(models.Model):
    """The one row whose holder is the clock; a killed holder's lease runs out."""

    name = models.CharField(max_length=50, primary_key=True)
    holder = models.CharField(max_length=100, blank=True, default="")
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class PeriodicRun(models.Model):
    """When an entry last ran and how that went; `error` is "" after a success."""

    name = models.CharField(max_length=100, primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return self.name
