from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    name = "limits"
    verbose_name = _("Rate limits")

    def ready(self) -> None:
        from limits import periodic  # noqa: F401 - registers its entry
