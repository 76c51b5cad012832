"""The names of tags and of people that public pictures have, as an address asks for them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from taggit.models import Tag

from community.models import Profile
from community.people import Person, persons
from pictures.models import PersonPlacement, PersonTotal, TagPlacement, TagTotal
from pictures.name_lists import NamePage, browse_names
from pictures.site_lookup import home_id_of


def tag_names(request: HttpRequest) -> NamePage:
    """Every tag that a public picture carries; `whose` of a row is the tag. Three queries."""
    home_id = home_id_of(request)
    carried = TagPlacement.objects.filter(home_id=home_id, tag_id=OuterRef("tag_id"))
    totals = TagTotal.objects.filter(Exists(carried))
    page = browse_names(request, totals, home_id=home_id, of="tag_id")
    return _with(page, Tag.objects.in_bulk([row["id"] for row in page.rows]))


def people_names(request: HttpRequest) -> NamePage:
    """Everybody whom visitors may look up and whose pictures they see; `whose` of a row is the
    `Person`. Three queries.
    """
    home_id = home_id_of(request)
    shown = Profile.objects.shown().filter(user_id=OuterRef("person_id"))
    made = PersonPlacement.objects.filter(home_id=home_id, person_id=OuterRef("person_id"))
    totals = PersonTotal.objects.filter(Exists(shown), Exists(made))
    page = browse_names(request, totals, home_id=home_id, of="person_id")
    profiles = Profile.objects.filter(user_id__in=[row["id"] for row in page.rows])
    return _with(page, {person.id or 0: person for person in persons(profiles)})


def _with(page: NamePage, named: Mapping[int, Tag | Person]) -> NamePage:
    """A row is left out where whose it is has gone meanwhile."""
    page.rows = [{**row, "whose": named[row["id"]]} for row in page.rows if row["id"] in named]
    return page
