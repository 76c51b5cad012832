"""`python -m benchmarks.plain.fill FILE…`: the plain site with these pictures, one page at /."""

import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.plain.settings"
django.setup()

from django.core.files.images import ImageFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from benchmarks.plain.models import PlainPage  # noqa: E402


def fill(files: list[Path]) -> None:
    call_command("migrate", verbosity=0)
    for path in files:
        with path.open("rb") as file:
            get_image_model().objects.create(title=path.stem, file=ImageFile(file, name=path.name))
    page = Page.get_first_root_node().add_child(instance=PlainPage(title="Pictures", slug="plain"))
    Site.objects.update(root_page=page)
    # The first visitor makes the renditions; those after are compared.
    answer = Client(HTTP_HOST="127.0.0.1").get("/")
    if answer.status_code != 200:
        raise RuntimeError(f"The plain page answers {answer.status_code}")


if __name__ == "__main__":
    fill([Path(name) for name in sys.argv[1:]])
