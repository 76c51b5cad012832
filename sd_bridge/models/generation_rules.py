"""What editors may ask of the engines: checked before a request is queued."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from sd_bridge.engines.asking import MAX_COUNT

DEFAULT_WAITING = 20


@register_setting(icon="generate", order=310)
class GenerationRules(BaseGenericSetting):
    """One row for the site. 0 = no limit. They bind everybody, also who may change them."""

    blocked_words = models.TextField(
        _("blocked words"),
        blank=True,
        help_text=_(
            "One word or phrase a line. A prompt that contains one is refused, whether in capitals "
            "or small letters; Korean words also within longer words."
        ),
    )
    max_pixels = models.PositiveIntegerField(
        _("pixels of a picture"),
        default=0,
        help_text=_(
            "Width × height of the finished picture, after enlarging. 1048576 is 1024 × 1024. "
            "0: no limit."
        ),
    )
    max_count = models.PositiveSmallIntegerField(
        _("pictures of a request"),
        default=0,
        validators=[MaxValueValidator(MAX_COUNT)],
        help_text=_("0: as many as the form offers."),
    )
    max_waiting = models.PositiveSmallIntegerField(
        _("requests of an editor at a time"),
        default=DEFAULT_WAITING,
        help_text=_("Waiting and running ones together. 0: no limit."),
    )
    daily_quota = models.PositiveIntegerField(
        _("pictures of an editor a day"),
        default=0,
        help_text=_(
            "Counted from midnight. Requests that ended before an engine was asked do not count. "
            "0: no limit."
        ),
    )

    panels = [
        MultiFieldPanel([FieldPanel("blocked_words")], heading=_("Words")),
        MultiFieldPanel(
            [FieldPanel("max_pixels"), FieldPanel("max_count")], heading=_("One request")
        ),
        MultiFieldPanel(
            [FieldPanel("max_waiting"), FieldPanel("daily_quota")], heading=_("One editor")
        ),
    ]

    class Meta:
        verbose_name = _("rules for generating")
        verbose_name_plural = _("rules for generating")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def blocked_list(self) -> list[str]:
        return [line.strip() for line in self.blocked_words.splitlines() if line.strip()]
