"""What the workspace asks for besides the panel: its list, starting, comparing, infotext."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, JsonResponse

from pictures.recipe_reader import write_infotext
from sd_bridge.comparing import compare
from sd_bridge.json_views import json_view
from sd_bridge.panel_requests import editor, named_result, result_or_404
from sd_bridge.starting import start, start_interrogation
from sd_bridge.workspace_list import workspace_list


@json_view("GET", "HEAD", "POST")
def workspace(request: HttpRequest) -> JsonResponse:
    """GET: the newest generations, `?who=mine|all&state=&generation=`. POST: ask for a new one."""
    if request.method == "POST":
        return JsonResponse({"id": str(start(request).uuid)}, status=201)
    return JsonResponse(workspace_list(editor(request), request.GET.dict()))


@json_view("POST")
def interrogate(request: HttpRequest) -> JsonResponse:
    """Ask an engine what is to be seen in `source`; its state tells the answer."""
    return JsonResponse({"id": str(start_interrogation(request).uuid)}, status=201)


@json_view("GET", "HEAD")
def infotext(request: HttpRequest, uuid: UUID, index: int) -> JsonResponse:
    """The text of a result's recipe that pastes back into a WebUI."""
    result = result_or_404(request, uuid, index)
    return JsonResponse({"infotext": write_infotext(result.as_recipe())})


@json_view("GET", "HEAD")
def compare_results(request: HttpRequest) -> JsonResponse:
    """The parameters of `left` and `right`, each `<uuid>/<index>`, and where they differ."""
    left, right = (named_result(request, request.GET.get(side)) for side in ("left", "right"))
    return JsonResponse({"rows": compare(left.as_recipe(), right.as_recipe())})
