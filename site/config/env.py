"""The one reader of environment variables.

Every variable may also be given as `NAME_FILE`, the path of a file that holds the value: that is
how Kubernetes and Docker hand over secrets. An empty value counts as none. A missing, malformed
or unreadable value raises `ImproperlyConfigured`, which names the variable and not its value.
"""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"


class Environment(environ.FileAwareEnv):
    """django-environ without its references: a password may begin with a dollar sign."""

    def get_value(
        self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, parse_default=False
    ) -> Any:
        try:
            # A file's last line break is the editor's, not the secret's.
            value = self.ENVIRON.get(var, "").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"The file of {var}_FILE cannot be read") from error
        if not value:
            if default is self.NOTSET:
                raise ImproperlyConfigured(f"Set the environment variable {var}")
            if not parse_default:
                return default
            value = default
        try:
            return self.parse_value(value, cast)
        except ValueError as error:
            raise ImproperlyConfigured(f"The value of {var} is malformed") from error


env = Environment()


def dev_secret_key() -> str:
    """A random key kept in `var/`, so that development needs no variable and shares none."""
    from django.core.management.utils import get_random_secret_key

    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


def database(url: str) -> dict:
    """Django's settings for a database address (`sqlite:///…`, `postgres://…`, `mysql://…`).

    SQLite gets what keeps it from losing writes: WAL, IMMEDIATE transactions and 20 s of patience.
    """
    config = env.db_url_config(url)
    if "ENGINE" not in config:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgres://user:password@host:5432/name"
        )
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
    config["CONN_MAX_AGE"] = 60
    if config["ENGINE"].endswith("mysql"):
        import pymysql

        pymysql.version_info = (2, 2, 1, "final", 0)  # Django asks for mysqlclient's version
        pymysql.install_as_MySQLdb()
        config["OPTIONS"] = {
            "charset": "utf8mb4",
            "init_command": "SET sql_mode='STRICT_TRANS_TABLES'",
            "isolation_level": "read committed",
        }
    return config
