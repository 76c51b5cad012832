"""What happened that concerns a member."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from community.models.comment import CommentState
from community.models.profile import Profile
from community.models.standing import Block
from pictures.models import Placement


class NotificationKind(models.TextChoices):
    REPLY = "reply", _("Reply")
    MENTION = "mention", _("Mention")
    COMMENT = "comment", _("Comment on my picture")
    LIKE = "like", _("Like")
    SUBSCRIBER = "subscriber", _("New subscriber")
    COMMENT_DECIDED = "comment-decided", _("Decision on my comment")
    SUBMISSION_DECIDED = "submission-decided", _("Decision on my submission")
    PICTURE_DECIDED = "picture-decided", _("Decision on my picture")
    REPORT_DECIDED = "report-decided", _("Outcome of my report")
    MEMBER_DECIDED = "member-decided", _("Decision on my account")


DECISIONS = (
    NotificationKind.COMMENT_DECIDED,
    NotificationKind.SUBMISSION_DECIDED,
    NotificationKind.PICTURE_DECIDED,
    NotificationKind.REPORT_DECIDED,
    NotificationKind.MEMBER_DECIDED,
)


class NotificationQuerySet(models.QuerySet):
    def of(self, user_id: int) -> NotificationQuerySet:
        return self.filter(user_id=user_id)

    def unseen(self) -> NotificationQuerySet:
        return self.filter(seen_at=None)

    def shown(self) -> NotificationQuerySet:
        """Nothing from people who are blocked or gone, nothing about what is no longer public.

        A decision on one's own picture or comment is told, public or not.
        """
        blocked = Block.objects.filter(user_id=OuterRef("user_id"), blocked_id=OuterRef("actor_id"))
        actor = Profile.objects.shown().filter(user_id=OuterRef("actor_id"))
        listed = Placement.objects.listed().filter(picture_id=OuterRef("picture_id"))
        public = (
            (Q(actor=None) | (Exists(actor) & ~Exists(blocked)))
            & (Q(picture=None) | Exists(listed))
            & (Q(comment=None) | Q(comment__state=CommentState.VISIBLE))
        )
        return self.filter(Q(kind__in=DECISIONS) | public)


class Notification(models.Model):
    """`key` names what it tells: a second one of that key to the same member is not made.

    `count` says how many such things one line sums up. `outcome` and `reason` are for decisions.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NotificationKind.choices)
    key = models.CharField(max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    picture = models.ForeignKey(
        "pictures.PicturePage", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    comment = models.ForeignKey(
        "community.Comment", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    count = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=20, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_notification_a_key"),
        ]
        indexes = [
            models.Index(fields=["user", "created_at", "id"], name="notification_of_member"),
            models.Index(fields=["user", "seen_at"], name="notification_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
