"""What of the database an archive holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, FileField, Model
from django.db.models.fields.generated import GeneratedField

from pictures.media.names import storage_of

LEFT_OUT = {
    "contenttypes.ContentType": "each database numbers its own; named in the rows instead",
    "auth.Permission": "each database numbers its own; named in the rows instead",
    "sessions.Session": "who is signed in signs in again",
    "usersessions.UserSession": "belongs to a session",
    "django_tasks_database.DBTaskResult": "work for workers of the old site",
    "scheduling.SchedulerLease": "a lock of a process of the old site",
    "scheduling.PeriodicRun": "the clock of the old site",
    "limits.Spending": "who pressed how often in the last hour",
    "outbox.Message": "mail goes out once: a drill writes to nobody",
    "outbox.WebhookDelivery": "as mail: a drill tells nobody",
    "rest.KeptAnswer": "what programs were answered within the last day",
    "wagtailadmin.EditingSession": "who edits at this moment",
    "wagtailadmin.FormState": "a form that is open at this moment",
    "wagtailsearch.IndexEntry": "made anew, each database in its own way",
    "wagtailsearch.SQLiteFTSIndexEntry": "made anew",
}
RENDITIONS = ("pictures.GalleryRendition", "wagtailimages.Rendition")


def models(*, renditions: bool = True) -> Iterator[type[Model]]:
    """Every table that is carried, those of further columns and of links included."""
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        is_wanted = renditions or options.label not in RENDITIONS
        if options.managed and not options.proxy and options.label not in LEFT_OUT and is_wanted:
            yield model


def fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of its own table, without those that the database computes."""
    own = model._meta.local_concrete_fields
    return [field for field in own if not isinstance(field, GeneratedField)]


def files(model: type[Model]) -> list[tuple[int, str]]:
    """Which of `fields` name files: place in the row, alias of the storage."""
    return [
        (place, storage_of(field))
        for place, field in enumerate(fields(model))
        if isinstance(field, FileField)
    ]


def migrations(connection: Any) -> list[str]:
    """The applied migrations, as `app.name`."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )
