from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = _("Scheduled work")

    def ready(self) -> None:
        from scheduling import periodic  # noqa: F401 - registers its entries
