"""The list of all pictures, and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pictures import browsing
from pictures.addresses import canonical_address, page_address
from pictures.copies import all_copies
from pictures.downloads import offer_of
from pictures.marking import picture_statement
from pictures.models import PicturePage
from pictures.public_pages import same_for_everyone
from pictures.public_versions import watch
from pictures.recipe_display import raw_text, recipe_rows
from pictures.recipe_files import recipe_address
from pictures.recipe_reader import write_infotext
from pictures.site_lookup import site_of
from pictures.standing import Standing
from pictures.surroundings import author_name, licence, surroundings


@require_safe
def all_pictures(request: HttpRequest) -> HttpResponse:
    """Every public picture of the site."""
    site = site_of(request)
    if site is None:
        raise Http404
    home_id = site.root_page_id
    card_page = browsing.browse(request, topic_id=home_id, total=browsing.total(home_id))
    context = {"card_page": card_page}
    return same_for_everyone(render(request, "pictures/pictures.html", context))


def picture_page(
    request: HttpRequest, picture: PicturePage, *, is_preview: bool = False
) -> HttpResponse:
    """A picture with its recipe; 404 where it, or something above it, is withdrawn.

    Restrictions are asked by Wagtail before this view is called; a restricted page's answer is
    private.
    """
    if picture.pk:
        watch(request, "picture", picture.pk)
    standing = picture.standing_now() if picture.path else None
    topic = standing.parent if standing else None
    if not is_preview and (standing is None or topic is None or standing.withdrawn):
        raise Http404
    recipe = picture.shown_recipe
    context = {
        "page": picture,
        "self": picture,
        "is_preview": is_preview,
        "image": picture.image,
        "topic": topic and {"title": topic.title, "url": page_address(topic.url_path)},
        "outer_topics": outer_topics(standing),
        "author_name": author_name(picture),
        "author": "" if picture.author_name else author_name(picture),
        "published": picture.first_published_at,
        "popularity": standing.popularity if standing else 0,
        "discussion": standing.discussion if standing else 0,
        "recipe": recipe,
        "recipe_rows": recipe_rows(recipe),
        "infotext": write_infotext(recipe) if recipe.prompt else "",
        "raw": raw_text(recipe),
        "recipe_url": recipe_address(picture),
        "licence": licence(picture),
        "downloads": None if is_preview else offer_of(picture),
        "statement": picture_statement(picture),
        "tags": list(picture.tags.all()),
        "canonical_url": canonical_address(picture, picture.content_language)
        if picture.pk and picture.url_path
        else "",
    }
    if standing and topic and standing.listed_at and not is_preview:
        found = surroundings(picture, topic.id, standing.listed_at)
        context.update(
            large=found.large,
            previous_url=found.previous and found.previous.url,
            next_url=found.next and found.next.url,
            series=found.series,
            more=found.more,
            around_url=reverse("around", args=[picture.pk]),
        )
    else:
        context["large"] = all_copies([], picture.image)[1]
    response = render(request, "pictures/picture_page.html", context)
    return response if is_preview else same_for_everyone(response)


def outer_topics(standing: Standing | None) -> list[dict[str, str]]:
    """The topics around the one that a picture hangs in, the outermost first."""
    line = standing.line[:-1] if standing else ()
    return [{"title": topic.title, "url": page_address(topic.url_path)} for topic in line]
