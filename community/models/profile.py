"""What others see of an account, and how its owner wants to see the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.models.standing import Ban
from community.nicknames import MAX_NICKNAME, nickname_key


class SensitiveContent(models.TextChoices):
    SHOW = "show", pgettext_lazy("sensitive pictures", "Show")
    BLUR = "blur", _("Blur until asked")
    HIDE = "hide", pgettext_lazy("sensitive pictures", "Leave out")


class Theme(models.TextChoices):
    AUTO = "auto", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Digest(models.TextChoices):
    NEVER = "never", _("Never")
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")


class ProfileQuerySet(models.QuerySet):
    def shown(self) -> ProfileQuerySet:
        """Those of people whom visitors may look up: neither leaving nor banned."""
        banned = Ban.objects.in_force().filter(user_id=models.OuterRef("user_id"))
        return self.filter(~models.Exists(banned), hidden_at__isnull=True, user__is_active=True)


class Profile(models.Model):
    """One for each account, made with it. `nickname_key` is what makes nicknames unique."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    nickname = models.CharField(_("nickname"), max_length=MAX_NICKNAME)
    nickname_key = models.CharField(max_length=80, unique=True, editable=False)
    image = models.ForeignKey(
        "pictures.GalleryImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    bio = models.TextField(_("about me"), blank=True, default="", max_length=500)
    links = models.JSONField(_("links"), default=list, blank=True)  # of {"label", "url"}
    likes_are_public = models.BooleanField(_("show my likes to everyone"), default=False)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="ko"
    )
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    sensitive_content = models.CharField(
        _("sensitive pictures"),
        max_length=4,
        choices=SensitiveContent.choices,
        default=SensitiveContent.BLUR,
    )
    digest = models.CharField(
        _("mail about my subscriptions"),
        max_length=6,
        choices=Digest.choices,
        default=Digest.NEVER,
    )
    mail_replies = models.BooleanField(_("mail about replies and mentions"), default=True)
    mail_decisions = models.BooleanField(
        _("mail about what became of my submissions and reports"), default=True
    )
    feed_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    digest_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)  # leaving
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return self.nickname

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.nickname_key = nickname_key(self.nickname)
        super().save(*args, **kwargs)


class FormerNickname(models.Model):
    """What somebody was called: for a while their address leads on, and nobody else takes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    nickname_key = models.CharField(max_length=80, unique=True)
    kept_until = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("former nickname")

    def __str__(self) -> str:
        return self.nickname_key
