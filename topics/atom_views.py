"""Feeds of all pictures and of one topic."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pictures import atom
from pictures.addresses import absolute, canonical_address
from pictures.models import Placement
from pictures.site_lookup import home_id_of
from pictures.visibility import is_public
from topics.models import TopicPage

INDEX_LEVEL = 2  # components of a `url_path` down to the index of topics


@require_safe
def latest(request: HttpRequest) -> HttpResponseBase:
    """The newest public pictures of the site."""
    feed = atom.Feed(
        title=_("New pictures — %(site)s") % {"site": settings.WAGTAIL_SITE_NAME},
        page=absolute(reverse("pictures")),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return atom.answer(request, feed, Placement.objects.in_topic(home_id_of(request)).listed())


@require_safe
def topic(request: HttpRequest, path: str) -> HttpResponseBase:
    """The newest of a topic, named by its address below the index; 404 where it is not public."""
    found = _topic_at(path)
    if found is None or not is_public(found):
        raise Http404
    feed = atom.Feed(
        title=f"{found.title} — {settings.WAGTAIL_SITE_NAME}",
        subtitle=strip_tags(found.description),
        page=canonical_address(found, found.content_language),
        language=found.content_language,
        changed=found.last_published_at,
    )
    return atom.answer(request, feed, Placement.objects.in_topic(found.pk).listed())


def _topic_at(path: str) -> TopicPage | None:
    """Found by its slug, which has an index; few topics share one."""
    below = unicodedata.normalize("NFC", path.replace("\0", "")).split("/")
    for found in TopicPage.objects.filter(slug=below[-1], live=True).order_by():
        if found.url_path.strip("/").split("/")[INDEX_LEVEL:] == below:
            return found
    return None
