from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts import (
            email_receivers,  # noqa: F401
            own_data,  # noqa: F401
            periodic,  # noqa: F401 - registers its entry
        )
