"""Which stored changes visitors see: each makes kept pages old (`pictures.public_versions`).

Changes that no signal tells of (an `update()` of rows) are told where they are made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from pictures.public_versions import changed

# Whose rows are printed on public pages. Pages have signals of their own; likes are left out.
PRINTED = (
    *("pictures.Placement", "pictures.GalleryImage", "pictures.GalleryRendition"),
    *("wagtailcore.PageViewRestriction", "wagtailcore.Site", "taggit.Tag"),
    *("community.Profile", "community.Ban", "community.PageRules"),
)
# Columns that visitors never read; a save of these alone changes no page.
UNSEEN = frozenset(
    {
        *("last_login", "password", "feed_seen_at", "digest_sent_at", "digest", "theme"),
        *("language", "sensitive_content", "mail_replies", "mail_decisions"),
        *("popularity", "popularity_year", "popularity_month", "popularity_week"),
        *("popularity_day", "trend", "discussion"),
    }
)
ONLY_WHEN_CHANGED = {"taggit.Tag", "accounts.User"}  # a new one stands nowhere yet


def connect() -> None:
    """Called once, from `AppConfig.ready`."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(on_change, dispatch_uid="public-changes")
    for page_model in [Page, *get_page_models()]:
        post_delete.connect(on_change, sender=page_model, dispatch_uid="public-changes")
    for model in _printed():
        post_save.connect(on_saved, sender=model, dispatch_uid="public-changes")
        post_delete.connect(on_change, sender=model, dispatch_uid="public-changes")
    if apps.is_installed("community"):
        collection = apps.get_model("community.PictureCollection")
        item = apps.get_model("community.CollectionItem")
        post_save.connect(on_collection, sender=collection, dispatch_uid="public-changes")
        post_delete.connect(on_change, sender=collection, dispatch_uid="public-changes")
        post_save.connect(on_item, sender=item, dispatch_uid="public-changes")
        post_delete.connect(on_item, sender=item, dispatch_uid="public-changes")


def _printed() -> Iterable[type[Model]]:
    yield get_user_model()
    yield from registry  # settings of the site
    for label in PRINTED:
        if not label.startswith("community.") or apps.is_installed("community"):
            yield apps.get_model(label)


def on_change(sender: type, **kwargs: Any) -> None:
    changed()


def on_saved(
    sender: type[Model],
    created: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    if created and sender._meta.label in ONLY_WHEN_CHANGED:
        return
    if update_fields is None or not UNSEEN.issuperset(update_fields):
        changed()


def on_collection(
    sender: type,
    instance: Any,
    created: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Its owner's page lists it too, but not what was put in: members do that all day."""
    if created or (update_fields and set(update_fields) == {"updated_at"}):
        changed("collection", instance.pk)
    else:
        changed()


def on_item(sender: type, instance: Any, **kwargs: Any) -> None:
    changed("collection", instance.collection_id)
