"""What is around a picture, on a page of its own that a picture's page takes into itself."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pictures import browsing
from pictures.addresses import canonical_address, page_address
from pictures.around import around
from pictures.copies import grid_copies
from pictures.models import PicturePage
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import home_id_of
from pictures.standing import standing_of


@require_safe
def around_picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Pictures with one change of its recipe, and related ones; 404 where it is not public."""
    home_id = home_id_of(request)
    pictures = PicturePage.objects.select_related("image").filter(live=True, pk=picture_id)
    picture = pictures.first()
    standing = standing_of(picture) if picture else None
    if picture is None or standing is None or standing.withdrawn or standing.maybe_restricted:
        raise Http404
    if standing.parent is None or standing.listed_at is None:
        raise Http404
    found = around(
        picture, home_id=home_id, topic_id=standing.parent.id, listed_at=standing.listed_at
    )
    copies = grid_copies(browsing.keys([*found.changed, *found.related]))
    seeds = [row["picture__recipe_data"].get("seed") for row in found.changed]
    tiles = [
        replace(card, seed=seed)
        for card, seed in zip(browsing.cards(found.changed, copies), seeds, strict=True)
    ]
    context = {
        "picture": picture,
        "picture_url": page_address(picture.url_path),
        "canonical_url": canonical_address(picture, picture.content_language),
        "changed": list(zip(tiles, found.changes, strict=True)),
        "related": browsing.cards(found.related, copies),
        "own_seed": picture.recipe.seed,
    }
    return same_for_everyone(render(request, "pictures/around_page.html", context))
