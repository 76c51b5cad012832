"""House style as governed content: a prompt with slots, settings and allowed models."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, Revision, RevisionMixin, WorkflowMixin

from sd_bridge.models.preset_parameters import PresetParameters


class PresetQuerySet(models.QuerySet["Preset"]):
    def usable(self) -> PresetQuerySet:
        """Published ones; a draft of one that is published does not show here."""
        return self.filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now()), live=True)

    def by_name(self) -> PresetQuerySet:
        return self.order_by("name", "pk")


class Preset(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PresetParameters, models.Model
):
    """The row holds what is published; drafts are revisions, as Wagtail keeps them."""

    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("How editors find it in the list.")
    )
    prompt_template = models.TextField(
        _("prompt"),
        help_text=_(
            "Slots stand in braces and are asked for in the form: “{subject}, oil painting”. "
            "A brace that is meant as such is written twice: “{{” and “}}”."
        ),
    )
    negative_prompt = models.TextField(_("negative prompt"), blank=True, default="")
    allowed_models = models.JSONField(
        _("allowed models"),
        default=list,
        blank=True,
        help_text=_("One a line, as the engine names it. Empty: every model."),
    )
    # How often it was published. Not a part of the content: going back to an older text is a new
    # version.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = PresetQuerySet.as_manager()

    class Meta:
        verbose_name = _("preset")
        verbose_name_plural = _("presets")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What is published, “House style v3”: the same in every language, for it is stored."""
        return f"{self.name} v{self.version}"

    @property
    def is_usable(self) -> bool:
        return self.live and not (self.expire_at and self.expire_at <= timezone.now())

    def clean(self) -> None:
        from sd_bridge.preset_checks import problems

        super().clean()
        problems(self)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail does; a revision that is published now, not later, is a new version."""
        outcome = super().publish(revision, *args, **kwargs)
        now_live = Preset.objects.filter(pk=self.pk, live=True, live_revision_id=revision.pk)
        now_live.update(version=F("version") + 1)
        return outcome

    def with_content_json(self, content: dict[str, Any]) -> Preset:
        preset = super().with_content_json(content)
        preset.version = self.version
        return preset
