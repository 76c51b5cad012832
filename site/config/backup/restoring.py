"""Brings an archive back into an empty site: files first, then all rows in one transaction.

Whatever fails leaves the rows as they were; files that came in already are taken over by the next
try.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from wagtail.models import Page, Site

from config.backup import archive, contents
from config.backup.archive import BackupError, Manifest
from config.backup.loading import load
from config.backup.reading import members, verify
from home.site_address import follow_base_url
from pictures import public_versions, renditions
from pictures.media.names import STORAGES
from pictures.models import GalleryImage
from pictures.remembering import forget

Tell = Callable[[str], None]
EVERY = 1000
MADE_BY_MIGRATIONS = {
    "auth.Group",
    "auth.Group_permissions",
    "community.ReasonTemplate",
    "community.SubmissionTask",
    "home.HomePage",
    "topics.TopicIndexPage",
    "wagtailcore.Collection",
    "wagtailcore.GroupApprovalTask",
    "wagtailcore.GroupApprovalTask_groups",
    "wagtailcore.GroupCollectionPermission",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.Locale",
    "wagtailcore.Site",
    "wagtailcore.Task",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowPage",
    "wagtailcore.WorkflowTask",
}
FIRST_PAGES = 3  # root, home, topics
MADE_BY_PROCESSES = {"sd_bridge.EngineState", "pictures.Total"}  # of a site that runs empty


def restore(path: Path, tell: Tell) -> Manifest:
    """What came back. Raises `BackupError` where the archive or this site is not fit for it."""
    refuse_unless_empty()
    tell("Checking the archive …")
    manifest = verify(path)
    refuse_other_migrations(manifest)
    _store_files(path, tell)
    with transaction.atomic(durable=True), connection.constraint_checks_disabled():
        _load_rows(path, manifest, tell)
    _settle(manifest, tell)
    return manifest


def refuse_unless_empty() -> None:
    expected = MADE_BY_MIGRATIONS | MADE_BY_PROCESSES
    for model in contents.models():
        if model._meta.label in expected:
            continue
        count = model._base_manager.count()
        if count > (FIRST_PAGES if model is Page else 0):
            raise BackupError(
                f"This site is not empty: it holds {count} of {model._meta.verbose_name_plural}."
                " Restore into a database that was only migrated."
            )


def refuse_other_migrations(manifest: Manifest) -> None:
    here, there = set(contents.migrations(connection)), set(manifest.migrations)
    if newer := sorted(there - here):
        raise BackupError(
            f"The archive comes from a newer version: this one lacks {_some(newer)}."
            " Install that version, or a later one, and migrate."
        )
    if older := sorted(here - there):
        raise BackupError(
            f"The archive comes from an older version, before {_some(older)}. Restore it with"
            " that version into an empty database, then install this one and migrate."
        )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more migrations" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _store_files(path: Path, tell: Tell) -> None:
    count = 0
    for member, source in members(path):
        if not member.startswith(archive.MEDIA):
            continue
        alias, _slash, name = member.removeprefix(archive.MEDIA).partition("/")
        if alias not in STORAGES:
            raise BackupError(f"The archive holds files of an unknown storage: {alias!r}")
        storage = storages[alias]
        if storage.exists(name):  # of an earlier try, and perhaps cut short: no row names it
            storage.delete(name)
        if storage.save(name, File(source, name=name)) != name:
            raise BackupError(f"Somebody else stores files here: {name}")
        count += 1
        if count % EVERY == 0:
            tell(f"Files: {count}")
    tell(f"Files: {count}")


def _load_rows(path: Path, manifest: Manifest, tell: Tell) -> None:
    """Raises `BackupError` where the database does not take them, or counts others."""
    models = {model._meta.label: model for model in contents.models()}
    for model in models.values():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
    for member, source in members(path):
        if member.startswith(archive.ROWS):
            load(source, models)
    connection.check_constraints(table_names=[model._meta.db_table for model in models.values()])
    for label, count in manifest.rows.items():
        found = models[label]._base_manager.count()
        if found != count:
            raise BackupError(f"{label}: {count} rows in the archive, {found} in the database.")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)
    tell(f"Rows: {sum(manifest.rows.values())} of {len(manifest.rows)} tables")


def _settle(manifest: Manifest, tell: Tell) -> None:
    """What follows from the rows and is not carried with them."""
    follow_base_url()
    Site.clear_site_root_paths_cache()
    forget("chrome")
    public_versions.changed()
    if not manifest.renditions:
        renditions.request_sync(GalleryImage.objects.values_list("pk", flat=True))
        tell("The workers make the public copies anew.")
    tell("Building the search index …")
    call_command("update_index", verbosity=0)
