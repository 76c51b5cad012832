"""Settings of the sites that journeys run on: those of development, passwords hashed at no cost.

People come and go by the hundred there; a real hash takes half a second each time. Sentences are
those of the source, whether Korean has been compiled here or not.
"""

from config.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOCALE_PATHS = []
