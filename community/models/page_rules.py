"""What visitors may do on a topic or a picture."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentPolicy(models.TextChoices):
    INHERIT = "", _("As the page above")
    OPEN = "open", _("Open")
    HOLD = "hold", _("Shown after a curator has read them")
    CLOSED = "closed", _("Closed")


class PageRules(models.Model):
    """Of a topic or a picture; a page without a row inherits everything, at the top `open`."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    comments = models.CharField(
        _("comments"),
        max_length=6,
        choices=CommentPolicy.choices,
        blank=True,
        default=CommentPolicy.INHERIT,
    )
    takes_submissions = models.BooleanField(_("members may submit pictures"), default=False)
    submission_words = models.TextField(
        _("what members should know"),
        blank=True,
        default="",
        max_length=1000,
        help_text=_("What belongs here and what does not; shown above the form."),
    )

    class Meta:
        verbose_name = _("rules of a page")
        verbose_name_plural = _("rules of pages")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.comments}"
