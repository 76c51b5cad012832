"""`/me/notifications/`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from community.answering import done, member_id
from community.notifications import count_unseen, mark_seen, notice_page
from community.settings_pages import personal


@require_safe
@personal
def notification_list(request: HttpRequest) -> HttpResponse:
    page = notice_page(member_id(request), request.GET)
    context = {
        "page_of": page,
        "unseen": count_unseen(member_id(request)),
        "next_url": f"{request.path}?{page.next_query}" if page.next_query else "",
    }
    return render(request, "community/notification_list.html", context)


@require_POST
@personal
def notifications_seen(request: HttpRequest) -> HttpResponse:
    """All of them, or the one that `notification` names."""
    number = request.POST.get("notification", "")
    one = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
    if not number or one is not None:
        mark_seen(member_id(request), one)
    answer = {"unseen": count_unseen(member_id(request))}
    return done(request, answer, back=reverse("me_notifications"))
