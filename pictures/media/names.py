"""Which files the rows of all apps name, storage by storage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import FileField, Model

from pictures.models.gallery_image import private_storage

PUBLIC, PRIVATE = "default", "private"
STORAGES = (PUBLIC, PRIVATE)
QUARANTINE = "quarantine/"

Names = Callable[[], Iterable[str]]
_possible: list[tuple[str, Names]] = []


class Held(NamedTuple):
    """A name, and the row that holds it: `app.model`, primary key, field."""

    name: str
    model: str
    pk: Any
    field: str


def register_possible(storage: str, names: Names) -> Names:
    """`names` gives files that may be there or not: made on demand, under a name that follows."""
    if (storage, names) not in _possible:
        _possible.append((storage, names))
    return names


def held(storage: str) -> Iterator[Held]:
    """Every name that a row holds; one query a field, whatever their number."""
    for model, field in _fields(storage):
        rows = model._default_manager.exclude(**{field.name: ""}).order_by()
        for pk, name in rows.values_list("pk", field.name).iterator(chunk_size=2000):
            if name:
                yield Held(name, model._meta.label_lower, pk, field.name)


def possible(storage: str) -> Iterator[str]:
    for each, names in _possible:
        if each == storage:
            yield from names()


def is_held(storage: str, name: str) -> bool:
    """Whether a row names it now; one query a field."""
    return any(
        model._default_manager.filter(**{field.name: name}).exists()
        for model, field in _fields(storage)
    )


def _fields(storage: str) -> Iterator[tuple[type[Model], FileField]]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField) and storage_of(field) == storage:
                yield model, field


def storage_of(field: FileField) -> str:
    """Every file of ours that is not public says so by naming its storage's function."""
    return PRIVATE if getattr(field, "_storage_callable", None) is private_storage else PUBLIC
