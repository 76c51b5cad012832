"""A Django shell that stays: lines of JSON in, `{"code": …}`; lines out, `{"printed", "error"}`.

Starting Django takes seconds, and journeys ask the running site many things.
"""

from __future__ import annotations

import io
import json
import sys
import traceback
from contextlib import redirect_stdout

import django


def main() -> None:
    django.setup()
    from django.core.cache import cache
    from django.core.management.commands.shell import Command
    from django.db import close_old_connections, reset_queries

    names = Command().get_namespace()
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        cache.clear()  # other processes have written meanwhile
        reset_queries()
        printed, error = io.StringIO(), ""
        with redirect_stdout(printed):
            try:
                exec(json.loads(line)["code"], dict(names))
            except BaseException:  # noqa: BLE001 - the test that asked raises it
                error = traceback.format_exc()
        close_old_connections()
        answers.write(json.dumps({"printed": printed.getvalue(), "error": error}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
