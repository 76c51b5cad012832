"""`GET me`: who asks and what they may do; and their feed."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Query, Router, Schema
from pydantic import Field

from community.api.comments import PersonShown
from community.feed import feed_page
from community.models import Profile
from community.people import persons
from community.rights import may_moderate
from community.taking_part import has_verified_email
from pictures.api.cards import PictureInList, in_lists
from pictures.api.sources import whole
from pictures.site_lookup import home_id_of
from rest.authentication import MEMBER, member
from rest.paging import PageOf, cursor_in
from rest.scopes import Scope

router = Router(tags=["me"])


class Rights(Schema):
    """For what an interface offers; each operation asks again."""

    may_enter_admin: bool
    may_generate: bool
    may_moderate: bool


class Me(Schema):
    person: PersonShown | None = Field(description="As others see it; null while one leaves.")
    email: str = Field(examples=["bo@example.com"])
    email_verified: bool
    language: str = Field(examples=["ko"])
    theme: str = Field(description="auto, light or dark", examples=["auto"])
    sensitive_content: str = Field(description="show, blur or hide", examples=["blur"])
    rights: Rights
    csrf_token: str | None = Field(description="For `X-CSRFToken`; null for an access token.")


class FeedQuery(Schema):
    after: str = Field("", max_length=500, description="`next` of the page before.")


class Feed(PageOf[PictureInList]):
    new: int = Field(description="Since `since`; 100 for 100 and more.")
    since: datetime = Field(description="The last visit.")


@router.get("/me", response=Me, auth=MEMBER(Scope.READ), operation_id="get_me")
def get_me(request: HttpRequest) -> Me:
    """Who asks, how they want to see the site, and what they may do."""
    user = member(request)
    mine = Profile.objects.filter(user_id=user.pk)
    profile, person = mine.get(), next(iter(persons(mine.filter(hidden_at=None))), None)
    is_session = request.auth.token is None  # type: ignore[attr-defined]
    return Me(
        person=None
        if person is None
        else PersonShown(
            id=user.pk, nickname=person.name, url=whole(person.url), avatar=whole(person.avatar)
        ),
        email=user.email,
        email_verified=has_verified_email(user),
        language=profile.language,
        theme=profile.theme,
        sensitive_content=profile.sensitive_content,
        rights=Rights(
            may_enter_admin=user.has_perm("wagtailadmin.access_admin"),
            may_generate=user.has_perm("sd_bridge.generate"),
            may_moderate=may_moderate(user),
        ),
        csrf_token=get_token(request) if is_session else None,
    )


@router.get("/me/feed", response=Feed, auth=MEMBER(Scope.READ), operation_id="list_my_feed")
def my_feed(request: HttpRequest, query: Query[FeedQuery]) -> Feed:
    """Pictures of what one subscribes to, each once, the newest first."""
    profile = Profile.objects.get(user_id=member(request).pk)
    page = feed_page(profile, home_id_of(request), request.GET)
    return Feed(
        items=in_lists(request, page.cards),
        next=cursor_in(f"?{page.next_query}") if page.next_query else None,
        previous=None,
        new=page.new,
        since=page.since,
    )
