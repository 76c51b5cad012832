"""Settings of a site whose pages of failure are the real ones; files come from where they lie."""

from tests.site_settings import *  # noqa: F403

DEBUG = False
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
