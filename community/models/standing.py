"""Who may not take part, and who wants nothing to do with whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BanQuerySet(models.QuerySet):
    def in_force(self) -> BanQuerySet:
        return self.filter(models.Q(until=None) | models.Q(until__gt=timezone.now()))


class Ban(models.Model):
    """A member who may look, but neither write nor like nor submit; `until` null is for good."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    banned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hides_profile = models.BooleanField(
        _("hide their page"),
        default=False,
        help_text=_("Their page and their name below their pictures lead nowhere meanwhile."),
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")

    def __str__(self) -> str:
        return str(self.user)


class Block(models.Model):
    """A member who wants neither to read another nor to be answered by them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("block")
        constraints = [
            models.UniqueConstraint(fields=["user", "blocked"], name="one_block_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} blocks {self.blocked_id}"
