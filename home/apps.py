from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from home.site_address import follow_base_url

        post_migrate.connect(follow_base_url, sender=self, dispatch_uid="site-address")
