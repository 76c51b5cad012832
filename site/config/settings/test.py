"""Tests: real services, but nothing slow that no test is about."""

import atexit
import shutil
import tempfile

from .base import *
from .from_environment import Path, database, env, storages

DEBUG = False
IS_DEMO = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
HOST, PORT = "127.0.0.1", 8000
BASE_URL = WAGTAILADMIN_BASE_URL = "http://localhost:8000"
SCRATCH = Path(tempfile.mkdtemp(prefix="hkpictures-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
DATABASES = {"default": database(env.str("DATABASE_URL", default="sqlite:///:memory:"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: live servers and workers share it, and WAL is what production runs.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "db.sqlite3")}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}
LOCALE_PATHS = []  # the sentences of the source, compiled Korean or not
PAGE_CACHE = False  # most tests change rows within a transaction that never ends
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "HKPictures <noreply@localhost>"
TASKS = {
    "default": {
        "BACKEND": "config.test_tasks.ImmediateDefaultQueue",
        "QUEUES": ["default", "generate"],
    }
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(SCRATCH / "media")))
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = storages(
    MEDIA_ROOT, static_backend="django.contrib.staticfiles.storage.StaticFilesStorage"
)
IMPORT_FOLDERS: list[str] = []
WEBHOOK_PRIVATE_HOSTS: list[str] = []
SD_ENGINES: dict[str, str] = {}
SD_WEBUI_AUTH = None
SD_TIMEOUT = 30
TRUSTED_PROXY_COUNT = 0
RATE_LIMIT_FACTOR = 1000  # tests are fast; those of limits set it to 1
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
