"""The button that subscribes."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, QuerySet, Value

from community.models import Subscription
from community.subscription_targets import KINDS
from pictures.composed import composed

register = template.Library()


@register.inclusion_tag("community/_subscribe_button.html")
def subscribe_button(kind: str, pk: int, look: str = "outline-primary") -> dict[str, Any]:
    """For a topic's page, an account's or a tag's id: the same for everyone.

    `look="primary"` where it is the page's next step. The page loads `css/subscribe.css` and
    `js/subscribe.js`, which shows who is subscribed.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    return {"kind": kind, "pk": pk, "look": look}


@register.simple_tag
def subscriber_count(kind: str, pk: int | None) -> int:
    """How many subscribe to it. One query."""
    rows = _subscribers(kind, pk=pk) if pk else []
    return rows[0][0] if rows else 0


@composed
def _subscribers(kind: str, *, pk: int) -> QuerySet[Any]:
    subscribers = Subscription.objects.filter(**{f"{kind}_id": pk}).order_by()
    return subscribers.annotate(all=Value(1)).values("all").annotate(n=Count("*")).values_list("n")
