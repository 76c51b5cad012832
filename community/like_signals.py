"""An account that is deleted, wherever that happens, takes its likes back first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from community.likes import unlike_everything


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="likes of an account")
def take_likes_back(sender: type, instance: Any, **kwargs: Any) -> None:
    unlike_everything(user_id=instance.pk)
