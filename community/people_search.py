"""People by a part of their nickname."""

from __future__ import annotations

from django.utils.translation import gettext as _

from community.models import Profile
from community.nicknames import nickname_key
from community.people import Person, persons
from pictures.searching.asking import Asked
from pictures.searching.suggesting import Suggestion, offers

MOST = 60


def find_people(asked: Asked, *, limit: int = MOST) -> list[Person]:
    """Those whom visitors may look up, whose nickname holds every word. One query."""
    keys = [nickname_key(part.value) for part in asked.words]
    if not any(keys):
        return []
    profiles = Profile.objects.shown()
    for key in filter(None, keys):
        profiles = profiles.filter(nickname_key__contains=key)
    return persons(profiles.order_by("nickname_key")[:limit])


@offers("people")
def suggest_people(asked: Asked, limit: int) -> list[Suggestion]:
    found = find_people(asked, limit=limit)
    return [Suggestion(_("Person"), person.name, person.url) for person in found]
