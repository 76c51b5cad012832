"""The public page of somebody: the same for everyone."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from community.answering import member_id
from community.models import Profile
from community.nicknames import nickname_key
from community.people import person_address, person_of
from community.people_tabs import TABS, curated_topics, tabs_of
from community.profiles import find_profile
from community.settings_pages import personal
from pictures import side_totals
from pictures.addresses import absolute
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import home_id_of


@require_safe
def person_page(request: HttpRequest, nickname: str, tab: str = "works") -> HttpResponse:
    """Their pictures, or another `tab`; a name written otherwise, or a former one, leads here."""
    profile = find_profile(nickname)
    home_id = home_id_of(request)
    if profile is None or tab not in TABS:
        raise Http404
    if profile.nickname != nickname:
        return _lead_on(request, profile, nickname, tab)
    if tab == "likes" and not profile.likes_are_public:
        raise Http404
    total = side_totals.made_by(profile.user_id, home_id)
    context = {
        "profile": profile,
        "person": person_of(profile),
        "total": total,
        "topics": curated_topics(profile.user_id),
        "tabs": tabs_of(profile, tab),
        "tab": tab,
        "canonical_url": absolute(tab_address(profile.nickname, tab)),
        **TABS[tab].context(request, profile, home_id, total),
    }
    return same_for_everyone(render(request, "community/person_page.html", context))


def _lead_on(request: HttpRequest, profile: Profile, written: str, tab: str) -> HttpResponse:
    """To the one address of the page, the query kept; not for good from a former name."""
    address = tab_address(profile.nickname, tab)
    query = request.META.get("QUERY_STRING", "")
    is_same_name = nickname_key(written) == profile.nickname_key
    kind = HttpResponsePermanentRedirect if is_same_name else HttpResponseRedirect
    response = kind(f"{address}?{query}" if query else address)
    # Kept for ever, it would lead in circles where somebody turns their name back.
    response["Cache-Control"] = "public, max-age=600"
    return response


def tab_address(nickname: str, tab: str) -> str:
    return person_address(nickname) if tab == "works" else reverse(TABS[tab].name, args=[nickname])


@require_safe
@personal
def my_page(request: HttpRequest) -> HttpResponse:
    """Leads to one's own page."""
    nickname = Profile.objects.values_list("nickname", flat=True).get(user_id=member_id(request))
    return redirect("person", nickname)
