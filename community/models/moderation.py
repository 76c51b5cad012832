"""What moderators work with: their decisions, their reasons, whom they have met."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

UNDO_FOR = timedelta(minutes=30)


class DecisionQuerySet(models.QuerySet):
    def undoable_by(self, user_id: int) -> DecisionQuerySet:
        """The latest first."""
        since = timezone.now() - UNDO_FOR
        return self.filter(by_id=user_id, undone_at=None, made_at__gt=since).order_by("-pk")


class Decision(models.Model):
    """One press of a key or button, on one thing or on many at once.

    `steps` is what it changed and what was there before, in the words of
    `community.moderation_steps`.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=20)
    steps = models.JSONField(default=list)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["by", "made_at"], name="decision_of_moderator")]

    def __str__(self) -> str:
        return f"{self.action} by {self.by_id} ({len(self.steps)})"


class ReasonUse(models.TextChoices):
    ANY = "", _("Anything")
    PICTURE = "picture", _("Pictures")
    COMMENT = "comment", _("Comments")
    PERSON = "person", _("People")
    SUBMISSION = "submission", _("Submissions")


class ReasonTemplate(models.Model):
    """A reason that is given often; whoever is told it reads it in their own language."""

    name = models.CharField(_("name"), max_length=60, help_text=_("Moderators choose by it."))
    use = models.CharField(
        _("for"), max_length=10, choices=ReasonUse.choices, blank=True, default=ReasonUse.ANY
    )
    text_ko = models.CharField(_("in Korean"), max_length=300)
    text_en = models.CharField(_("in English"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reason of moderators")
        verbose_name_plural = _("reasons of moderators")
        ordering = ("position", "name", "pk")

    def __str__(self) -> str:
        return self.name

    def in_language(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_ko


class Acquaintance(models.Model):
    """A member whose first words or pictures a moderator has looked at."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("acquaintance")

    def __str__(self) -> str:
        return str(self.user_id)
