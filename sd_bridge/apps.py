from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SdBridgeConfig(AppConfig):
    name = "sd_bridge"
    verbose_name = _("Picture engines")

    def ready(self) -> None:
        from sd_bridge import periodic  # noqa: F401 - registers its entries
