from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "topics"
    verbose_name = _("Topics")

    def ready(self) -> None:
        from pictures.renditions import register_public_use
        from pictures.standing import register_refusal
        from topics import (
            cover_signals,
            periodic,  # noqa: F401 - registers its entries
            rule_signals,
        )
        from topics.covers import cover_formats
        from topics.places_panel import attach_panel
        from topics.switches import refuses_downloads

        register_refusal(refuses_downloads)
        register_public_use(cover_formats)
        cover_signals.connect()
        rule_signals.connect()
        attach_panel()
