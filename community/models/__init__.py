"""What people do with pictures and with one another."""

from community.models.audience import DailySubscribers, DailyViews, FreshView
from community.models.collection import CollectionItem, CollectionVisibility, PictureCollection
from community.models.comment import MAX_COMMENT, Comment, CommentState, Mention
from community.models.intent import Intent
from community.models.like import Like
from community.models.moderation import (
    UNDO_FOR,
    Acquaintance,
    Decision,
    ReasonTemplate,
    ReasonUse,
)
from community.models.notification import Notification, NotificationKind
from community.models.page_rules import CommentPolicy, PageRules
from community.models.profile import Digest, FormerNickname, Profile, SensitiveContent, Theme
from community.models.report import Report, ReportReason, ReportState
from community.models.standing import Ban, Block
from community.models.submission import Submission, SubmissionState, SubmissionTask
from community.models.subscription import Subscription

__all__ = [
    "MAX_COMMENT",
    "UNDO_FOR",
    "Acquaintance",
    "Ban",
    "Block",
    "CollectionItem",
    "CollectionVisibility",
    "Comment",
    "CommentPolicy",
    "CommentState",
    "DailySubscribers",
    "DailyViews",
    "Decision",
    "Digest",
    "FormerNickname",
    "FreshView",
    "Intent",
    "Like",
    "Mention",
    "Notification",
    "NotificationKind",
    "PageRules",
    "PictureCollection",
    "Profile",
    "ReasonTemplate",
    "ReasonUse",
    "Report",
    "ReportReason",
    "ReportState",
    "SensitiveContent",
    "Submission",
    "SubmissionState",
    "SubmissionTask",
    "Subscription",
    "Theme",
]
