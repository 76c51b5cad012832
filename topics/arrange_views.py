"""The screen on which curators put a topic's pictures in order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from topics import ordering
from topics.curating import answer, breadcrumbs, number, tiles, topic_to_curate


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, topic_id: int) -> HttpResponse:
    """The first pictures of a topic; a POST moves one, lets it go, or forgets the order."""
    topic = topic_to_curate(request, topic_id)
    if request.method == "POST":
        return _act(request, topic.pk)
    found = tiles(ordering.in_order(topic.pk).listed()[: ordering.MOST])
    context = {
        "topic": topic,
        "tiles": found,
        "ordered": sum(tile.position > 0 for tile in found),
        "most": ordering.MOST,
        "breadcrumbs_items": breadcrumbs(topic, _("Order of the pictures")),
    }
    return render(request, "topics/admin/arrange.html", context)


def _act(request: HttpRequest, topic_id: int) -> HttpResponse:
    act, picture_id = request.POST.get("act", ""), number(request.POST.get("picture"))
    if act == "forget":
        ordering.forget(topic_id)
        return answer(request, _("The newest come first again."))
    if picture_id is None or act not in {"put", "let_go"}:
        return answer(request, _("There is nothing to do."), problem=True)
    if act == "let_go":
        ordering.let_go(topic_id, picture_id)
        return answer(request, _("It finds its own place now."))
    before, after = number(request.POST.get("before")), number(request.POST.get("after"))
    try:
        ordering.put(topic_id, picture_id, before=before, after=after)
    except ordering.OrderingError as error:
        return answer(request, str(error), problem=True)
    ordered = ordering.in_order(topic_id).listed().filter(position__gt=0).count()
    return answer(request, _("Moved."), ordered=ordered)
