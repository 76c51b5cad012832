"""The indexes of tags and of people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.name_indexes import people_names, tag_names
from pictures.name_lists import NAME, NamePage
from pictures.public_pages import same_for_everyone


@require_safe
def tag_index(request: HttpRequest) -> HttpResponse:
    """Every tag that a public picture carries. Three queries."""
    return _answer(
        request,
        tag_names(request),
        heading=_("Tags"),
        about=_("Every tag of the gallery, with the number of its pictures."),
        nothing=_("No tags here yet"),
        row_template="community/tags/_tag_row.html",
    )


@require_safe
def people_index(request: HttpRequest) -> HttpResponse:
    """Everybody whom visitors may look up and whose pictures they see. Three queries."""
    return _answer(
        request,
        people_names(request),
        heading=_("People"),
        about=_("Everybody whose pictures hang in the gallery."),
        nothing=_("Nobody here yet"),
        row_template="community/_person_row.html",
    )


def _answer(request: HttpRequest, page: NamePage, **words: str) -> HttpResponse:
    context = {"name_page": page, "is_by_letter": page.order.sort == NAME, **words}
    return same_for_everyone(render(request, "community/name_index.html", context))
