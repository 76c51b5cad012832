"""One request to an engine, and how far it is.

Its state changes only through the conditional updates of `sd_bridge.states`.
"""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pictures.models.gallery_image import private_storage
from sd_bridge.engines.data import Difference
from sd_bridge.failures import failure_sentence
from sd_bridge.models.asking import Asking

if TYPE_CHECKING:
    from sd_bridge.models.result import Result


class GenerationQuerySet(models.QuerySet["Generation"]):
    def waiting(self) -> GenerationQuerySet:
        return self.filter(state=Generation.State.QUEUED)

    def running(self) -> GenerationQuerySet:
        return self.filter(state=Generation.State.RUNNING)

    def finished(self) -> GenerationQuerySet:
        return self.filter(state__in=Generation.FINISHED)

    def holding_engines(self) -> GenerationQuerySet:
        """Those whose engine must not be given anything else, whatever their state."""
        return self.filter(running_on__isnull=False)

    def with_pictures(self) -> GenerationQuerySet:
        """Those that give pictures; the others are asked for words (trays do not list them)."""
        return self.exclude(kind=Generation.Kind.INTERROGATE)

    def on_page(self, page: Page) -> GenerationQuerySet:
        return self.filter(page_id=page.pk)

    def by(self, user: models.Model) -> GenerationQuerySet:
        return self.filter(requested_by_id=user.pk)

    def oldest_first(self) -> GenerationQuerySet:
        """The order of the queue. A generation that is put back keeps its place."""
        return self.order_by("pk")

    def for_dispatch(self) -> GenerationQuerySet:
        """Only what tells which engine may do it; prompts may be long."""
        return self.only("engine", "any_engine", "refused_by", "model", "unreached_since")

    def newest_first(self) -> GenerationQuerySet:
        return self.order_by("-pk")

    def with_results(self) -> GenerationQuerySet:
        """Gives each generation its `tray`: the results still to be looked at, by index."""
        from sd_bridge.models.result import Result

        tray = Result.objects.in_tray().order_by("index", "pk")
        return self.prefetch_related(Prefetch("results", queryset=tray, to_attr="tray"))


class Generation(Asking):
    """`count` pictures asked of one engine, or the words for one (`caption`)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    FINISHED = (State.DONE, State.FAILED, State.CANCELLED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page = models.ForeignKey(
        Page,
        verbose_name=_("requested in"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # "" only while one that any engine may take waits: who takes it says where it went.
    engine = models.CharField(_("engine"), max_length=50, blank=True, default="")
    any_engine = models.BooleanField(default=False, editable=False)
    # Engines that have not got what it asks for; of one that any may take.
    refused_by = models.JSONField(default=list, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.QUEUED, editable=False
    )

    run_again_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    queued_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)
    cancel_requested_at = models.DateTimeField(null=True, editable=False)

    # The engine that works on it, or may still do so after the generation has failed or been
    # cancelled. Unique: one at a time for each engine.
    running_on = models.CharField(max_length=50, null=True, unique=True, editable=False)  # noqa: DJ001
    worker = models.CharField(max_length=100, blank=True, default="", editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Since when it waits although it is not behind others: no engine for it could be reached.
    unreached_since = models.DateTimeField(null=True, editable=False)

    progress = models.FloatField(
        default=0.0, editable=False, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)]
    )
    step = models.PositiveIntegerField(null=True, editable=False)
    steps_total = models.PositiveIntegerField(null=True, editable=False)
    picture_index = models.PositiveIntegerField(null=True, editable=False)
    eta = models.FloatField(null=True, editable=False)  # seconds
    preview = models.FileField(
        storage=private_storage, max_length=200, blank=True, default="", editable=False
    )

    error_code = models.CharField(_("error"), max_length=40, blank=True, default="", editable=False)
    error_params = models.JSONField(default=dict, blank=True, editable=False)
    error_detail = models.TextField(_("technical detail"), blank=True, default="", editable=False)
    differences = models.JSONField(default=list, blank=True, editable=False)
    caption = models.TextField(_("description"), blank=True, default="", editable=False)

    objects = GenerationQuerySet.as_manager()

    tray: list[Result]  # by `with_results`

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")
        permissions = [("generate", "Can generate pictures")]
        indexes = [
            models.Index(fields=["state", "engine", "id"], name="generation_queue"),
            models.Index(fields=["page", "-id"], name="generation_of_page"),
            models.Index(fields=["requested_by", "state"], name="generation_of_user"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="generation_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="queued") | Q(running_on__isnull=True, sent_at__isnull=True),
                name="generation_queued_is_untouched",
            ),
            models.CheckConstraint(
                condition=~Q(state="running")
                | Q(running_on__isnull=False, lease_until__isnull=False),
                name="generation_running_is_held",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(running_on__isnull=True),
                name="generation_done_is_released",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "image", "upscale", "interrogate"]),
                name="generation_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(engine="") | Q(any_engine=True, running_on__isnull=True),
                name="generation_has_an_engine",
            ),
        ]

    def __str__(self) -> str:
        return self.prompt[:60]

    @property
    def task_id(self) -> str:
        """Our name for it on the engine; the attempt tells a second try from the first."""
        return f"task(gallery-{self.uuid.hex}-{self.attempts})"

    @property
    def is_finished(self) -> bool:
        return self.state in self.FINISHED

    @property
    def is_cancelling(self) -> bool:
        return self.state == self.State.RUNNING and self.cancel_requested_at is not None

    @property
    def can_be_cancelled(self) -> bool:
        return not self.is_finished and self.cancel_requested_at is None

    @property
    def can_run_again(self) -> bool:
        return self.is_finished

    @property
    def error_sentence(self) -> str:
        """Why it failed, in the active language; "" when it did not."""
        return failure_sentence(self.error_code, self.error_params) if self.error_code else ""

    @property
    def difference_sentences(self) -> list[str]:
        return [Difference.from_json(stored).sentence for stored in self.differences]

    @property
    def preview_url(self) -> str:
        """Changes with each preview; "" while there is none."""
        if not self.preview.name:
            return ""
        version = PurePosixPath(self.preview.name).stem
        return f"{reverse('preview_file', args=[self.uuid])}?{version}"
