"""Development and `make run`: nothing has to be set, everything is obeyed."""

from config.env import dev_secret_key

from .base import *
from .from_environment import (
    VAR,
    Path,
    api_origins,
    base_url,
    c2pa,
    caches,
    database,
    engine_auth,
    engines,
    env,
    import_folders,
    mail,
    social_logins,
    storages,
    webhook_private_hosts,
)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or dev_secret_key()
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
BASE_URL = base_url(default=f"http://localhost:{PORT}")
WAGTAILADMIN_BASE_URL = BASE_URL
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", HOST])
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="ko")

VAR.mkdir(exist_ok=True)
DATABASES = {
    "default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}"))
}
CACHES = caches("locmemcache://")
PAGE_CACHE = env.bool("PAGE_CACHE", default=not DEBUG)
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
STATIC_ROOT = VAR / "static"
STORAGES = storages(
    MEDIA_ROOT,
    static_backend=(
        "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static_urls.StaticFiles"
    ),
)
OUTBOX_EMAIL_BACKEND, mail_server = mail("consolemail://")
vars().update(mail_server)
DEFAULT_FROM_EMAIL = "HKPictures <noreply@localhost>"

SD_ENGINES = engines()
SD_WEBUI_AUTH = engine_auth()
SD_TIMEOUT = env.int("SD_TIMEOUT", default=600)
HEARTBEAT_PATH = env.str("HEARTBEAT_PATH", default="")
IMPORT_FOLDERS = import_folders()
WEBHOOK_PRIVATE_HOSTS = webhook_private_hosts()
CORS_ALLOWED_ORIGINS = api_origins()
C2PA = c2pa()
LIBVIPS = env.bool("LIBVIPS", default=LIBVIPS)
SIGNED_LINK_SECONDS = env.int("SIGNED_LINK_SECONDS", default=SIGNED_LINK_SECONDS)
IS_DEMO = env.bool("DEMO", default=False)
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
RATE_LIMIT_FACTOR = env.int("RATE_LIMIT_FACTOR", default=1)
SOCIALACCOUNT_PROVIDERS = social_logins(SOCIALACCOUNT_PROVIDERS)
