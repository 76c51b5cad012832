"""What members report, and what was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.deciding import Decided

TARGETS = ("picture", "comment", "person")


def _only(target: str) -> Q:
    return Q(**{f"{name}__isnull": name != target for name in TARGETS})


class ReportReason(models.TextChoices):
    SPAM = "spam", _("Spam or advertising")
    ABUSE = "abuse", _("Insult or harassment")
    SENSITIVE = "sensitive", _("Sensitive content without its mark")
    RIGHTS = "rights", _("Violates somebody's rights")
    WRONG = "wrong", _("Wrong or misleading information")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    OPEN = "open", _("Open")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


class Report(Decided):
    """By one member on one picture, comment or person; exactly one of the three is set."""

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture = models.ForeignKey(
        "pictures.PicturePage", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    comment = models.ForeignKey(
        "community.Comment", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    kind = models.CharField(_("why"), max_length=10, choices=ReportReason.choices)
    text = models.CharField(_("in words"), max_length=500, blank=True, default="")
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState.choices, default=ReportState.OPEN
    )
    answer = models.CharField(_("answer"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("when"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions = [
            ("moderate_everywhere", "Can moderate everywhere"),
            ("moderate_own_topics", "Can moderate the topics that name them"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reporter", "picture"], name="one_report_a_picture"),
            models.UniqueConstraint(fields=["reporter", "comment"], name="one_report_a_comment"),
            models.UniqueConstraint(fields=["reporter", "person"], name="one_report_a_person"),
            models.CheckConstraint(
                condition=_only("picture") | _only("comment") | _only("person"),
                name="report_has_one_target",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "created_at", "id"], name="report_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
