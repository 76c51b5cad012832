"""What members ask and do by the API."""

from __future__ import annotations

from rest.scopes import Scope
from tests.permissions.api_table import Call
from tests.permissions.table import MEMBERS

NOT_BANNED = "L++-++++"
ENDS = MEMBERS  # what is one's own may be taken back by who is banned, too


def _picture(scene):
    return {"picture_id": scene.picture.pk}


def _comment(scene):
    return {"comment_id": scene.comment.pk}


def _topic(scene):
    return {"topic_id": scene.topic.pk}


def _report(scene):
    return {"kind": "spam"}


API_MEMBERS: dict[str, Call] = {
    "get_me": Call(MEMBERS, scope=Scope.READ),
    "list_my_likes": Call(MEMBERS, scope=Scope.READ),
    "list_my_feed": Call(MEMBERS, scope=Scope.READ),
    "like_picture": Call(NOT_BANNED, scope=Scope.ENGAGE).at(_picture),
    "unlike_picture": Call(ENDS, scope=Scope.ENGAGE).at(_picture),
    "post_comment": Call(NOT_BANNED, scope=Scope.ENGAGE)
    .at(_picture)
    .sent(lambda s: {"text": "Such light"}),
    "edit_comment": Call("L+000000", scope=Scope.ENGAGE)
    .at(_comment)
    .sent(lambda s: {"text": "Hi"}),
    "delete_comment": Call("L+000000", scope=Scope.ENGAGE).at(_comment),
    "report_comment": Call(NOT_BANNED, scope=Scope.ENGAGE).at(_comment).sent(_report),
    "report_picture": Call(NOT_BANNED, scope=Scope.ENGAGE).at(_picture).sent(_report),
    "subscribe_to_topic": Call(NOT_BANNED, scope=Scope.ENGAGE).at(_topic),
    "unsubscribe_from_topic": Call(ENDS, scope=Scope.ENGAGE).at(_topic),
}
