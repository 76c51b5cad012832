"""A picture that is deleted leaves its group of duplicates; one alone is no group."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count
from django.db.models.signals import pre_delete

from pictures.models import PicturePage, ResemblanceGroup, ResemblanceMember


def connect() -> None:
    """Called once, from `AppConfig.ready`."""
    pre_delete.connect(on_delete, sender=PicturePage, dispatch_uid="resemblance")


def on_delete(sender: type, instance: PicturePage, **kwargs: Any) -> None:
    members = ResemblanceMember.objects.filter(picture_id=instance.pk)
    group_id = members.values_list("group_id", flat=True).first()
    if group_id is not None:
        transaction.on_commit(lambda: _count(group_id), robust=True)


def _count(group_id: int) -> None:
    groups = ResemblanceGroup.objects.filter(pk=group_id).annotate(number=Count("members"))
    for group in groups:
        if group.number < 2:
            group.delete()
        else:
            ResemblanceGroup.objects.filter(pk=group.pk).update(size=group.number)
