"""Accounts, and those that are about to be deleted."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who signs in: member, curator or operator.

    `public_name` is what others read; whoever keeps profiles writes it. The user name is for
    logging in and is shown to nobody else once there is a public name.
    """

    public_name = models.CharField(_("public name"), max_length=40, blank=True, default="")

    def shown_name(self) -> str:
        return self.public_name or self.get_username()


class Departure(models.Model):
    """An account whose owner wants it deleted; until `due_at` they may change their mind.

    `keep` names what stays without its author's name, such as `comments`; see `accounts.signals`.
    `language` is that of the mails about it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="departure",
        primary_key=True,
    )
    keep = models.JSONField(default=list)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="ko")
    requested_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("departure")

    def __str__(self) -> str:
        return f"{self.user_id} leaves at {self.due_at:%Y-%m-%d}"
