"""What `/me/state/` tells of subscriptions: the buttons that are pressed, what is new."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from community.answering import member_id
from community.feed import count_new
from community.models import Profile, Subscription
from community.notifications import count_unseen
from pictures.site_lookup import site_of

KINDS = ("topic", "person", "tag")


def subscription_state(request: HttpRequest, page: Page | None) -> dict[str, Any]:
    """`subscriptions` as `kind-id`; `new` counts what is unseen, 100 for 100 and more.

    Four queries at most.
    """
    user_id = member_id(request)
    rows = Subscription.objects.filter(user_id=user_id).values(*(f"{kind}_id" for kind in KINDS))
    subscribed = [
        f"{kind}-{row[f'{kind}_id']}" for row in rows for kind in KINDS if row[f"{kind}_id"]
    ]
    return {
        "subscriptions": subscribed,
        "new": {
            "pictures": _new_pictures(request) if subscribed else 0,
            "notifications": count_unseen(user_id),
        },
    }


def _new_pictures(request: HttpRequest) -> int:
    site = site_of(request)
    profile = Profile.objects.filter(user_id=member_id(request)).first()
    return count_new(profile, site.root_page_id) if site and profile else 0
