"""Relations and migrations point the same way as imports, which import-linter cannot see."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

ROOT = Path(__file__).resolve().parent.parent


def ranks() -> dict[str, int]:
    """The layer of each of our packages; 0 is the uppermost. From import-linter's own contract."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(): rank for rank, names in enumerate(layers) for name in names.split("|")}


RANKS = ranks()
PACKAGES = {config.label: config.name for config in apps.get_app_configs() if config.name in RANKS}


def is_wrong(label: str, other: str) -> bool:
    """Whether our app `label` must not depend on `other`: it lies above, or beside."""
    if label == other or label not in PACKAGES or other not in PACKAGES:
        return False
    return RANKS[PACKAGES[other]] <= RANKS[PACKAGES[label]]


def models() -> list[type[Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.app_label in PACKAGES]


def targets(model: type[Model]) -> list[tuple[Field, type[Model]]]:
    """Each field of `model` that points to another model, with where it points."""
    options = model._meta
    fields = [*options.local_fields, *options.local_many_to_many, *options.private_fields]
    found = [(field, field.related_model) for field in fields if field.is_relation]
    found += [(field, field.remote_field.through) for field in options.local_many_to_many]
    return [(field, other) for field, other in found if other is not None]


# Who wrote a comment is read with it, by one join: community alone asks that way.
ON_PURPOSE = {"community.Profile.user"}


class TestContract:
    def test_names_every_app_of_ours(self):
        ours = {
            path.parent.name
            for folder in (ROOT, ROOT / "site")
            for path in folder.glob("*/apps.py")
        }
        assert ours == set(RANKS) == set(PACKAGES.values())

    @pytest.mark.parametrize(
        ("label", "other", "wrong"),
        [
            ("pictures", "topics", True),
            ("topics", "pictures", False),
            ("home", "sd_bridge", True),
            ("pictures", "site_config", True),
            ("pictures", "wagtailcore", False),
            ("pictures", "pictures", False),
        ],
    )
    def test_is_read_as_it_is_meant(self, label, other, wrong):
        assert is_wrong(label, other) is wrong


class TestRelations:
    def test_point_downwards(self):
        wrong = [
            f"{model._meta.label}.{field.name} → {other._meta.label}"
            for model in models()
            for field, other in targets(model)
            if is_wrong(model._meta.app_label, other._meta.app_label)
        ]
        assert wrong == []

    def test_between_apps_leave_nothing_on_the_lower_model(self):
        """`related_name="+"`: the lower app never reaches back by accident."""
        told = [
            f"{model._meta.label}.{field.name}"
            for model in models()
            for field, other in targets(model)
            if field.model.__module__.split(".")[0] in RANKS
            and other._meta.app_label in PACKAGES
            and other._meta.app_label != model._meta.app_label
            and not getattr(field.remote_field, "parent_link", False)
            and not is_declared_elsewhere(field)
            and not field.remote_field.hidden
            and f"{model._meta.label}.{field.name}" not in ON_PURPOSE
        ]
        assert told == []

    def test_name_what_they_point_to(self):
        """A generic key could point upwards without anybody seeing it."""
        generic = [
            f"{model._meta.label}.{field.name}"
            for model in models()
            for field in model._meta.private_fields
            if isinstance(field, GenericForeignKey)
        ]
        assert generic == []


def is_declared_elsewhere(field: Field) -> bool:
    """Whether an abstract base that is not ours (Wagtail's image, say) declares `field`."""
    return any(
        field.name in {own.name for own in base._meta.local_fields}
        for base in field.model.__mro__[1:]
        if hasattr(base, "_meta") and base.__module__.split(".")[0] not in RANKS
    )


class TestMigrations:
    def test_depend_downwards(self):
        loader = MigrationLoader(None)
        wrong = [
            f"{label}.{name} → {other[0]}.{other[1]}"
            for (label, name), migration in loader.disk_migrations.items()
            for other in migration.dependencies
            if is_wrong(label, other[0])
        ]
        wrong += [
            f"{other[0]}.{other[1]} → {label}.{name}, by run_before"
            for (label, name), migration in loader.disk_migrations.items()
            for other in migration.run_before
            if is_wrong(other[0], label)
        ]
        assert wrong == []
