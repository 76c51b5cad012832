"""The page of a tag: every public picture that carries it."""

from __future__ import annotations

import unicodedata

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from taggit.models import Tag

from pictures import browsing, side_totals
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import home_id_of


@require_safe
def tag_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Sorted as every list; 404 where no public picture carries the tag."""
    home_id = home_id_of(request)
    tag = find_tag(slug)
    if tag is None:
        raise Http404
    if tag.slug != slug:
        return HttpResponsePermanentRedirect(reverse("tag", args=[tag.slug]))
    total = side_totals.tagged(tag.pk, home_id)
    if total == 0:
        raise Http404
    page = browsing.browse(request, topic_id=home_id, tag_id=tag.pk, total=total)
    return same_for_everyone(
        render(request, "community/tags/tag_page.html", {"tag": tag, "card_page": page})
    )


def find_tag(slug: str) -> Tag | None:
    """However the address writes it: Hangul in parts, capitals."""
    wanted = unicodedata.normalize("NFC", slug)
    exact = Tag.objects.filter(slug=wanted).first()
    return exact or Tag.objects.filter(slug__iexact=wanted).order_by("pk").first()
