"""Where else a picture hangs, for the panel in its form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pictures.models import PicturePage
from topics import hanging
from topics.curating import curator, number
from topics.models import TopicPage


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, picture_id: int) -> HttpResponse:
    """The list as HTML; a POST adds the topic `add`, or takes the picture out of `remove`."""
    picture = get_object_or_404(PicturePage, pk=picture_id)
    if not picture.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    problem = _change(request, picture) if request.method == "POST" else ""
    context = {**places_of(picture, request.user), "problem": problem}
    return render(request, "topics/admin/_places.html", context, status=409 if problem else 200)


def places_of(picture: PicturePage, user: Any) -> dict[str, Any]:
    """Variables of `_places.html`."""
    hung = list(hanging.further_places(picture))
    mine = hanging.topics_to_hang_in(user)
    rows = [(topic.pk, topic.draft_title, topic.path) for topic in mine]
    there = {place.topic_id for place in hung}
    own = set(hanging.own_paths(picture))
    allowed = {pk for pk, _title, _path in rows}
    return {
        "hung": [(place.topic, place.topic_id in allowed) for place in hung],
        "topics": [(pk, title) for pk, title, path in rows if pk not in there and path not in own],
    }


def _change(request: HttpRequest, picture: PicturePage) -> str:
    """What went wrong; empty where nothing did."""
    adds = number(request.POST.get("add"))
    topic = TopicPage.objects.filter(pk=adds or number(request.POST.get("remove"))).first()
    if topic is None:
        return _("Choose a topic.")
    if not hanging.may_hang(request.user, topic):
        raise PermissionDenied
    try:
        (hanging.hang if adds else hanging.take_down)(picture, topic, user=curator(request))
    except hanging.HangingError as error:
        return str(error)
    return ""
