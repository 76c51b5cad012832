from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RestConfig(AppConfig):
    name = "rest"
    verbose_name = _("Programs")

    def ready(self) -> None:
        from rest import (
            periodic,  # noqa: F401 - registers its entry
            token_receivers,  # noqa: F401
        )
