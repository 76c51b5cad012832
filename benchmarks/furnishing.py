"""`python -m benchmarks.furnishing`: what `load_scale` leaves out, on one scratch site.

An author and a tag of all pictures, different numbers in every column that lists are sorted by,
side lists, totals, search index.
"""

from __future__ import annotations

import json
import logging
from typing import Any

import django

NAME = "bench"  # of the author and of the tag, also in their addresses
BATCH = 5_000
SPREAD = 997  # different numbers in a column; a prime, so that neighbours differ


def furnish() -> int:
    """How many pictures there are."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    from community.profiles import set_nickname
    from pictures.models import PicturePage
    from pictures.shelving import shelve
    from pictures.side_totals import count_everything

    user, _ = get_user_model().objects.get_or_create(username=NAME)
    set_nickname(user.profile, NAME)
    PicturePage.objects.update(author=user)
    ids = list(PicturePage.objects.order_by("pk").values_list("pk", flat=True))
    _tag(ids)
    _spread()
    shelve(ids)
    count_everything()
    _index()
    if connection.vendor == "postgresql":  # its server does so itself, a minute later
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return len(ids)


def _tag(ids: list[int]) -> None:
    from taggit.models import Tag

    from pictures.models import PictureTag

    tag, _ = Tag.objects.get_or_create(name=NAME, slug=NAME)
    there = set(PictureTag.objects.filter(tag=tag).values_list("content_object_id", flat=True))
    rows = [PictureTag(tag=tag, content_object_id=pk) for pk in ids if pk not in there]
    PictureTag.objects.bulk_create(rows, batch_size=BATCH)


def _spread() -> None:
    from django.db.models import F, FloatField
    from django.db.models.functions import Cast

    from pictures.models import Placement

    number = F("picture_id") * 7919 % SPREAD
    columns: dict[str, Any] = {"discussion": number, "trend": Cast(number, FloatField()) / 100}
    for name in ("", "_year", "_month", "_week", "_day"):
        columns[f"popularity{name}"] = number
    Placement.objects.update(**columns)


def _index() -> None:
    from django.core.management import call_command

    call_command("rebuild_search", verbosity=0)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    django.setup()
    print(json.dumps(furnish()))
