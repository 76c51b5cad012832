"""Migrates an empty database to and fro and tells what it held at each stop, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import django
from django.core.management import call_command

OURS = ("sd_bridge", "home", "topics", "pictures")  # as their arrows point


def main() -> None:
    django.setup()
    stops: list[tuple[str, Callable[[], None]]] = [
        ("head", lambda: migrate()),
        ("without home", lambda: migrate("home", "zero")),
        ("head again", lambda: migrate()),
        ("without ours", lambda: [migrate(label, "zero") for label in OURS] and None),
        ("and back", lambda: migrate()),
    ]
    found = {}
    for name, go in stops:
        with redirect_stdout(StringIO()):
            go()
        found[name] = facts()
    print(json.dumps(found))


def migrate(*arguments: str) -> None:
    call_command("migrate", *arguments, verbosity=0, interactive=False)


def facts() -> dict[str, Any]:
    from django.apps import apps
    from django.contrib.auth.models import Group
    from django.db import connection
    from wagtail.models import Page, Site

    site = Site.objects.get()
    tables = connection.introspection.table_names()
    ours = [apps.get_app_config(label) for label in OURS]
    return {
        "pages": list(Page.objects.order_by("path").values_list("path", "url_path", "numchild")),
        "root": site.root_page.path,
        "port": site.port,
        "curators": Group.objects.filter(name="Curators").count(),
        "problems": [problem for problem in Page.find_problems() if problem],
        "tables": sum(
            model._meta.db_table in tables for config in ours for model in config.get_models()
        ),
    }


if __name__ == "__main__":
    main()
