"""Reads the variables that development and production share; only the defaults differ."""

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.engine_addresses import engines_in, is_web_address
from config.env import VAR, database, env
from config.settings.social_logins import social_logins

SHARED_CACHE = "config.shared_cache.SharedRedisCache"
C2PA_ALGORITHMS = ("es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519")


def base_url(**default: str) -> str:
    """`BASE_URL`, the address visitors type, without a slash at its end."""
    url = env.str("BASE_URL", **default).rstrip("/")
    if not is_web_address(url):
        raise ImproperlyConfigured("BASE_URL must look like https://gallery.example.com")
    return url


def storages(media_root: Path, *, static_backend: str) -> dict[str, Any]:
    """Public renditions, private originals and results, and static files."""
    return {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(media_root / "public"), "base_url": "/media/"},
        },
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(media_root / "private"), "base_url": "/files/"},
        },
        "staticfiles": {"BACKEND": static_backend},
    }


def engines() -> dict[str, str]:
    """The WebUI servers this installation uses, as `{name: address}`; empty when none is set.

    `SD_WEBUI_URL` names one, called `webui`; `SD_ENGINES` any number, with names of their own.
    """
    url = env.str("SD_WEBUI_URL", default="")
    several = env.str("SD_ENGINES", default="")
    if url and several:
        raise ImproperlyConfigured("Set SD_WEBUI_URL or SD_ENGINES, not both")
    if several:
        return engines_in(several)
    if not url:
        return {}
    if not is_web_address(url):
        raise ImproperlyConfigured("SD_WEBUI_URL must look like http://host:7860")
    return {"webui": url}


def engine_auth() -> tuple[str, str] | None:
    """`SD_WEBUI_AUTH=user:password`, or None; only where there is one engine."""
    value = env.str("SD_WEBUI_AUTH", default="")
    if not value:
        return None
    user, colon, password = value.partition(":")
    if not colon or not user:
        raise ImproperlyConfigured("SD_WEBUI_AUTH must look like user:password")
    if len(engines()) > 1:
        raise ImproperlyConfigured(
            "SD_WEBUI_AUTH is for one engine: put user:password@ into the addresses of SD_ENGINES"
        )
    return user, password


def c2pa() -> dict[str, str] | None:
    """`C2PA_CERTIFICATE` and `C2PA_PRIVATE_KEY`, PEM text both; None where files are not signed."""
    found = {
        "certificate": env.str("C2PA_CERTIFICATE", default=""),
        "private_key": env.str("C2PA_PRIVATE_KEY", default=""),
        "algorithm": env.str("C2PA_ALGORITHM", default="es256").lower(),
        "timestamp_url": env.str("C2PA_TIMESTAMP_URL", default=""),
    }
    if bool(found["certificate"]) != bool(found["private_key"]):
        raise ImproperlyConfigured("Set C2PA_CERTIFICATE and C2PA_PRIVATE_KEY, or neither")
    if found["algorithm"] not in C2PA_ALGORITHMS:
        raise ImproperlyConfigured(f"C2PA_ALGORITHM must be one of {', '.join(C2PA_ALGORITHMS)}")
    if found["timestamp_url"] and not is_web_address(found["timestamp_url"]):
        raise ImproperlyConfigured("C2PA_TIMESTAMP_URL must look like http://tsa.example.com")
    return found if found["certificate"] else None


def import_folders() -> list[str]:
    """`IMPORT_FOLDERS`: folders of the server that editors may import from; none when unset."""
    found = [name.strip() for name in re.split("[:,]", env.str("IMPORT_FOLDERS", default=""))]
    folders = [name for name in found if name]
    if not all(Path(folder).is_absolute() for folder in folders):
        raise ImproperlyConfigured("IMPORT_FOLDERS must look like /srv/pictures:/mnt/nas")
    return folders


def webhook_private_hosts() -> list[str]:
    """`WEBHOOK_PRIVATE_HOSTS`: hosts that webhooks may reach although they lie inside."""
    hosts = [
        name.strip().lower() for name in env.str("WEBHOOK_PRIVATE_HOSTS", default="").split(",")
    ]
    if any("/" in name or "@" in name or " " in name for name in hosts):
        raise ImproperlyConfigured("WEBHOOK_PRIVATE_HOSTS must look like receiver,10.0.0.5")
    return [name for name in hosts if name]


def api_origins() -> list[str]:
    """`API_CORS_ORIGINS`: origins whose scripts may read the API; none when unset."""
    origins = [part.strip().rstrip("/") for part in env.list("API_CORS_ORIGINS", default=[])]
    found = [origin for origin in origins if origin]
    if not all(re.fullmatch(r"https?://[^/?#@\s*]+", origin) for origin in found):
        raise ImproperlyConfigured("API_CORS_ORIGINS must look like https://app.example.com")
    return found


def mail(default_url: str) -> tuple[str, dict[str, Any]]:
    """The backend that reaches the mail server of `EMAIL_URL`, and Django's settings for it."""
    config = dict(env.email_url("EMAIL_URL", default=default_url))
    return config.pop("EMAIL_BACKEND"), config


def caches(default_url: str) -> dict[str, Any]:
    """A shared cache that does not answer is given up after a second, not after minutes."""
    url = env.str("CACHE_URL", default="") or env.str("REDIS_URL", default="") or default_url
    config = env.cache_url_config(url)
    if config["BACKEND"].endswith("RedisCache"):
        patience = {"socket_connect_timeout": 1, "socket_timeout": 1}
        config["OPTIONS"] = patience | config.get("OPTIONS", {})
        pages = _pages(config)
        return {"default": config | {"BACKEND": SHARED_CACHE}, "pages": pages}
    return {"default": config, "pages": _pages(config)}


def _pages(config: dict[str, Any]) -> dict[str, Any]:
    """Where public pages are kept: beside the rest in Redis or Memcached, else in the process.

    A table of the database would cost more to write than most pages to make.
    """
    kind = config["BACKEND"].rpartition(".")[2]
    if kind == "DummyCache" or "Redis" in kind or "Memcache" in kind:
        return {**config, "KEY_PREFIX": f"{config.get('KEY_PREFIX', '')}pages"}
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    }


__all__ = [
    "VAR",
    "Path",
    "api_origins",
    "base_url",
    "c2pa",
    "caches",
    "database",
    "engine_auth",
    "engines",
    "env",
    "import_folders",
    "mail",
    "social_logins",
    "storages",
    "webhook_private_hosts",
]
