"""What operators choose in the admin for the site as a whole."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="globe")
class CrawlerSettings(BaseSiteSetting):
    """Who may read the site by machine, as `/robots.txt` says it."""

    allow_ai_crawlers = models.BooleanField(
        _("let crawlers of AI companies read the site"),
        default=False,
        help_text=_(
            "Search engines are always welcome. Switched off, robots.txt asks the crawlers that "
            "collect training data for AI to stay away; honest ones obey."
        ),
    )

    panels = [FieldPanel("allow_ai_crawlers")]

    class Meta:
        verbose_name = _("crawlers")

    def __str__(self) -> str:
        return f"{self.site}"
