"""What docs/environment.md says is what the sources read, and what it promises holds."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from wagtail.coreutils import get_supported_content_language_variant

from config.env import ROOT

DOCUMENT = ROOT / "docs" / "environment.md"
NAME = re.compile(r"^[A-Z][A-Z0-9_]+$")
# The shell's and Django's own: they pass through, and mean nothing of ours.
# Of the machine, of a test tool, and what the benchmark tells its own floor.
NOT_OURS = {"PATH", "PYTHONPATH", "DJANGO_ALLOW_ASYNC_UNSAFE", "FLOOR_BYTES"}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "gallery.example.com",
    "BASE_URL": "https://gallery.example.com",
    "DATABASE_URL": "postgres://gallery@db.example.com/gallery",
}
PRINT = "from django.conf import settings; print(settings.{})"


def python_sources() -> Iterator[Path]:
    """What runs in production, in development and around the tests; not the tests themselves."""
    yield from (ROOT / "manage.py", ROOT / "gunicorn.conf.py")
    for folder in ("site", "home", "topics", "pictures", "sd_bridge", "benchmarks"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "tests" not in path.parts)


def names_read_by(source: str) -> set[str]:
    """Variables that Python source reads: `env.str("NAME")`, `os.environ["NAME"]`, `getenv`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and _is_environment(node.func):
            found.add(_text(node.args[0]))
        elif (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Load)
            and ast.unparse(node.value) == "os.environ"
        ):
            found.add(_text(node.slice))
    return {name.removesuffix("_FILE") for name in found if NAME.match(name)}


def _is_environment(function: ast.expr) -> bool:
    words = ast.unparse(function)
    return words == "os.getenv" or re.match(r"(self\.|os\.)?(env|environ)(\.\w+)?$", words)


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def names_read() -> set[str]:
    found = set().union(*(names_read_by(path.read_text()) for path in python_sources()))
    found |= set(re.findall(r"^([A-Z_]+) \?=", (ROOT / "Makefile").read_text(), re.MULTILINE))
    found |= set(re.findall(r"\$\{?([A-Z_]+)", (ROOT / "Procfile").read_text()))
    return found - NOT_OURS


def rows() -> dict[str, list[str]]:
    """The cells of the tables' rows by variable."""
    table = re.findall(r"^\| `([A-Z0-9_]+)` \|(.*)\|$", DOCUMENT.read_text(), re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split(" | ")] for name, cells in table}


def kept_for_later() -> set[str]:
    section = DOCUMENT.read_text().partition("## Kept for later parts")[2]
    return set(re.findall(r"`([A-Z0-9_]+)`", section))


def ask(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in an interpreter that sees these variables and nothing else."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "site"), **variables}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=env,
        check=False,
        timeout=60,
        capture_output=True,
        text=True,
    )


def setting(name: str, **variables: str) -> str:
    answer = ask(PRINT.format(name), **variables)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def refusal(**variables: str) -> str:
    """The last line of what is said instead of starting."""
    answer = ask(PRINT.format("DEBUG"), **variables)
    assert answer.returncode != 0, "It started."
    return answer.stderr.strip().splitlines()[-1]


class TestDocument:
    def test_names_every_variable_that_is_read(self):
        assert names_read() - set(rows()) == set()

    def test_names_no_variable_that_nothing_reads(self):
        assert set(rows()) - names_read() == set()

    def test_promises_for_later_only_what_is_not_there_yet(self):
        assert kept_for_later()
        assert kept_for_later() & names_read() == set()

    def test_says_of_each_whether_it_may_come_from_a_file(self):
        settings = set()
        for path in (ROOT / "site" / "config" / "settings").glob("*.py"):
            settings |= names_read_by(path.read_text())
        # gunicorn reads these two itself, without files.
        from_file = settings - {"HOST", "PORT"}
        assert {name for name, cells in rows().items() if cells[-1] == "file"} == from_file

    def test_example_holds_only_documented_variables(self):
        example = (ROOT / ".env.example").read_text()
        assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) <= set(rows())

    @pytest.mark.parametrize(
        "source",
        ["env.str('NEW')", "os.environ['NEW']", "os.environ.get('NEW')", "os.getenv('NEW')"],
    )
    def test_would_miss_nothing(self, source):
        assert names_read_by(source) == {"NEW"}


class TestDevelopment:
    def test_needs_no_variable(self):
        assert setting("DEBUG", DJANGO_SETTINGS_MODULE="config.settings.dev") == "False"

    def test_obeys_what_is_set(self, tmp_path):
        dev = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "SD_WEBUI_URL": "http://gpu:7860"}
        assert setting("MEDIA_ROOT", **dev, MEDIA_ROOT=str(tmp_path)) == str(tmp_path)
        assert setting("SD_ENGINES", **dev) == "{'webui': 'http://gpu:7860'}"

    def test_opens_the_folders_it_is_told(self):
        dev = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        assert setting("IMPORT_FOLDERS", **dev) == "[]"
        told = setting("IMPORT_FOLDERS", **dev, IMPORT_FOLDERS="/srv/a:/mnt/b, /mnt/c")
        assert told == "['/srv/a', '/mnt/b', '/mnt/c']"

    def test_takes_empty_for_not_set(self):
        dev = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        assert setting("PORT", **dev, PORT="", SD_TIMEOUT="") == "8000"


class TestProduction:
    def test_starts_with_the_four(self):
        assert setting("ALLOWED_HOSTS", **PRODUCTION) == "['gallery.example.com']"

    @pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL"])
    def test_refuses_to_start_without(self, name):
        given = {key: value for key, value in PRODUCTION.items() if key != name}
        for variables in (given, {**given, name: ""}):
            assert refusal(**variables).endswith(f"Set the environment variable {name}")

    def test_never_takes_debug_or_demo(self):
        for name in ("DEBUG", "IS_DEMO"):
            assert setting(name, **PRODUCTION, DEBUG="1", DEMO="1") == "False"

    def test_never_takes_the_demo_with_its_known_log_ins(self, tmp_path):
        given = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
        command = "import sys; sys.argv = ['manage.py', 'load_demo']; import manage; manage.main()"
        answer = ask(command, **given)
        assert answer.returncode == 1
        assert "not in production" in answer.stderr


class TestFile:
    def test_holds_the_value(self, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("$a:b=c \n")
        given = {**PRODUCTION, "SECRET_KEY": "", "SECRET_KEY_FILE": str(secret)}
        assert ask(PRINT.format("SECRET_KEY"), **given).stdout == "$a:b=c \n"

    def test_wins_over_the_variable(self, tmp_path):
        host = tmp_path / "host"
        host.write_text("other.example.com\n")
        given = {**PRODUCTION, "ALLOWED_HOSTS_FILE": str(host)}
        assert setting("ALLOWED_HOSTS", **given) == "['other.example.com']"

    def test_missing_is_told(self, tmp_path):
        given = {**PRODUCTION, "SECRET_KEY_FILE": str(tmp_path / "none")}
        assert refusal(**given).endswith("The file of SECRET_KEY_FILE cannot be read")


class TestMalformedValue:
    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("SD_WEBUI_URL", "host:7860", "SD_WEBUI_URL must look like http://host:7860"),
            ("SD_WEBUI_URL", "http://host:port", "SD_WEBUI_URL must look like http://host:7860"),
            ("SD_WEBUI_AUTH", "hunter2", "SD_WEBUI_AUTH must look like user:password"),
            ("SD_ENGINES", "http://gpu-1:7860", "SD_ENGINES must look like gpu-01=http://host"),
            ("SD_ENGINES", "gpu=host:7860", "SD_ENGINES must look like gpu-01=http://host"),
            ("SD_ENGINES", "gpu=http://a b:1", "SD_ENGINES must look like gpu-01=http://host"),
            ("SD_ENGINES", "GPU 1=http://gpu", "The names in SD_ENGINES are 1 to 50 small"),
            ("SD_ENGINES", f"{'a' * 51}=http://gpu", "The names in SD_ENGINES are 1 to 50 small"),
            ("SD_ENGINES", "a=http://g:1,a=http://g:2", "SD_ENGINES has the same name twice"),
            ("SD_ENGINES", "a=http://g,b=http://u@g:80/", "SD_ENGINES has the same address twice"),
            ("SD_ENGINES", " , ", "SD_ENGINES names no engine"),
            ("BASE_URL", "pictures.test", "BASE_URL must look like https://"),
            ("DATABASE_URL", "gallery", "DATABASE_URL must look like postgres://"),
            ("IMPORT_FOLDERS", "pictures", "IMPORT_FOLDERS must look like /srv/pictures:/mnt/nas"),
            ("SD_TIMEOUT", "10min", "The value of SD_TIMEOUT is malformed"),
        ],
    )
    def test_is_named_and_not_repeated(self, name, value, sentence):
        said = refusal(**{**PRODUCTION, name: value})
        assert said.startswith("django.core.exceptions.ImproperlyConfigured: ")
        assert sentence in said
        assert value not in said.replace(sentence, "")


class TestEngines:
    SEVERAL = "gpu-01=http://gpu-01:7860, gpu-02=https://u:p%2Cw=x@gpu-02/sd"

    def test_are_several_with_their_log_ins(self):
        assert setting("SD_ENGINES", **PRODUCTION, SD_ENGINES=self.SEVERAL) == str(
            {"gpu-01": "http://gpu-01:7860", "gpu-02": "https://u:p%2Cw=x@gpu-02/sd"}
        )

    def test_may_come_from_a_file(self, tmp_path):
        secret = tmp_path / "engines"
        secret.write_text(self.SEVERAL + "\n")
        given = {**PRODUCTION, "SD_ENGINES_FILE": str(secret)}
        assert "gpu-02" in setting("SD_ENGINES", **given)

    def test_are_named_in_one_variable_only(self):
        said = refusal(**PRODUCTION, SD_ENGINES=self.SEVERAL, SD_WEBUI_URL="http://gpu:7860")
        assert said.endswith("Set SD_WEBUI_URL or SD_ENGINES, not both")

    def test_take_no_common_log_in(self):
        said = refusal(**PRODUCTION, SD_ENGINES=self.SEVERAL, SD_WEBUI_AUTH="user:hunter2")
        assert "SD_WEBUI_AUTH is for one engine" in said
        assert "hunter2" not in said

    def test_that_are_one_take_the_log_in(self):
        given = {**PRODUCTION, "SD_ENGINES": "gpu=http://gpu", "SD_WEBUI_AUTH": "user:pw"}
        assert setting("SD_WEBUI_AUTH", **given) == "('user', 'pw')"


class TestLanguageCode:
    def test_every_language_of_the_interface_can_be_that_of_the_content(self, settings):
        """A fresh installation makes its first locale of LANGUAGE_CODE."""
        for code, _name in settings.LANGUAGES:
            assert get_supported_content_language_variant(code) == code
