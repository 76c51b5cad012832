from pathlib import Path

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "site_config"

    def ready(self) -> None:
        from django.conf import settings
        from wagtail.signals import page_published, page_unpublished

        from config import public_changes
        from config.context import forget_chrome
        from config.heartbeat import Heartbeat

        page_published.connect(forget_chrome, dispatch_uid="chrome")
        page_unpublished.connect(forget_chrome, dispatch_uid="chrome")
        public_changes.connect()
        if settings.HEARTBEAT_PATH:
            Heartbeat(Path(settings.HEARTBEAT_PATH)).listen()
