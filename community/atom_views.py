"""Feeds of a tag and of a person."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from taggit.models import Tag

from community.people import person_address
from community.profiles import find_profile
from community.works import works_of
from pictures import atom
from pictures.addresses import absolute
from pictures.models import Placement
from pictures.site_lookup import home_id_of


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest that carry a tag; 404 where no public picture does."""
    wanted = unicodedata.normalize("NFC", slug.replace("\0", ""))
    found = Tag.objects.filter(slug=wanted).first()
    if found is None:
        raise Http404
    carried = Q(picture__tagged_items__tag_id=found.pk)
    pictures = Placement.objects.in_topic(home_id_of(request)).listed().filter(carried)
    if not pictures.exists():
        raise Http404
    feed = atom.Feed(
        title=f"#{found.name} — {settings.WAGTAIL_SITE_NAME}",
        page=absolute(reverse("tag", args=[found.slug])),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return atom.answer(request, feed, pictures)


@require_safe
def person(request: HttpRequest, nickname: str) -> HttpResponseBase:
    """The newest pictures of somebody; a former name leads to the one they have now."""
    profile = find_profile(nickname)
    if profile is None:
        raise Http404
    if profile.nickname != nickname:
        return HttpResponseRedirect(reverse("feed_person", args=[profile.nickname]))
    home_id = home_id_of(request)
    newest = works_of(profile.user_id, home_id).order_by("-listed_at", "-pk")
    ids = list(newest.values_list("pk", flat=True)[: atom.ENTRIES])
    feed = atom.Feed(
        title=f"{profile.nickname} — {settings.WAGTAIL_SITE_NAME}",
        subtitle=profile.bio,
        page=absolute(person_address(profile.nickname)),
        language=get_language() or settings.LANGUAGE_CODE,
        changed=profile.created_at,
    )
    pictures = Placement.objects.in_topic(home_id).listed().filter(picture_id__in=ids)
    return atom.answer(request, feed, pictures)
