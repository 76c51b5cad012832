"""What the nightly look at the files found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MediaReport(models.Model):
    """`use`: by kind, files and bytes; `findings`: by kind, how many.

    `mended` of the findings were put right at once.
    """

    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    use = models.JSONField(default=dict)
    findings = models.JSONField(default=dict)
    mended = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report on files")
        verbose_name_plural = _("reports on files")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"

    @property
    def open_findings(self) -> int:
        """How many wait for somebody."""
        return sum(self.findings.values()) - self.mended
