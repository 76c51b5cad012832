"""A saved filter that proposes pictures to a topic; curators have the last word."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from pictures.formats import PictureFormat

MOST_TAGS = 10


class TopicRule(models.Model):
    """Pictures that meet all it asks for are proposed; a topic's rules stand side by side."""

    topic = ParentalKey("topics.TopicPage", on_delete=models.CASCADE, related_name="rules")
    tags = models.CharField(
        _("tags"), max_length=200, blank=True, help_text=_("Separated by commas; all of them.")
    )
    model_name = models.CharField(_("model"), max_length=200, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=PictureFormat.choices, blank=True)
    by = models.CharField(
        _("author"), max_length=80, blank=True, help_text=_("The name that visitors read.")
    )

    panels = [
        FieldRowPanel([FieldPanel("tags"), FieldPanel("model_name")]),
        FieldRowPanel([FieldPanel("format"), FieldPanel("by")]),
    ]

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def __str__(self) -> str:
        said = (self.tags, self.model_name, self.get_format_display(), self.by)
        return " · ".join(str(word) for word in said if word)

    @property
    def tag_names(self) -> list[str]:
        names = (" ".join(name.split()) for name in self.tags.split(","))
        return list(dict.fromkeys(name for name in names if name))

    def clean(self) -> None:
        super().clean()
        if not (self.tag_names or self.model_name or self.format or self.by):
            raise ValidationError(_("A rule needs something to look for."))
        if len(self.tag_names) > MOST_TAGS:
            raise ValidationError({"tags": _("At most ten tags.")})
