"""Who likes which picture."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Like(models.Model):
    """How many there are is kept in `pictures.Placement.popularity`, by `pictures.scores`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    picture = models.ForeignKey(
        "pictures.PicturePage",
        verbose_name=_("picture"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    created_at = models.DateTimeField(_("when"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [
            models.UniqueConstraint(fields=["user", "picture"], name="one_like_a_member"),
        ]
        indexes = [
            models.Index(fields=["user", "created_at", "picture"], name="like_of_member"),
            models.Index(fields=["created_at", "picture"], name="like_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} likes {self.picture_id}"
