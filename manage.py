#!/usr/bin/env python
"""Django's command line for HKPictures."""

import os
import sys
from pathlib import Path

# `site/` holds the Django project and what belongs to no feature; it is an import root and not
# a package, because the standard library owns the name.
sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
