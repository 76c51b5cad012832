"""Subscribing to topics."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from community.api.taking_part import taking_part
from community.subscription_targets import find
from community.subscriptions import unsubscribe, why_not_subscribed
from limits.checking import spend
from pictures.api.ids import Id
from rest.authentication import MEMBER, member
from rest.problems import Problem
from rest.scopes import Scope

router = Router(tags=["subscriptions"])


class SubscribedNow(Schema):
    subscribed: bool = Field(examples=[True])


@router.put(
    "/topics/{topic_id}/subscription",
    response=SubscribedNow,
    auth=MEMBER(Scope.ENGAGE),
    operation_id="subscribe_to_topic",
)
def subscribe_to_topic(request: HttpRequest, topic_id: Id) -> SubscribedNow:
    """Subscribe to a public topic, as often as one wants."""
    target = find("topic", topic_id)
    if target is None:
        raise Http404
    spend("subscribe", request)
    why = why_not_subscribed(taking_part(request, "subscribe"), target)
    if why:
        raise Problem(409, "refused", why)
    return SubscribedNow(subscribed=True)


@router.delete(
    "/topics/{topic_id}/subscription",
    response={204: None},
    auth=MEMBER(Scope.ENGAGE),
    operation_id="unsubscribe_from_topic",
)
def unsubscribe_from_topic(request: HttpRequest, topic_id: Id) -> Status[None]:
    """End a subscription, whatever became of the topic."""
    unsubscribe(user_id=member(request).pk, kind="topic", target_id=topic_id)
    return Status(204, None)
