"""What `/me/state/` tells of the one who asks: name and picture, settings, whom they blocked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from community.answering import member_id
from community.blocking import blocked_ids
from community.models import Profile
from community.people import persons


def people_state(request: HttpRequest, page: Page | None) -> dict[str, Any]:
    """`user`, `settings` and `blocked` (ids of people). Three queries."""
    mine = Profile.objects.filter(user_id=member_id(request))
    me = next(iter(persons(mine)), None)
    found = mine.values("language", "theme", "sensitive_content").first()
    if me is None or found is None:
        return {"blocked": []}
    return {
        "user": {
            "id": me.id,
            "name": me.name,
            "url": me.url,
            "avatar": me.avatar,
            "initial": me.initial,
            "tone": me.tone,
        },
        "settings": {
            "language": found["language"],
            "theme": found["theme"],
            "sensitive": found["sensitive_content"],
        },
        "blocked": blocked_ids(me.id or 0),
    }
