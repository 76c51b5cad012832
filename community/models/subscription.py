"""What members follow: topics, people, tags."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

TARGETS = ("topic", "person", "tag")


def _only(target: str) -> Q:
    return Q(**{f"{name}__isnull": name != target for name in TARGETS})


class Subscription(models.Model):
    """Exactly one of `topic`, `person` and `tag` is set."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    topic = models.ForeignKey(
        "topics.TopicPage",
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    tag = models.ForeignKey(
        "taggit.Tag",
        verbose_name=_("tag"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    is_muted = models.BooleanField(_("muted"), default=False)
    created_at = models.DateTimeField(_("since"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            # Null columns never collide, on any of the three databases.
            models.UniqueConstraint(fields=["user", "topic"], name="one_subscription_a_topic"),
            models.UniqueConstraint(fields=["user", "person"], name="one_subscription_a_person"),
            models.UniqueConstraint(fields=["user", "tag"], name="one_subscription_a_tag"),
            models.CheckConstraint(
                condition=_only("topic") | _only("person") | _only("tag"),
                name="subscription_has_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.topic_id or self.person_id or self.tag_id}"
