from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    name = "pictures"
    verbose_name = _("Pictures")

    def ready(self) -> None:
        from pictures import (
            converters,  # noqa: F401 - registers what addresses are made of
            periodic,  # noqa: F401 - registers its entries
            resemblance_signals,
            shelving_signals,
            visibility_signals,
            webhook_events,  # noqa: F401 - registers its events
        )
        from pictures.marking import signing  # noqa: F401 - registers its check
        from pictures.searching import signals as search_signals

        visibility_signals.connect()
        shelving_signals.connect()
        resemblance_signals.connect()
        search_signals.connect()
