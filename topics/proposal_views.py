"""The screen on which curators accept or reject what a topic's rules propose."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pictures.models import PicturePage, Placement, PlacementState
from topics import hanging
from topics.curating import answer, breadcrumbs, curator, number, tiles, topic_to_curate
from topics.models import TopicPage

MOST = 60
STATES = {"proposed": PlacementState.PROPOSED, "rejected": PlacementState.REJECTED}


@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest, topic_id: int) -> HttpResponse:
    """What waits, or what was rejected; a POST decides on one picture."""
    topic = topic_to_curate(request, topic_id)
    if request.method == "POST":
        return _decide(request, topic)
    name = request.GET.get("state", "")
    state = STATES.get(name, PlacementState.PROPOSED)
    places = Placement.objects.in_topic(topic.pk)
    numbers = dict(places.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "topic": topic,
        "state": state.value,
        "tiles": tiles(places.filter(state=state).order_by("-picture_id")[:MOST]),
        "tabs": [
            (key, label, numbers.get(STATES[key].value, 0))
            for key, label in (("proposed", _("Proposed")), ("rejected", _("Rejected")))
        ],
        "rules": list(topic.rules.all()),
        "breadcrumbs_items": breadcrumbs(topic, _("Proposed pictures")),
    }
    return render(request, "topics/admin/proposals.html", context)


def _decide(request: HttpRequest, topic: TopicPage) -> HttpResponse:
    picture = PicturePage.objects.filter(pk=number(request.POST.get("picture"))).first()
    decision = request.POST.get("decision", "")
    if picture is None or decision not in {"accept", "reject", "undo"}:
        return answer(request, _("There is nothing to do."), problem=True)
    try:
        if decision == "accept":
            hanging.hang(picture, topic, user=curator(request))
            return answer(request, _("“%(title)s” hangs here now.") % {"title": picture.title})
        if decision == "reject":
            hanging.reject(picture, topic, user=curator(request))
            return answer(request, _("“%(title)s” is rejected.") % {"title": picture.title})
        hanging.propose_again(picture, topic)
    except hanging.HangingError as error:
        return answer(request, str(error), problem=True)
    return answer(request, _("“%(title)s” waits again.") % {"title": picture.title})
