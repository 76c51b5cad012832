"""The list of all pictures, and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageViewRestriction, Site

from pictures import browsing
from pictures.addresses import canonical_address, page_address
from pictures.copies import large_copies
from pictures.models import LICENCE_URLS, Licence, PicturePage, Placement
from pictures.public_pages import same_for_everyone
from pictures.recipe_display import recipe_rows
from pictures.recipe_reader import write_infotext
from pictures.series import same_prompt
from pictures.visibility import ancestor_paths, is_withdrawn, topic_path

MORE_FROM_TOPIC = 10


@require_safe
def all_pictures(request: HttpRequest) -> HttpResponse:
    """Every public picture of the site."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    context = {"card_page": browsing.browse(request, topic_id=site.root_page_id)}
    return same_for_everyone(render(request, "pictures/pictures.html", context))


def picture_page(
    request: HttpRequest, picture: PicturePage, *, is_preview: bool = False
) -> HttpResponse:
    """A picture with its recipe; 404 where it, or something above it, is withdrawn.

    Restrictions are asked by Wagtail before this view is called; a restricted page's answer is
    private.
    """
    topic = Page.objects.filter(path=topic_path(picture.path)).first() if picture.path else None
    if not is_preview and (topic is None or is_withdrawn(picture)):
        raise Http404
    recipe = picture.shown_recipe
    context = {
        "page": picture,
        "self": picture,
        "is_preview": is_preview,
        "image": picture.image,
        "large": large_copies(picture.image) if picture.image else None,
        "topic": topic and {"title": topic.title, "url": page_address(topic.url_path)},
        "author_name": author_name(picture),
        "published": picture.first_published_at,
        "recipe": recipe,
        "recipe_rows": recipe_rows(recipe),
        "infotext": write_infotext(recipe) if recipe.prompt else "",
        "licence": licence(picture),
        "tags": [tag.name for tag in picture.tags.all()],
        "canonical_url": canonical_address(picture, picture.content_language)
        if picture.pk and picture.url_path
        else "",
    }
    if not is_preview:
        context.update(_surroundings(picture, topic))
    response = render(request, "pictures/picture_page.html", context)
    if is_preview or is_restricted(picture):
        return response
    return same_for_everyone(response)


def is_restricted(page: Page) -> bool:
    """Whether not everyone may see `page`."""
    return PageViewRestriction.objects.filter(page__path__in=ancestor_paths(page.path)).exists()


def author_name(picture: PicturePage) -> str:
    if picture.author_name:
        return picture.author_name
    return picture.author.get_username() if picture.author else ""


def licence(picture: PicturePage) -> dict[str, str]:
    chosen = Licence(picture.licence)
    return {"label": str(chosen.label), "url": LICENCE_URLS.get(chosen, "")}


def _surroundings(picture: PicturePage, topic: Page) -> dict[str, object]:
    placement = Placement.objects.in_topic(topic.pk).listed().filter(picture_id=picture.pk).first()
    if placement is None:
        return {}
    previous_url, next_url = browsing.neighbours(topic.pk, placement)
    return {
        "previous_url": previous_url,
        "next_url": next_url,
        "series": same_prompt(picture, topic_id=topic.pk),
        "more": browsing.newest(topic.pk, limit=MORE_FROM_TOPIC, without=picture.pk),
    }
