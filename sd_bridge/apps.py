from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SdBridgeConfig(AppConfig):
    name = "sd_bridge"
    verbose_name = _("Picture engines")

    def ready(self) -> None:
        from pictures.models import PicturePage
        from sd_bridge import (  # noqa: F401 - they register themselves
            made_with,
            periodic,
            webhook_events,
        )
        from sd_bridge.panels import attach_panel
        from topics.models import TopicPage

        attach_panel(TopicPage)
        attach_panel(PicturePage, after="image")
