"""The search index follows what editors publish; `pictures.visibility` tells of what was hidden."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from taggit.models import Tag
from wagtail.signals import page_published

from pictures.models import PicturePage, SearchTerm, TermKind
from pictures.searching.indexing import request_index
from pictures.searching.words import name_key


def connect() -> None:
    """Called once, from `AppConfig.ready`."""
    page_published.connect(on_published, sender=PicturePage, dispatch_uid="search")
    post_save.connect(on_tag_saved, sender=Tag, dispatch_uid="search")


def on_published(sender: type, instance: PicturePage, **kwargs: Any) -> None:
    if not kwargs.get("in_bulk"):  # `pictures.bulk` asks for all its pictures at once
        request_index([instance.pk])


def on_tag_saved(sender: type, instance: Tag, created: bool, **kwargs: Any) -> None:
    if not created:
        named = SearchTerm.objects.filter(token=f"{TermKind.TAG}.{instance.pk}")
        named.update(label=instance.name, key=name_key(instance.name))
