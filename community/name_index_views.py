"""The indexes of all tags and of everybody whose pictures are public."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from community.models import Profile
from community.people import Person, persons
from pictures.models import PersonPlacement, PersonTotal, TagPlacement, TagTotal
from pictures.name_lists import NAME, NamePage, browse_names
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import home_id_of


@require_safe
def tag_index(request: HttpRequest) -> HttpResponse:
    """Every tag that a public picture carries. Three queries."""
    home_id = home_id_of(request)
    carried = TagPlacement.objects.filter(home_id=home_id, tag_id=OuterRef("tag_id"))
    totals = TagTotal.objects.filter(Exists(carried))
    page = browse_names(request, totals, home_id=home_id, of="tag_id")
    tags = Tag.objects.in_bulk([row["id"] for row in page.rows])
    return _answer(
        request,
        page,
        tags,
        heading=_("Tags"),
        about=_("Every tag of the gallery, with the number of its pictures."),
        nothing=_("No tags here yet"),
        row_template="community/tags/_tag_row.html",
    )


@require_safe
def people_index(request: HttpRequest) -> HttpResponse:
    """Everybody whom visitors may look up and whose pictures they see. Three queries."""
    home_id = home_id_of(request)
    shown = Profile.objects.shown().filter(user_id=OuterRef("person_id"))
    made = PersonPlacement.objects.filter(home_id=home_id, person_id=OuterRef("person_id"))
    totals = PersonTotal.objects.filter(Exists(shown), Exists(made))
    page = browse_names(request, totals, home_id=home_id, of="person_id")
    profiles = Profile.objects.filter(user_id__in=[row["id"] for row in page.rows])
    people = {person.id or 0: person for person in persons(profiles)}
    return _answer(
        request,
        page,
        people,
        heading=_("People"),
        about=_("Everybody whose pictures hang in the gallery."),
        nothing=_("Nobody here yet"),
        row_template="community/_person_row.html",
    )


def _answer(
    request: HttpRequest, page: NamePage, named: Mapping[int, Tag | Person], **words: str
) -> HttpResponse:
    """`named`: whose the rows are, by id; a row is left out where they have gone meanwhile."""
    page.rows = [{**row, "whose": named[row["id"]]} for row in page.rows if row["id"] in named]
    context = {"name_page": page, "is_by_letter": page.order.sort == NAME, **words}
    return same_for_everyone(render(request, "community/name_index.html", context))
