from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    name = "pictures"
    verbose_name = _("Pictures")

    def ready(self) -> None:
        from pictures import (
            periodic,  # noqa: F401 - registers its entries
            visibility_signals,
        )

        visibility_signals.connect()
