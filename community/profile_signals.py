"""Every account has a profile, from its first moment to its last."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.adapter import LANGUAGE
from accounts.signals import data_wanted, departure_requested, departure_undone
from community.models import Block, Profile
from community.profile_pictures import discard
from community.profiles import create_profile
from pictures.models import GalleryImage
from pictures.public_versions import changed
from pictures.renditions import images_by, request_sync


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="profile of an account")
def give_profile(sender: type, instance: Any, created: bool, raw: bool = False, **kw: Any) -> None:
    if created and not raw:
        create_profile(instance)


@receiver(user_logged_in, dispatch_uid="language of an account")
def keep_language(sender: type, request: Any, user: Any, **kwargs: Any) -> None:
    """Where the log-in leads follows the account; asked before there is a next page."""
    language = Profile.objects.filter(user_id=user.pk).values_list("language", flat=True).first()
    if language and request is not None:
        request.session[LANGUAGE] = language


@receiver(pre_delete, sender=Profile, dispatch_uid="name of a profile")
def take_name(sender: type, instance: Profile, **kwargs: Any) -> None:
    """The copies of their pictures, which stay, say who made them."""
    request_sync(images_by(instance.user_id))


@receiver(post_delete, sender=Profile, dispatch_uid="picture of a profile")
def take_picture(sender: type, instance: Profile, **kwargs: Any) -> None:
    image = GalleryImage.objects.filter(pk=instance.image_id).first()
    if image is not None:
        discard(image)


@receiver(departure_requested, dispatch_uid="profile of who leaves")
def hide_profile(sender: Any, user: Any, **kwargs: Any) -> None:
    Profile.objects.filter(user_id=user.pk).update(hidden_at=timezone.now())
    changed()
    _sync_picture(user)


@receiver(departure_undone, dispatch_uid="profile of who stays")
def show_profile(sender: Any, user: Any, **kwargs: Any) -> None:
    Profile.objects.filter(user_id=user.pk).update(hidden_at=None)
    changed()
    _sync_picture(user)


def _sync_picture(user: Any) -> None:
    images = Profile.objects.filter(user_id=user.pk, image__isnull=False)
    request_sync(images.values_list("image_id", flat=True))


@receiver(data_wanted, dispatch_uid="profile as data")
def tell_profile(sender: Any, user: Any, **kwargs: Any) -> dict[str, Any]:
    """Everything a member has told of themselves, and whom they have blocked."""
    profile = Profile.objects.select_related("image").get(user_id=user.pk)
    fields = (
        *("nickname", "bio", "links", "likes_are_public", "language", "theme"),
        *("sensitive_content", "digest", "mail_replies", "mail_decisions"),
    )
    blocks = Block.objects.filter(user_id=user.pk).order_by("created_at")
    found: dict[str, Any] = {
        "profile": {name: getattr(profile, name) for name in fields},
        "blocked_people": [
            {"name": name, "since": since.isoformat()}
            for name, since in blocks.values_list("blocked__public_name", "created_at")
        ],
    }
    if profile.image is not None:
        name = f"profile/picture.{profile.image.file.name.rpartition('.')[2]}"
        found["files"] = {name: partial(profile.image.file.open, "rb")}
    return found
