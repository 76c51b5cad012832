"""What members have and do."""

from __future__ import annotations

from tests.permissions.table import BOTH, GET, MEMBERS, MINE, POST, Rule

# Led to the log-in, refused to who is banned, open to everybody else.
TAKING_PART = "L++-++++"
TOLD = "L++~++++"  # the same, told beside the form

PERSONAL: dict[str, Rule] = {
    "me": GET(MEMBERS),
    "me_likes": GET(MEMBERS),
    "chosen_likes": POST(MEMBERS),
    "like": POST(TAKING_PART).of(lambda s: [s.picture.pk]),
    # An unknown token only says so.
    "carry_out_intent": GET(MEMBERS).of(lambda s: ["none"]),
    "post_comment": POST(TOLD).of(lambda s: [s.picture.pk]).sent(lambda s: {"text": "Hi"}),
    # Others learn nothing of it.
    "edit_comment": POST("0+000000").of(lambda s: [s.comment.pk]).sent(lambda s: {"text": "Hi"}),
    "delete_comment": POST("0+000000").of(lambda s: [s.comment.pk]),
    "my_comment": GET(MEMBERS).of(lambda s: [s.comment.pk]),
    "write_comment": GET(MEMBERS).of(lambda s: [s.picture.pk]),
    "me_subscriptions": GET(MEMBERS),
    "me_subscription_list": GET(MEMBERS),
    "feed_seen": POST(MEMBERS),
    "subscription": POST(TAKING_PART).of(lambda s: ["topic", s.topic.pk]),
    "me_notifications": GET(MEMBERS),
    "notifications_seen": POST(MEMBERS),
    "my_collections": GET(MEMBERS),
    "new_collection": BOTH(MEMBERS, MEMBERS),
    "my_collection": BOTH(MINE, MINE).of(lambda s: [s.collection.key]),
    "arrange_collection": POST(MINE)
    .of(lambda s: [s.collection.key])
    .sent(lambda s: {"picture": s.picture.pk, "step": "1"}),
    "delete_collection": BOTH(MINE, MINE).of(lambda s: [s.collection.key]),
    "collect": POST(TAKING_PART).of(lambda s: [s.picture.pk]),
    "choose_collections": BOTH(MEMBERS, TAKING_PART).of(lambda s: [s.picture.pk]),
    "me_settings": BOTH(MEMBERS, MEMBERS),
    "me_picture": POST(MEMBERS),
    "me_picture_crop": POST(MEMBERS),
    "me_picture_delete": POST(MEMBERS),
    "me_display": BOTH(MEMBERS, MEMBERS),
    "me_theme": POST(MEMBERS),
    "me_notification_settings": BOTH(MEMBERS, MEMBERS),
    "me_blocks": GET(MEMBERS),
    # Not oneself.
    "me_block": POST("L+-+++++").of(lambda s: [s.cast["other member"].pk]),
    "me_submissions": GET(MEMBERS),
    "submit": BOTH(MEMBERS, MEMBERS),
    "me_submission": GET(MINE).of(lambda s: [s.submission.pk]),
    "me_submission_edit": BOTH(MINE, MINE).of(lambda s: [s.submission.pk]),
    "me_submission_replace": BOTH(MINE, MINE).of(lambda s: [s.submission.pk]),
    "me_submission_withdraw": POST(MINE).of(lambda s: [s.submission.pk]),
    "me_submission_undo": POST(MINE).of(lambda s: [s.submission.pk]),
    # Shown to those who decide, too.
    "me_submission_thumbnail": GET("L+000+++").of(lambda s: [s.submission.pk]),
    "me_submission_earlier": GET("L+000+++").of(lambda s: [s.submission.pk, s.sent_image]),
    # The scene's has no earlier file.
    "me_submission_bring_back": POST("L0000000").of(lambda s: [s.submission.pk, s.sent_image]),
    # A file that nobody has brought: led to one's own submissions.
    "submit_words": BOTH(MEMBERS, MEMBERS).of(lambda s: [s.batch.uuid]),
    "submit_discard": POST(MEMBERS).of(lambda s: [s.batch.uuid]),
    "submit_thumbnail": GET("L0000000").of(lambda s: [s.batch.uuid]),
    "social_welcome": BOTH(MEMBERS, MEMBERS),
    "report_picture": BOTH(MEMBERS, TOLD).of(lambda s: [s.picture.pk]),
    "report_comment": BOTH(MEMBERS, TOLD).of(lambda s: [s.comment.pk]),
    "report_person": BOTH("L+0+++++", "L+0~++++").of(lambda s: ["dan"]),
}
