from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        from community import submission_departures  # noqa: F401, I001 - before `departing`
        from community import (  # noqa: F401
            audience_periodic,
            ban_periodic,
            departing,
            exporting,
            like_periodic,
            like_signals,
            merging,
            notification_mail,
            people_search,
            profile_chooser,
            profile_signals,
            submission_autosave,
            submission_log,
            submission_periodic,
            submission_signals,
            submission_thumbnails,
            subscription_periodic,
            webhook_events,
        )
