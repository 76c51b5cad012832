"""Values of rows as JSON, the same whichever database they come from or go to.

Numbers of content types and permissions differ between databases: rows name them instead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, JSONField
from wagtail.fields import StreamField

Turn = Callable[[Any], Any]


def as_json(value: Any) -> Any:
    """What JSON has no form for; dates keep their microseconds."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"No form for {type(value).__name__}")


def writers(fields: list[Field[Any, Any]]) -> list[tuple[int, Turn]]:
    """How to turn the values that do not go as they are: place in the row, function."""
    return [(place, turn) for place, field in enumerate(fields) if (turn := _writer(field))]


def _writer(field: Field[Any, Any]) -> Turn | None:
    if isinstance(field, StreamField):
        return field.get_prep_value
    if field.related_model is ContentType:
        return _Names(_type_name)
    return _Names(_permission_name) if field.related_model is Permission else None


def readers(fields: list[Field[Any, Any]]) -> list[tuple[int, Turn]]:
    """The way back."""
    return [(place, turn) for place, field in enumerate(fields) if (turn := _reader(field))]


def _reader(field: Field[Any, Any]) -> Turn | None:
    if field.related_model is ContentType:
        return _Names(_type_id)
    if field.related_model is Permission:
        return _Names(_permission_id)
    if field.is_relation:
        return field.target_field.to_python  # type: ignore[attr-defined]
    return None if isinstance(field, JSONField | StreamField) else field.to_python


class _Names(dict[Any, Any]):
    """Each asked of the database once; none stays none."""

    def __init__(self, ask: Turn) -> None:
        super().__init__({None: None})
        self.ask = ask

    def __call__(self, key: Any) -> Any:
        return self[key]

    def __missing__(self, key: Any) -> Any:
        self[key] = self.ask(key)
        return self[key]


def _type_name(pk: int) -> str:
    return ".".join(ContentType.objects.values_list("app_label", "model").get(pk=pk))


def _permission_name(pk: int) -> str:
    permission = Permission.objects.values_list(
        "content_type__app_label", "content_type__model", "codename"
    )
    return ".".join(permission.get(pk=pk))


def _type_id(name: str) -> int:
    app_label, model = name.split(".")
    return ContentType.objects.get_or_create(app_label=app_label, model=model)[0].pk


def _permission_id(name: str) -> int:
    of, _dot, codename = name.rpartition(".")
    permission, _created = Permission.objects.get_or_create(
        content_type_id=_type_id(of), codename=codename, defaults={"name": codename}
    )
    return permission.pk
