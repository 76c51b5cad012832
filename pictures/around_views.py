"""What is around a picture, on a page of its own that a picture's page takes into itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pictures.addresses import canonical_address, page_address
from pictures.around import around, around_cards
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import home_id_of
from pictures.surroundings import open_picture


@require_safe
def around_picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Pictures with one change of its recipe, and related ones; 404 where it is not public."""
    home_id = home_id_of(request)
    picture, topic_id, listed_at = open_picture(picture_id)
    found = around(picture, home_id=home_id, topic_id=topic_id, listed_at=listed_at)
    changed, related = around_cards(found)
    context = {
        "picture": picture,
        "picture_url": page_address(picture.url_path),
        "canonical_url": canonical_address(picture, picture.content_language),
        "changed": changed,
        "related": related,
        "own_seed": picture.recipe.seed,
    }
    return same_for_everyone(render(request, "pictures/around_page.html", context))
