"""What the site last learned of each engine it is set up with.

Written by workers and by the scheduler's probe (`sd_bridge.engine_notes`), read by the dispatch and
by the page of engines. The environment says which engines there are: a row may be missing, and one
of an engine that was removed means nothing.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sd_bridge.failures import failure_sentence


class EngineStateQuerySet(models.QuerySet["EngineState"]):
    def resting(self) -> EngineStateQuerySet:
        """Those that could not be reached and are left alone until somebody has tried again."""
        return self.filter(next_try_at__isnull=False)


class EngineState(models.Model):
    """`model_names` None = never read, [] = none told: in both cases nothing is known of them."""

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("not asked yet")
        ONLINE = "online", _("online")
        STARTING = "starting", _("starting")
        AWAY = "away", _("cannot be reached")
        REFUSED = "refused", _("log-in refused")
        FAULTY = "faulty", _("does not answer as a WebUI")

    name = models.CharField(_("engine"), max_length=50, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UNKNOWN
    )
    dialect = models.CharField(max_length=20, blank=True, default="")
    dialect_label = models.CharField(max_length=100, blank=True, default="")
    model_names = models.JSONField(null=True)
    lists_read_at = models.DateTimeField(null=True)
    current_model = models.CharField(max_length=300, blank=True, default="")
    last_ok_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    # While it cannot be reached: since when, how often in a row, and when it is tried again.
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    error_code = models.CharField(max_length=40, blank=True, default="")
    error_params = models.JSONField(default=dict, blank=True)
    error_detail = models.TextField(blank=True, default="")
    error_at = models.DateTimeField(null=True)

    objects = EngineStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("engine")
        verbose_name_plural = _("engines")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def error_sentence(self) -> str:
        """What went wrong last, in the active language; "" while nothing has."""
        return failure_sentence(self.error_code, self.error_params) if self.error_code else ""
