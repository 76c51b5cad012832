"""Production: no default for secrets, hosts, address and database; it refuses to start instead."""

from urllib.parse import urlsplit

from .base import *
from .from_environment import (
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

DEBUG = False
IS_DEMO = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS")]
BASE_URL = base_url()
WAGTAILADMIN_BASE_URL = BASE_URL
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="ko")
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)

DATABASES = {"default": database(env.str("DATABASE_URL"))}
CACHES = caches("dbcache://django_cache")
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default="/srv/media"))
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="/srv/static"))
STORAGES = storages(MEDIA_ROOT, static_backend="config.static_urls.StaticFiles")
OUTBOX_EMAIL_BACKEND, mail_server = mail("smtp://localhost:25")
vars().update(mail_server)
DEFAULT_FROM_EMAIL = f"HKPictures <noreply@{urlsplit(BASE_URL).hostname}>"

SD_ENGINES = engines()
SD_WEBUI_AUTH = engine_auth()
SD_TIMEOUT = env.int("SD_TIMEOUT", default=600)
IMPORT_FOLDERS = import_folders()
WEBHOOK_PRIVATE_HOSTS = webhook_private_hosts()
CORS_ALLOWED_ORIGINS = api_origins()
C2PA = c2pa()
LIBVIPS = env.bool("LIBVIPS", default=LIBVIPS)
SIGNED_LINK_SECONDS = env.int("SIGNED_LINK_SECONDS", default=SIGNED_LINK_SECONDS)

HEARTBEAT_PATH = env.str("HEARTBEAT_PATH", default="")
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
RATE_LIMIT_FACTOR = env.int("RATE_LIMIT_FACTOR", default=1)
SOCIALACCOUNT_PROVIDERS = social_logins(SOCIALACCOUNT_PROVIDERS)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
