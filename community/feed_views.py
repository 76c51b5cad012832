"""`/me/subscriptions/`: the feed, and the list of what is subscribed to."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community.answering import done, member_id
from community.feed import feed_page
from community.feed import mark_seen as mark_feed_seen
from community.models import Profile, Subscription
from community.settings_pages import personal
from community.subscription_list import subscribed
from pictures.site_lookup import home_id_of


@require_safe
@personal
def subscription_feed(request: HttpRequest) -> HttpResponse:
    """Pictures of what is subscribed to; what came since the last visit stands before a line."""
    home_id = home_id_of(request)
    page = feed_page(Profile.objects.get(user_id=member_id(request)), home_id, request.GET)
    mine = Subscription.objects.filter(user_id=member_id(request))
    context = {
        "feed": page,
        "next_url": f"{request.path}?{page.next_query}" if page.next_query else "",
        "subscriptions": len(mine.values("pk")[:2]) if not page.cards else 1,
    }
    return render(request, "community/subscription_feed.html", context)


@require_safe
@personal
def subscription_list(request: HttpRequest) -> HttpResponse:
    context = {"groups": subscribed(member_id(request))}
    return render(request, "community/subscription_list.html", context)


@require_POST
@personal
def feed_seen(request: HttpRequest) -> HttpResponse:
    """Everything up to `until` is seen, without it everything up to now."""
    mark_feed_seen(member_id(request), _moment(request.POST.get("until", "")))
    return done(request, {"new": 0}, back=reverse("me_subscriptions"))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return timezone.now()
    return moment if moment.tzinfo and 1 < moment.year < 9999 else timezone.now()
