"""What people say below a picture."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_COMMENT = 2000


class CommentState(models.TextChoices):
    VISIBLE = "visible", _("Visible")
    HELD = "held", _("Waiting for a curator")
    HIDDEN = "hidden", _("Hidden by a curator")
    DELETED = "deleted", _("Deleted by its author")


class Comment(models.Model):
    """Plain text; a reply's `parent` is never a reply itself. Ids rise with time.

    A deleted one keeps its row, without its text, while it has replies. The author is null once
    their account is gone. Visible ones are counted in `pictures.Placement.discussion`.
    """

    picture = models.ForeignKey(
        "pictures.PicturePage",
        verbose_name=_("picture"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    text = models.TextField(_("text"), max_length=MAX_COMMENT)
    state = models.CharField(
        _("state"), max_length=8, choices=CommentState.choices, default=CommentState.VISIBLE
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("when"))
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    # Of the form it came from: sent twice, it is written once.
    token = models.CharField(max_length=36, null=True, editable=False)  # noqa: DJ001 - nulls differ

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(fields=["author", "token"], name="one_comment_a_form"),
        ]
        indexes = [
            models.Index(fields=["picture", "parent", "id"], name="comment_thread"),
            models.Index(fields=["author", "created_at", "id"], name="comment_of_author"),
            models.Index(fields=["state", "created_at", "id"], name="comment_by_state"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """A member named in a comment; who the name meant when it was written."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    nickname = models.CharField(max_length=20)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mention")
        constraints = [
            models.UniqueConstraint(fields=["comment", "user"], name="one_mention_a_member"),
        ]

    def __str__(self) -> str:
        return f"@{self.nickname}"
