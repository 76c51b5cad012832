"""Settings of workers that are to have several engines: `TEST_ENGINES` is JSON, `{name: url}`."""

import json
import os

from config.settings.dev import *  # noqa: F403

SD_ENGINES = json.loads(os.environ["TEST_ENGINES"])
LOCALE_PATHS = []  # what went wrong is told in the words of the source
